package dev.incline.verify;

import dev.incline.backend.Backend;
import dev.incline.plan.ErrorTerms;
import dev.incline.plan.Op;
import dev.incline.plan.Slot;
import java.util.Arrays;
import java.util.Map;

/** Compares what an op left in a device's memory with what it left in the reference's. */
final class SlotComparison {
  private SlotComparison() {}

  /**
   * @param before what every slot the op touches held before it ran
   */
  static Finding of(
      String kind, Op op, Map<Slot<?>, Object> before, Backend device, Backend reference) {
    Finding all = new Finding(kind, 0, 0, 0, 0, "");
    boolean equal = true;
    for (Slot<?> slot : op.writes()) {
      Finding one = compare(kind, op, slot, before, device, reference);
      equal &= one.isBitEqual();
      all = all.and(one);
    }
    return new Finding(
        kind, 1, equal ? 1 : 0, all.worstUlp(), all.worstOfBound(), equal ? "" : op.toString());
  }

  @SuppressWarnings("unchecked") // the type says so
  private static Finding compare(
      String kind,
      Op op,
      Slot<?> slot,
      Map<Slot<?>, Object> before,
      Backend device,
      Backend reference) {
    if (slot.type() == float[].class) {
      Slot<float[]> floats = (Slot<float[]>) slot;
      return compareFloats(
          kind,
          device.read(floats),
          reference.read(floats),
          () -> op.errorBound(new ErrorTerms(floats, before)));
    }
    boolean equal = Arrays.equals((int[]) device.read(slot), (int[]) reference.read(slot));
    return new Finding(kind, 1, equal ? 1 : 0, 0, equal ? 0 : Double.POSITIVE_INFINITY, "");
  }

  private static Finding compareFloats(
      String kind, float[] ours, float[] truth, java.util.function.Supplier<double[]> bounds) {
    if (sameBits(ours, truth)) {
      return new Finding(kind, 1, 1, 0, 0, "");
    }
    double[] bound = bounds.get();
    double worstUlp = 0;
    double worst = 0;
    for (int i = 0; i < ours.length; i++) {
      if (Float.floatToIntBits(ours[i]) == Float.floatToIntBits(truth[i])) {
        continue;
      }
      double difference = Math.abs((double) ours[i] - truth[i]);
      if (Double.isFinite(difference)) {
        worstUlp = Math.max(worstUlp, difference / Math.ulp(truth[i]));
        worst = Math.max(worst, difference / bound[i]);
      } else {
        worstUlp = Double.POSITIVE_INFINITY;
        worst = Double.POSITIVE_INFINITY;
      }
    }
    return new Finding(kind, 1, 0, worstUlp, worst, "");
  }

  /** Equal in every bit, all NaNs being one: which NaN an operation gives is not defined. */
  static boolean sameBits(float[] x, float[] y) {
    return Arrays.equals(x, y); // compares by floatToIntBits: -0 differs from +0, NaN equals NaN
  }
}
