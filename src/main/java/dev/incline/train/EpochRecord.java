package dev.incline.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.incline.train.score.Score;
import org.jspecify.annotations.Nullable;

/**
 * One epoch, measured.
 *
 * @param epoch from 1
 * @param trainLoss mean over the training rows, each taken before its batch's update
 * @param trainAccuracy likewise
 * @param validationLoss mean over the validation rows, after the epoch; NaN where no row validates
 * @param validationAccuracy likewise
 * @param seconds of training alone, from the shuffle until the device has finished; validation is
 *     not in it
 * @param samplesPerSecond training rows by those seconds
 * @param learningRate of the epoch's last step; NaN where an older program did not record it
 */
public record EpochRecord(
    int epoch,
    double trainLoss,
    double trainAccuracy,
    @JsonSerialize(using = Absent.Writer.class) @JsonDeserialize(using = Absent.Reader.class)
        double validationLoss,
    @JsonSerialize(using = Absent.Writer.class) @JsonDeserialize(using = Absent.Reader.class)
        double validationAccuracy,
    double seconds,
    double samplesPerSecond,
    @JsonSerialize(using = Absent.Writer.class) @JsonDeserialize(using = Absent.Reader.class)
        double learningRate) {
  /**
   * Of the scores of an epoch.
   *
   * @param validated null where no row validates
   * @param rows that trained
   */
  static EpochRecord of(
      int epoch,
      Score trained,
      @Nullable Score validated,
      double seconds,
      int rows,
      double learningRate) {
    return new EpochRecord(
        epoch,
        trained.loss(),
        trained.accuracy(),
        validated == null ? Double.NaN : validated.loss(),
        validated == null ? Double.NaN : validated.accuracy(),
        seconds,
        rows / seconds,
        learningRate);
  }

  /**
   * Brings the JSON of an older program's epoch into the present form.
   *
   * @return whether there was anything to do
   */
  public static boolean modernise(JsonNode epoch) {
    if (epoch instanceof ObjectNode fields && !fields.has("learningRate")) {
      fields.putNull("learningRate");
      return true;
    }
    return false;
  }

  /** Whether any row validated. */
  public boolean hasValidation() {
    return !Double.isNaN(validationLoss) || !Double.isNaN(validationAccuracy);
  }
}
