package dev.incline.train.checkpoint;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often a training leaves a checkpoint.
 *
 * @param steps between two; 0 where time decides
 * @param seconds between two; 0 where steps decide
 */
public record CheckpointInterval(long steps, long seconds) {
  /** What {@link #parse} takes. */
  public static final String SYNTAX =
      "a number of steps (500) or a time (30s, 5m, 1h), from 1 to 999999999";

  /** Never. */
  public static final CheckpointInterval NEVER = new CheckpointInterval(0, 0);

  private static final Pattern TEXT = Pattern.compile("([1-9][0-9]{0,8})([smh]?)");

  /**
   * Reads such as {@code 500} or {@code 30s}.
   *
   * @throws IllegalArgumentException when the text is no {@link #SYNTAX}
   */
  public static CheckpointInterval parse(String text) {
    Matcher match = TEXT.matcher(text);
    if (!match.matches()) {
      throw new IllegalArgumentException(text);
    }
    long number = Long.parseLong(match.group(1));
    return switch (match.group(2)) {
      case "s" -> new CheckpointInterval(0, number);
      case "m" -> new CheckpointInterval(0, 60 * number);
      case "h" -> new CheckpointInterval(0, 3600 * number);
      default -> new CheckpointInterval(number, 0);
    };
  }
}
