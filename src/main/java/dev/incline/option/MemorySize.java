package dev.incline.option;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An amount of memory such as {@code 64M}, in bytes. */
final class MemorySize {
  static final String SYNTAX =
      "a whole number of bytes above 0, or one and K, M, G or T, such as 64M or 2G";

  private static final Pattern FORM =
      Pattern.compile("0*([1-9][0-9]{0,5})([KMGT])|0*([1-9][0-9]{0,15})");

  private MemorySize() {}

  /**
   * @throws IllegalArgumentException where the text is not of {@link #SYNTAX}
   */
  static long parse(String text) {
    Matcher matcher = FORM.matcher(text.toUpperCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException(text);
    }
    if (matcher.group(3) != null) {
      return Long.parseLong(matcher.group(3));
    }
    int unit = "KMGT".indexOf(matcher.group(2)) + 1;
    return Long.parseLong(matcher.group(1)) << (10 * unit);
  }
}
