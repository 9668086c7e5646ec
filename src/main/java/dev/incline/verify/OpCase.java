package dev.incline.verify;

import dev.incline.backend.Backend;
import dev.incline.plan.Op;
import dev.incline.plan.Slot;
import java.util.Map;

/**
 * One op on fixed operands.
 *
 * @param kind the op and its variant, for people; such as {@code MatMul aᵀ b, + bias -> sigmoid}
 * @param memory what every slot holds before the op runs, those it writes included
 */
record OpCase(String kind, Op op, Map<Slot<?>, Object> memory) {
  /** The position the op runs at: not 0, so that a kernel which ignores it is seen. */
  int cursor() {
    return Math.min(3, Math.max(0, op.samples() - op.batch()));
  }

  /** Puts the operands into a backend's memory. */
  void load(Backend backend) {
    memory.forEach((slot, array) -> write(backend, slot, array));
  }

  private static <A> void write(Backend backend, Slot<A> slot, Object array) {
    backend.write(slot, slot.type().cast(array));
  }

  @Override
  public String toString() {
    return kind + ": " + op;
  }
}
