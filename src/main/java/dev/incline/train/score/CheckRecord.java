package dev.incline.train.score;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Locale;

/**
 * How many scores of a device were compared with plain Java. One that is wrong ends the run, so a
 * record has none.
 *
 * @param rows compared, of those that the reported numbers come from: for a training the test and
 *     the validation of the best weights
 * @param of so many
 * @param epochRows compared, of each epoch's validation and training
 * @param outcome {@code bit-equal}; {@code within bounds} on a device that cannot give the bits;
 *     {@code none} where nothing was compared: the device is plain Java, or an older program ran
 */
public record CheckRecord(long rows, long of, long epochRows, String outcome) {
  /** Nothing was compared. */
  public static final CheckRecord NONE = new CheckRecord(0, 0, 0, "none");

  /** Both together, of the same devices. */
  CheckRecord plus(CheckRecord other) {
    boolean equal = rows == 0 || outcome.equals(other.outcome);
    return new CheckRecord(
        rows + other.rows,
        of + other.of,
        epochRows + other.epochRows,
        equal ? other.outcome : "within bounds");
  }

  /** A sentence for people. */
  @JsonIgnore
  public String sentence() {
    if (outcome.equals(NONE.outcome)) {
      return "nothing: plain Java computed it, which other devices are checked against";
    }
    return String.format(
        Locale.ROOT,
        "%,d of %,d scored rows%s against plain Java: %s",
        rows,
        of,
        epochRows == 0 ? "" : String.format(Locale.ROOT, ", and %,d of the epochs,", epochRows),
        outcome.equals("bit-equal") ? "every bit equal" : outcome);
  }
}
