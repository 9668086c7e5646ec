package dev.incline.store;

import dev.incline.model.Layer;
import dev.incline.model.Network;
import dev.incline.model.Weights;
import dev.incline.store.SafetensorsFile.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Weights as tensors W1 [inputs x outputs], b1 [outputs], W2, ... of a file. */
public final class NamedTensors {
  private NamedTensors() {}

  /**
   * The parameters by name: W1, b1, W2, b2.
   *
   * @param prefix of the names
   */
  public static Map<String, Tensor> of(String prefix, Weights weights) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    List<Layer> layers = weights.network().layers();
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      tensors.put(
          prefix + "W" + (i + 1),
          new Tensor(new int[] {layer.inputs(), layer.outputs()}, weights.matrices().get(i)));
      if (layer.bias()) {
        tensors.put(
            prefix + "b" + (i + 1),
            new Tensor(new int[] {layer.outputs()}, weights.biases().get(i)));
      }
    }
    return tensors;
  }

  /**
   * Takes the weights of a network out of the tensors.
   *
   * @throws IllegalArgumentException naming the tensor that is missing or of another shape
   */
  public static Weights take(Map<String, Tensor> tensors, String prefix, Network network) {
    List<float[]> matrices = new ArrayList<>();
    List<float[]> biases = new ArrayList<>();
    for (Layer layer : network.layers()) {
      int number = matrices.size() + 1;
      matrices.add(take(tensors, prefix + "W" + number, layer.inputs(), layer.outputs()));
      biases.add(
          layer.bias() ? take(tensors, prefix + "b" + number, layer.outputs()) : new float[0]);
    }
    return new Weights(network, matrices, biases);
  }

  /**
   * Takes one out of the tensors.
   *
   * @throws IllegalArgumentException naming the tensor where it is missing or of another shape
   */
  public static float[] take(Map<String, Tensor> tensors, String name, int... shape) {
    Tensor tensor = tensors.remove(name);
    if (tensor == null || !Arrays.equals(tensor.shape(), shape)) {
      throw new IllegalArgumentException(
          "it has no tensor %s of shape %s".formatted(name, Arrays.toString(shape)));
    }
    return tensor.values();
  }
}
