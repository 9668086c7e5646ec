package dev.incline.train;

import dev.incline.model.Weights;
import dev.incline.train.score.CheckRecord;
import dev.incline.train.score.ConfusionMatrix;
import dev.incline.train.score.Score;
import dev.incline.wording.Phrase;
import java.util.List;

/**
 * What a training came to.
 *
 * @param history every epoch
 * @param stopped why it stopped early, and when; empty where it did not
 * @param test the best weights on the test rows
 * @param weights the best: those after the epoch {@code history.best()}
 * @param finalSha256 of the weights after the last epoch, which may not be the best ones
 * @param deadClasses classes whose logit is positive for no validation row, of the test rows where
 *     none validates, under the best weights; always empty without ReLU on the logits
 * @param rows how many trained, validated and tested
 * @param confusion of the test rows
 * @param seconds from the first upload to the test's end
 * @param chunkRows rows of a chunk where the data was streamed through the device; 0 where all of
 *     it was there
 * @param checked how many scores were compared with plain Java
 */
public record TrainResult(
    History history,
    String stopped,
    Score test,
    Weights weights,
    String finalSha256,
    List<Integer> deadClasses,
    Rows rows,
    ConfusionMatrix confusion,
    double seconds,
    int chunkRows,
    CheckRecord checked) {
  /** How many rows each part has; all 0 where an older program did not record it. */
  public record Rows(int training, int validation, int test) {
    public static final Rows UNKNOWN = new Rows(0, 0, 0);

    /** Such as {@code 48,000 rows train, 12,000 validate and 10,000 test}. */
    public String words() {
      return Phrase.of("%,d rows train, %,d validate and %,d test", training, validation, test);
    }
  }

  public TrainResult {
    deadClasses = List.copyOf(deadClasses);
  }

  /** Whether the test accuracy is hardly above that of guessing: below 1.5 / classes. */
  public boolean isAtChance() {
    return test.accuracy() < 1.5 / weights.network().classes();
  }
}
