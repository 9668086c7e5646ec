package dev.incline.store;

import dev.incline.plan.Slot;
import dev.incline.plan.Tensors;
import dev.incline.store.SafetensorsFile.Tensor;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** Values of slots as tensors of a file: W1 [inputs x outputs], b1 [outputs], W2, ... */
public final class NamedTensors {
  private NamedTensors() {}

  /**
   * The values by name: W1, b1, W2, b2.
   *
   * @param prefix of the names
   */
  public static Map<String, Tensor> of(String prefix, Tensors tensors) {
    Map<String, Tensor> named = new LinkedHashMap<>();
    tensors
        .values()
        .forEach((slot, array) -> named.put(prefix + slot.name(), new Tensor(shape(slot), array)));
    return named;
  }

  /**
   * Takes the values of slots out of the tensors.
   *
   * @throws IllegalArgumentException naming the tensor that is missing or of another shape
   */
  public static Tensors take(
      Map<String, Tensor> tensors, String prefix, Collection<Slot<float[]>> slots) {
    Map<Slot<float[]>, float[]> values = new LinkedHashMap<>();
    slots.forEach(slot -> values.put(slot, take(tensors, prefix + slot.name(), shape(slot))));
    return new Tensors(values);
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

  private static int[] shape(Slot<float[]> slot) {
    return slot.isVector() ? new int[] {slot.cols()} : new int[] {slot.rows(), slot.cols()};
  }

  /** The slot of a tensor of one or two dimensions that {@link #of} may have written. */
  public static Slot<float[]> slot(String name, Tensor tensor) {
    int[] shape = tensor.shape();
    if (shape.length == 0 || shape.length > 2) {
      throw new IllegalArgumentException(
          "its tensor %s has the shape %s".formatted(name, Arrays.toString(shape)));
    }
    return Slot.floats(name, shape.length == 1 ? 1 : shape[0], shape[shape.length - 1]);
  }
}
