package dev.incline.train;

import dev.incline.backend.Capacity;
import dev.incline.backend.Demand;
import dev.incline.plan.Slot;
import dev.incline.wording.Numeral;
import java.util.Collection;

/**
 * What a training takes of a device, in words.
 *
 * @param state the slots it goes on from
 */
record MemoryNeed(Demand demand, Collection<Slot<float[]>> state) {
  /** Why it does not fit. */
  String lack(Capacity capacity) {
    return demand.total() > capacity.total()
        ? "there are " + Numeral.bytes(capacity.total())
        : "one piece may have %s, and %s has %s"
            .formatted(
                Numeral.bytes(capacity.piece()),
                demand.largest(),
                Numeral.bytes(demand.of(demand.largest())));
  }

  /** The sum. */
  String sum() {
    return Numeral.bytes(demand.total());
  }

  /** The parts. */
  @Override
  public String toString() {
    long rows = 0;
    long weights = 0;
    long results = 0;
    long step = demand.scratch();
    for (Slot<?> slot : demand.slots().keySet()) {
      long bytes = demand.of(slot);
      if (slot.type() == byte[].class) {
        rows += bytes;
      } else if (state.contains(slot)) {
        weights += bytes;
      } else if (slot.rows() == 1) {
        results += bytes;
      } else {
        step += bytes;
      }
    }
    return "weights %s, the values of a step %s, rows %s, order and losses %s"
        .formatted(
            Numeral.bytes(weights),
            Numeral.bytes(step),
            Numeral.bytes(rows),
            Numeral.bytes(results));
  }
}
