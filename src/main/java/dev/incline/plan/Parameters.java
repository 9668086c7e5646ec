package dev.incline.plan;

import dev.incline.model.Layer;
import dev.incline.model.Network;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The slots of one layer's parameters, shared by every plan over the same network.
 *
 * @param weight [inputs x outputs], named W1, W2, ...
 * @param bias [1 x outputs], named b1, b2, ...; null for a layer without one
 */
public record Parameters(Slot<float[]> weight, @Nullable Slot<float[]> bias) {
  /** W1, b1, W2, ... */
  public static List<Slot<float[]>> slots(Network network) {
    List<Slot<float[]>> slots = new ArrayList<>();
    for (Parameters p : of(network)) {
      slots.add(p.weight);
      if (p.bias != null) {
        slots.add(p.bias);
      }
    }
    return slots;
  }

  /** One entry per layer. */
  public static List<Parameters> of(Network network) {
    List<Parameters> slots = new ArrayList<>();
    for (Layer layer : network.layers()) {
      int number = slots.size() + 1;
      slots.add(
          new Parameters(
              Slot.floats("W" + number, layer.inputs(), layer.outputs()),
              layer.bias() ? Slot.floats("b" + number, 1, layer.outputs()) : null));
    }
    return slots;
  }
}
