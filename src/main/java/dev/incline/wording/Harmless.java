package dev.incline.wording;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text of foreign files and drivers as a terminal may have it: what would move the cursor, change
 * colours, turn the direction of writing or forge a line becomes visible, as {@code \x1b}.
 */
public final class Harmless {
  /** Of ISO 6429, C0 and C1, and Unicode's marks of direction and of lines. */
  private static final Pattern CONTROL =
      Pattern.compile(
          "[\\x00-\\x1f\\x7f-\\x9f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069]");

  private static final Pattern BUT_LAYOUT = Pattern.compile("(?![\\n\\r\\t])" + CONTROL);

  private Harmless() {}

  /** On one line. */
  public static String of(String text) {
    return replaced(CONTROL, text);
  }

  /** Where it may have lines and columns. */
  public static String lines(String text) {
    return replaced(BUT_LAYOUT, text);
  }

  private static String replaced(Pattern which, String text) {
    Matcher found = which.matcher(text);
    return found.find()
        ? found.replaceAll(one -> Matcher.quoteReplacement(visible(one.group().charAt(0))))
        : text;
  }

  private static String visible(char c) {
    return switch (c) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> c < 0x100 ? "\\x%02x".formatted((int) c) : "\\u%04x".formatted((int) c);
    };
  }
}
