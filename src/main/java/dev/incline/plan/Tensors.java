package dev.incline.plan;

import dev.incline.model.Network;
import dev.incline.model.Weights;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The values of some slots, on the host: such as the state of a training, the parameters first. The
 * arrays are shared, not copied.
 *
 * @param values by slot, in order
 */
public record Tensors(Map<Slot<float[]>, float[]> values) {
  /** No values. */
  public static final Tensors NONE = new Tensors(Map.of());

  public Tensors {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    values.forEach(
        (slot, array) ->
            Shapes.require(array.length == slot.size(), "%s takes other than its size", slot));
  }

  /** The parameters W1, b1, W2, ... */
  public static Tensors of(Weights weights) {
    Map<Slot<float[]>, float[]> values = new LinkedHashMap<>();
    List<Parameters> parameters = Parameters.of(weights.network());
    for (int l = 0; l < parameters.size(); l++) {
      values.put(parameters.get(l).weight(), weights.matrices().get(l));
      Slot<float[]> bias = parameters.get(l).bias();
      if (bias != null) {
        values.put(bias, weights.biases().get(l));
      }
    }
    return new Tensors(values);
  }

  /**
   * The parameters alone.
   *
   * @throws IllegalArgumentException naming a parameter that is not here
   */
  public Weights weights(Network network) {
    List<float[]> matrices = new ArrayList<>();
    List<float[]> biases = new ArrayList<>();
    for (Parameters p : Parameters.of(network)) {
      matrices.add(get(p.weight()));
      biases.add(p.bias() == null ? new float[0] : get(p.bias()));
    }
    return new Weights(network, matrices, biases);
  }

  /**
   * The values of a slot.
   *
   * @throws IllegalArgumentException where it is not here
   */
  public float[] get(Slot<float[]> slot) {
    float[] array = values.get(slot);
    if (array == null) {
      throw new IllegalArgumentException("there are no values of " + slot);
    }
    return array;
  }

  /** Those it has values of, in order. */
  public Set<Slot<float[]>> slots() {
    return values.keySet();
  }

  /** The first slot with a value that is infinite or NaN. */
  public Optional<Slot<float[]>> nonFinite() {
    return slots().stream().filter(slot -> !isFinite(get(slot))).findFirst();
  }

  private static boolean isFinite(float[] array) {
    float sum = 0;
    for (float value : array) {
      sum += value * 0; // NaN for infinity and NaN
    }
    return sum == 0;
  }
}
