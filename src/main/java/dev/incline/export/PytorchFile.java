package dev.incline.export;

import dev.incline.data.FeatureScaling;
import dev.incline.file.Json;
import dev.incline.model.Layer;
import dev.incline.model.Weights;
import dev.incline.store.SafetensorsFile;
import dev.incline.store.SafetensorsFile.Tensor;
import dev.incline.store.SavedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The state of a PyTorch module with an {@code nn.Sequential} named layers, as a safetensors file:
 * layers.0.weight [out x in], layers.0.bias [out], ... The numbers count the modules, so after
 * {@code nn.Linear} and an activation the next is layers.2. Beside them offset and divisor [in],
 * rounded to float32, where the model takes numbers, and means [in], where values may be missing.
 */
final class PytorchFile {
  private static final String FORMAT = "format"; // the key that PyTorch's own files have
  private static final String OURS = "exported_by";

  private PytorchFile() {}

  /** Writes the file, replacing what is there. */
  static void write(SavedModel model, Path file) throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(FORMAT, "pt");
    metadata.put(OURS, model.program());
    metadata.put("classes", Json.line(model.classes()));
    metadata.put("weights_sha256", model.weights().sha256());
    Map<String, Tensor> tensors = tensors(model.weights());
    FeatureScaling scaling = model.scaling();
    if (model.columns().hasMeans()) {
      tensors.put(ArraysFile.MEANS, vector(model.columns().means()));
    }
    if (scaling != null) {
      tensors.put(ArraysFile.OFFSET, vector(scaling.offset()));
      tensors.put(ArraysFile.DIVISOR, vector(scaling.divisor()));
    }
    new SafetensorsFile(metadata, tensors).write(file);
  }

  private static Tensor vector(List<Double> values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i).floatValue();
    }
    return new Tensor(new int[] {floats.length}, floats);
  }

  /** Whether a file is one that this class wrote. */
  static boolean wrote(Path file) {
    try {
      return SafetensorsFile.read(file).metadata().containsKey(OURS);
    } catch (IOException e) {
      return false; // no such file at all
    }
  }

  private static Map<String, Tensor> tensors(Weights weights) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    int module = 0;
    for (int l = 0; l < weights.matrices().size(); l++) {
      Layer layer = weights.network().layers().get(l);
      String name = "layers." + module;
      tensors.put(name + ".weight", transposed(weights.matrices().get(l), layer));
      if (layer.bias()) {
        tensors.put(
            name + ".bias", new Tensor(new int[] {layer.outputs()}, weights.biases().get(l)));
      }
      module += 2; // an activation has no tensors
    }
    return tensors;
  }

  /** Of [in x out] that of [out x in]. */
  private static Tensor transposed(float[] matrix, Layer layer) {
    int in = layer.inputs();
    int out = layer.outputs();
    float[] turned = new float[matrix.length];
    for (int i = 0; i < in; i++) {
      for (int o = 0; o < out; o++) {
        turned[o * in + i] = matrix[i * out + o];
      }
    }
    return new Tensor(new int[] {out, in}, turned);
  }
}
