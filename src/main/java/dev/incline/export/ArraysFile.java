package dev.incline.export;

import dev.incline.data.FeatureScaling;
import dev.incline.data.NpyArray;
import dev.incline.data.NpzFile;
import dev.incline.plan.Tensors;
import dev.incline.store.NamedTensors;
import dev.incline.store.SavedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The weights as an npz file: W1 [in x out], b1 [out], W2, ... In this order they are what a Keras
 * model of the same dense layers takes as its weights. Before them offset and divisor [in], double,
 * where the model takes numbers: (x - offset) / divisor goes into the first layer. Before those
 * means [in], where values may be missing: a mean stands for each.
 */
final class ArraysFile {
  static final String MEANS = "means";
  static final String OFFSET = "offset";
  static final String DIVISOR = "divisor";

  private ArraysFile() {}

  /** Writes the file, replacing what is there. */
  static void write(SavedModel model, Path file) throws IOException {
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    FeatureScaling scaling = model.scaling();
    if (model.columns().hasMeans()) {
      arrays.put(MEANS, array(model.columns().roundedMeans()));
    }
    if (scaling != null) {
      arrays.put(OFFSET, array(scaling.offset()));
      arrays.put(DIVISOR, array(scaling.divisor()));
    }
    NamedTensors.of("", Tensors.of(model.weights()))
        .forEach(
            (name, tensor) ->
                arrays.put(
                    name,
                    new NpyArray(Arrays.stream(tensor.shape()).boxed().toList(), tensor.values())));
    NpzFile.write(file, arrays);
  }

  private static NpyArray array(List<Double> values) {
    return NpyArray.of(values.stream().mapToDouble(Double::doubleValue).toArray(), values.size());
  }
}
