package dev.incline.train.feed;

import dev.incline.wording.Numeral;
import dev.incline.wording.Phrase;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a device left of the rows of a pass. Before the pass, the host writes impossible values into
 * both slots, so that a row that the device never wrote is seen.
 *
 * @param loss [samples] by position in the pass's order
 * @param prediction [samples] likewise
 */
public record Scored(float[] loss, int[] prediction) {
  /** A NaN that no operation gives. */
  public static final float NO_LOSS = Float.intBitsToFloat(0x7fc0dead);

  public static final int NO_PREDICTION = -1;

  /** What the host writes before a pass. */
  public static Scored unwritten(int rows) {
    float[] loss = new float[rows];
    int[] prediction = new int[rows];
    Arrays.fill(loss, NO_LOSS);
    Arrays.fill(prediction, NO_PREDICTION);
    return new Scored(loss, prediction);
  }

  /** A copy of the positions from {@code from} up to before {@code to}. */
  public Scored between(int from, int to) {
    return new Scored(Arrays.copyOfRange(loss, from, to), Arrays.copyOfRange(prediction, from, to));
  }

  /** Overwrites the positions from {@code from} up to before {@code to} with those of another. */
  public void take(Scored other, int from, int to) {
    System.arraycopy(other.loss, from, loss, from, to - from);
    System.arraycopy(other.prediction, from, prediction, from, to - from);
  }

  /**
   * Why this cannot be the score of a row; null where it can. A loss that is not finite can: the
   * training may have diverged.
   */
  public @Nullable String impossible(int position, int classes) {
    float l = loss[position];
    int p = prediction[position];
    if (Float.floatToRawIntBits(l) == Float.floatToRawIntBits(NO_LOSS) || p == NO_PREDICTION) {
      return "the device wrote no score";
    }
    if (p < 0 || p >= classes) {
      return Phrase.of("the prediction %d is none of the %d classes", p, classes);
    }
    return l < 0 ? "the loss %s is negative".formatted(Numeral.of(l)) : null;
  }

  /** Whether no loss is infinite or NaN. */
  public boolean isFinite() {
    for (float value : loss) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  public boolean equalsAt(int position, float expectedLoss, int expectedPrediction) {
    return Float.floatToIntBits(loss[position]) == Float.floatToIntBits(expectedLoss)
        && prediction[position] == expectedPrediction;
  }
}
