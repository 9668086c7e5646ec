package dev.incline.plan;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;

/**
 * What the error bound of an op is made of: how far a device that cannot give the defined bits may
 * be from them. It is the standard forward bound of a sum of K rounded products, c · K · ε ·
 * Σ|a||b| (Higham, Accuracy and Stability of Numerical Algorithms, section 3), with c = 2 because
 * both sides round, plus the numbers that a device that flushes denormals may lose.
 *
 * @param written the slot that is bounded, one that the op writes
 * @param before what every slot held before the op ran
 */
public record ErrorTerms(Slot<float[]> written, Map<Slot<?>, Object> before) {
  static final double EPSILON = Math.ulp(1f);
  static final double ROUNDING = 2 * EPSILON; // c · ε
  static final int ELEMENTARY = 8; // roundings of an exp, a division and an epilogue, in ulp

  /** What a slot held. */
  float[] floats(Slot<float[]> slot) {
    return (float[]) Objects.requireNonNull(before.get(slot), slot.name());
  }

  /** The largest magnitude in a slot. */
  double largest(Slot<float[]> slot) {
    return largest(slot, 0, slot.size());
  }

  /** The largest magnitude in a row of a slot. */
  double largest(Slot<float[]> slot, int row) {
    return largest(slot, row * slot.cols(), (row + 1) * slot.cols());
  }

  private double largest(Slot<float[]> slot, int from, int to) {
    float[] values = floats(slot);
    double largest = 0;
    for (int i = from; i < to; i++) {
      largest = Math.max(largest, Math.abs(values[i]));
    }
    return largest;
  }

  /** The same bound for every element. */
  double[] everywhere(double value) {
    double[] bound = new double[written.size()];
    Arrays.fill(bound, value);
    return bound;
  }
}
