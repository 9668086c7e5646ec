package dev.incline.train;

import dev.incline.backend.Capacity;
import dev.incline.model.Network;
import dev.incline.plan.Parameters;
import dev.incline.plan.Plan;
import dev.incline.plan.Slot;
import dev.incline.wording.Numeral;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The device memory that plans take together, in bytes.
 *
 * @param data images and labels; of each image also the bit per pixel, in words of 64, that
 *     products which skip zeros keep of it
 * @param weights parameters
 * @param results order, loss and prediction of every sample
 * @param working the values of a step
 * @param largest of all slots
 */
record Footprint(long data, long weights, long results, long working, Slot<?> largest) {
  static Footprint of(Network network, List<Plan> plans) {
    Set<Slot<?>> slots = new HashSet<>();
    plans.forEach(plan -> slots.addAll(plan.slots()));
    Set<Slot<?>> parameters = parameters(network);
    long data = 0;
    long weights = 0;
    long results = 0;
    long working = 0;
    Slot<?> largest = plans.get(0).slots().get(0);
    for (Slot<?> slot : slots) {
      largest = bytes(slot) > bytes(largest) ? slot : largest;
      if (slot.type() == byte[].class) {
        data += bytes(slot);
      } else if (parameters.contains(slot)) {
        weights += bytes(slot);
      } else if (slot.rows() == 1) {
        results += bytes(slot);
      } else {
        working += bytes(slot);
      }
    }
    return new Footprint(data, weights, results, working, largest);
  }

  private static Set<Slot<?>> parameters(Network network) {
    Set<Slot<?>> slots = new HashSet<>();
    for (Parameters p : Parameters.of(network)) {
      slots.add(p.weight());
      if (p.bias() != null) {
        slots.add(p.bias());
      }
    }
    return slots;
  }

  private static long bytes(Slot<?> slot) {
    long bytes = (long) slot.size() * slot.elementBytes();
    boolean images = slot.type() == byte[].class && slot.cols() > 1;
    return images ? bytes + (slot.cols() + 63) / 64 * 8L * slot.rows() : bytes;
  }

  long total() {
    return data + weights + results + working;
  }

  boolean fits(Capacity capacity) {
    return total() <= capacity.total() && bytes(largest) <= capacity.piece();
  }

  /** Why this does not fit. */
  String lack(Capacity capacity) {
    return total() > capacity.total()
        ? "there are " + Numeral.bytes(capacity.total())
        : "one piece may have %s, and %s has %s"
            .formatted(Numeral.bytes(capacity.piece()), largest, Numeral.bytes(bytes(largest)));
  }

  /** The sum. */
  String sum() {
    return Numeral.bytes(total());
  }

  /** The parts. */
  @Override
  public String toString() {
    return "weights %s, the values of a step %s, rows %s, order and losses %s"
        .formatted(
            Numeral.bytes(weights),
            Numeral.bytes(working),
            Numeral.bytes(data),
            Numeral.bytes(results));
  }
}
