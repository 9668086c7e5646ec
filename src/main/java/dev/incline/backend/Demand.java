package dev.incline.backend;

import dev.incline.plan.Plan;
import dev.incline.plan.Slot;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * The memory that plans take on a device, all of them together.
 *
 * @param slots bytes of each slot, with the gaps and the padding that the device adds; at least one
 * @param scratch bytes beside the slots
 */
public record Demand(Map<Slot<?>, Long> slots, long scratch) {
  /** Of each slot so many bytes. */
  public static Demand of(Collection<Plan> plans, ToLongFunction<Slot<?>> bytes, long scratch) {
    Map<Slot<?>, Long> slots = new LinkedHashMap<>();
    for (Plan plan : plans) {
      plan.slots().forEach(slot -> slots.computeIfAbsent(slot, bytes::applyAsLong));
    }
    return new Demand(slots, scratch);
  }

  /** Bytes in all. */
  public long total() {
    return scratch + slots.values().stream().mapToLong(bytes -> bytes).sum();
  }

  /** The slot that takes the most. */
  public Slot<?> largest() {
    return slots.entrySet().stream()
        .max(Comparator.comparingLong(Map.Entry::getValue))
        .orElseThrow()
        .getKey();
  }

  /** Bytes of a slot; 0 for one that the plans do not have. */
  public long of(Slot<?> slot) {
    return slots.getOrDefault(slot, 0L);
  }

  /** Whether a device has room for it. */
  public boolean fits(Capacity capacity) {
    return total() <= capacity.total() && of(largest()) <= capacity.piece();
  }
}
