package dev.incline.train.score;

import dev.incline.model.Weights;
import dev.incline.train.feed.Scored;
import dev.incline.wording.Phrase;
import org.jspecify.annotations.Nullable;

/**
 * A score that a device got wrong.
 *
 * @param rows that the pass scored
 * @param weights that it scored them with; null in a training step, whose weights nobody read
 * @param position of the first wrong one in the order of the rows
 * @param got what the device left of the pass
 * @param what is wrong with it, such as {@code the loss is 0.25 and not 0.5}
 */
public record WrongScore(
    ScoredRows rows, @Nullable Weights weights, int position, Scored got, String what) {
  /** Such as {@code in the test, row 17 of the test set: the loss is 0.25 and not 0.5}. */
  public String where() {
    return Phrase.of(
        "in the %s, row %d of the %s: %s",
        rows.pass(), rows.order()[position] + 1, rows.data().name(), what);
  }
}
