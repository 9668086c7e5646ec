package dev.incline.wording;

/**
 * Text of foreign files and drivers as a terminal may have it: what would move the cursor, change
 * colours, turn the direction of writing or forge a line becomes visible, as {@code \x1b}.
 */
public final class Harmless {
  private Harmless() {}

  /** On one line. */
  public static String of(String text) {
    return replaced(text, false);
  }

  /** Where it may have lines and columns. */
  public static String lines(String text) {
    return replaced(text, true);
  }

  private static String replaced(String text, boolean lines) {
    StringBuilder harmless = null; // most text has nothing to replace
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean replace = isControl(c) && !(lines && isLayout(c));
      if (replace && harmless == null) {
        harmless = new StringBuilder(text.substring(0, i));
      }
      if (harmless != null) {
        harmless.append(replace ? visible(c) : String.valueOf(c));
      }
    }
    return harmless == null ? text : harmless.toString();
  }

  private static boolean isLayout(char c) {
    return c == '\n' || c == '\r' || c == '\t';
  }

  /** Of ISO 6429, C0 and C1, and Unicode's marks of direction and of lines. */
  private static boolean isControl(char c) {
    return c < 0x20
        || (c >= 0x7f && c < 0xa0)
        || (c >= 0x2028 && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069)
        || c == 0x200e
        || c == 0x200f
        || c == 0x061c;
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
