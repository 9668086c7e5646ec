package dev.incline.train.score;

import dev.incline.train.feed.Scored;
import dev.incline.wording.Numeral;

/**
 * How well rows were classified.
 *
 * @param loss mean cross-entropy per sample, in nats, without any L2 penalty; of training rows
 *     times the weights of their classes, of validation and test rows without
 * @param accuracy share of samples whose prediction is their label
 */
public record Score(double loss, double accuracy) {
  /**
   * @throws IllegalArgumentException when no rows can have such a score
   */
  public Score {
    if (!(loss >= 0 && loss < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "a cross-entropy of " + Numeral.of(loss) + " is impossible");
    }
    if (!(accuracy >= 0 && accuracy <= 1)) {
      throw new IllegalArgumentException(
          "an accuracy of " + Numeral.of(accuracy) + " is impossible");
    }
  }

  /**
   * The first {@code count} samples of an order, summed in double in that order.
   *
   * @param scored at least [count], by position in order
   * @param labels [rows], unsigned bytes, by row
   * @param order at least [count], row numbers
   */
  public static Score of(Scored scored, byte[] labels, int[] order, int count) {
    double sum = 0;
    int right = 0;
    for (int p = 0; p < count; p++) {
      sum += scored.loss()[p];
      right += scored.prediction()[p] == (labels[order[p]] & 0xFF) ? 1 : 0;
    }
    return new Score(sum / count, (double) right / count);
  }
}
