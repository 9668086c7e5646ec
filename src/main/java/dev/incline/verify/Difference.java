package dev.incline.verify;

import dev.incline.backend.Backend;
import dev.incline.plan.ErrorTerms;
import dev.incline.plan.Op;
import dev.incline.plan.Slot;
import dev.incline.wording.Numeral;
import dev.incline.wording.Phrase;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * The first element of a tensor that is not what plain Java makes of it.
 *
 * @param made what computed the tensor, such as {@code H1 = sigmoid(X W1 + b1)}
 * @param tensor its name
 * @param row from 0
 * @param column from 0
 */
public record Difference(
    String made, String tensor, int row, int column, double expected, double got) {

  /**
   * The first difference in what an op left in two memories, looking at its slots in their order.
   *
   * @param before what every slot the op touches held before it ran; only looked at where bits
   *     differ and bounds count
   * @param exact whether every bit counts, or what is beyond the op's error bound
   */
  public static Optional<Difference> after(
      Op op, Map<Slot<?>, Object> before, Backend device, Backend reference, boolean exact) {
    for (Slot<?> slot : op.writes()) {
      Optional<Difference> found = in(slot, op, before, device, reference, exact);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  @SuppressWarnings("unchecked") // the type says so
  private static Optional<Difference> in(
      Slot<?> slot,
      Op op,
      Map<Slot<?>, Object> before,
      Backend device,
      Backend reference,
      boolean exact) {
    String made = op.formula();
    if (slot.type() == float[].class) {
      float[] got = (float[]) device.read(slot);
      float[] expected = (float[]) reference.read(slot);
      double[] bound =
          exact || SlotComparison.sameBits(got, expected)
              ? new double[got.length]
              : op.errorBound(new ErrorTerms((Slot<float[]>) slot, before));
      return of(made, slot.name(), slot.cols(), expected, got, bound);
    }
    int[] got = (int[]) device.read(slot);
    int[] expected = (int[]) reference.read(slot);
    // Which of two classes is ahead may turn on a rounding; the loss has its bound.
    return exact ? of(made, slot.name(), slot.cols(), expected, got) : Optional.empty();
  }

  /**
   * Of floats, all NaNs being one.
   *
   * @param columns of the tensor
   * @param bound how far each element may be off; where it is 0, bits count
   */
  public static Optional<Difference> of(
      String made, String tensor, int columns, float[] expected, float[] got, double[] bound) {
    for (int i = 0; i < expected.length; i++) {
      boolean equal = Float.floatToIntBits(expected[i]) == Float.floatToIntBits(got[i]);
      boolean within = bound[i] > 0 && Math.abs((double) expected[i] - got[i]) <= bound[i];
      if (!equal && !within) {
        return Optional.of(
            new Difference(made, tensor, i / columns, i % columns, expected[i], got[i]));
      }
    }
    return Optional.empty();
  }

  /** Of whole numbers. */
  public static Optional<Difference> of(
      String made, String tensor, int columns, int[] expected, int[] got) {
    int i = Arrays.mismatch(expected, got);
    return i < 0
        ? Optional.empty()
        : Optional.of(new Difference(made, tensor, i / columns, i % columns, expected[i], got[i]));
  }

  /** Such as {@code W1 at row 3, column 7 is 0.25 and not 0.5}. */
  public String where() {
    return Phrase.of(
        "%s at row %d, column %d is %s and not %s", tensor, row, column, text(got), text(expected));
  }

  /** Digits enough to tell two floats apart. */
  private static String text(double value) {
    return 1 / value < 0 && value == 0 ? "-0.0" : Numeral.of((float) value);
  }
}
