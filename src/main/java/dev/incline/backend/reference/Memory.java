package dev.incline.backend.reference;

import dev.incline.plan.Slot;
import java.lang.reflect.Array;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** What the slots hold, row by row in one array each, zeros from their first use on. */
final class Memory {
  private final Map<Slot<?>, Object> arrays = new HashMap<>();

  /** The array itself. */
  <A> A of(Slot<A> slot) {
    Class<?> element = slot.type().getComponentType();
    return slot.type()
        .cast(arrays.computeIfAbsent(slot, s -> Array.newInstance(element, s.size())));
  }

  void release(Collection<? extends Slot<?>> slots) {
    arrays.keySet().removeAll(slots);
  }

  void clear() {
    arrays.clear();
  }
}
