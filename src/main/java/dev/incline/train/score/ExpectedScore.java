package dev.incline.train.score;

import dev.incline.train.feed.Scored;
import dev.incline.wording.Numeral;
import dev.incline.wording.Phrase;
import org.jspecify.annotations.Nullable;

/**
 * What the reference makes of a row.
 *
 * @param row of the batch
 * @param weight that its loss is times
 */
record ExpectedScore(Scorer.Batch batch, int row, int classes, double weight) {
  /**
   * How far rounding alone may move a logit, relative to 1 and the row's largest one, on a device
   * that cannot give the contract's bits; {@code incline verify} holds whole steps to the same.
   */
  private static final double DRIFT = 1e-4;

  float loss() {
    return batch.scored().loss()[row];
  }

  int prediction() {
    return batch.scored().prediction()[row];
  }

  float logit(int c) {
    return batch.logits()[row * classes + c];
  }

  boolean isBitEqual(Scored got, float @Nullable [] logits, int position) {
    boolean same = got.equalsAt(position, loss(), prediction());
    for (int c = 0; c < classes && logits != null; c++) {
      same &=
          Float.floatToIntBits(logits[position * classes + c]) == Float.floatToIntBits(logit(c));
    }
    return same;
  }

  /** Within what rounding may do; the class may differ where two logits are that close. */
  boolean isNear(Scored got, float @Nullable [] logits, int position) {
    double largest = 1;
    for (int c = 0; c < classes; c++) {
      largest = Math.max(largest, Math.abs(logit(c)));
    }
    double bound = DRIFT * largest;
    double ahead = logit(prediction()) - (double) logit(got.prediction()[position]);
    double off = Math.abs((double) got.loss()[position] - loss());
    boolean near = off <= 2 * bound * weight && ahead <= 2 * bound;
    for (int c = 0; c < classes && logits != null; c++) {
      near &= Math.abs((double) logits[position * classes + c] - logit(c)) <= bound;
    }
    return near;
  }

  String difference(Scored got, float @Nullable [] logits, int position) {
    if (got.prediction()[position] != prediction()) {
      return Phrase.of("the prediction is %d and not %d", got.prediction()[position], prediction());
    }
    if (Float.floatToIntBits(got.loss()[position]) != Float.floatToIntBits(loss())) {
      return "the loss is %s and not %s"
          .formatted(Numeral.of(got.loss()[position]), Numeral.of(loss()));
    }
    for (int c = 0; c < classes && logits != null; c++) {
      float g = logits[position * classes + c];
      if (Float.floatToIntBits(g) != Float.floatToIntBits(logit(c))) {
        return Phrase.of(
            "the logit of class %d is %s and not %s", c, Numeral.of(g), Numeral.of(logit(c)));
      }
    }
    throw new IllegalStateException("no difference");
  }
}
