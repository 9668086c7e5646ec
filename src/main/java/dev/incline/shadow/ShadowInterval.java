package dev.incline.shadow;

import dev.incline.wording.InvalidOptionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which steps are shadowed: the first and every so many after it.
 *
 * @param every 1 for each step
 */
public record ShadowInterval(long every) {
  public static final String SYNTAX =
      "a share of the steps, from 1/1000000 to 1, as 1/200 or 0.005";
  private static final long RAREST = 1_000_000;
  private static final Pattern FRACTION = Pattern.compile("1\\s*/\\s*(\\d{1,9})");

  /**
   * Reads a share.
   *
   * @throws InvalidOptionException naming {@code --shadow}, what it takes and the text
   */
  public static ShadowInterval parse(String text) {
    Matcher fraction = FRACTION.matcher(text.strip());
    long every = fraction.matches() ? Long.parseLong(fraction.group(1)) : inverse(text);
    if (every < 1 || every > RAREST) {
      throw illegal(text);
    }
    return new ShadowInterval(every);
  }

  /** Of a decimal number; the whole number of steps that is nearest. */
  private static long inverse(String text) {
    double share;
    try {
      share = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw illegal(text);
    }
    return share > 0 && share <= 1 ? Math.round(1 / share) : 0;
  }

  private static InvalidOptionException illegal(String text) {
    return new InvalidOptionException("--shadow must be %s, not %s".formatted(SYNTAX, text));
  }

  boolean includes(long step) {
    return step % every == 0;
  }

  /** The first one included after {@code step}. */
  long after(long step) {
    return (step / every + 1) * every;
  }

  /** Such as {@code 1/200}. */
  @Override
  public String toString() {
    return "1/" + every;
  }
}
