package dev.incline.wording;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Numbers as other languages write them: with a decimal comma, or with digits of their own. */
public final class Misspelt {
  private Misspelt() {}

  /**
   * What a text that is no number was meant to be.
   *
   * @param whole whether the number has no fraction
   * @return such as {@code 0.1} for {@code 0,1}; null where the text gives no reason to guess
   */
  public static @Nullable String number(String text, boolean whole) {
    StringBuilder plain = new StringBuilder();
    for (int code : text.strip().codePoints().toArray()) {
      int digit = Character.digit(code, 10);
      switch (code) {
        case '\u2212', '\u2013', '\uff0d' -> plain.append('-'); // minus, dash, full-width
        case ',', '\u066b', '\uff0c', '\uff0e' -> plain.append('.'); // commas, full-width stop
        case '_', '\'', '\u2019', ' ', '\u00a0', '\u202f' -> {} // between thousands
        default -> plain.appendCodePoint(digit >= 0 ? '0' + digit : code);
      }
    }
    String meant = plain.toString();
    if (whole && meant.matches("[-+]?\\d{1,3}(\\.\\d{3})+")) {
      meant = meant.replace(".", "");
    }
    String form = whole ? "[-+]?\\d+" : "[-+]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?";
    return meant.matches(form) && !meant.equals(text) ? meant : null;
  }

  /** Such as {@code ". Did you mean 0.1?"}; empty where there is nothing to say. */
  public static String hint(String text, boolean whole) {
    String meant = number(text, whole);
    if (meant == null) {
      return "";
    }
    String sign = text.indexOf(',') < 0 || whole ? "" : " The decimal sign is a point, not a comma";
    return ". Did you mean %s?%s".formatted(meant, sign);
  }

  /**
   * Whether a list of decimals was likely split at decimal commas. It was where a value begins with
   * a needless 0, as in 0,001 and 1,05, and where the values go in pairs of 0 and a whole number,
   * as in 0,5 and 0,1,0,2. A list such as 0,0.001 or 1,5 is a list.
   */
  public static boolean isSplit(List<String> values) {
    boolean zeros = false;
    boolean pairs = values.size() % 2 == 0 && !values.isEmpty();
    for (int i = 0; i < values.size(); i++) {
      String value = values.get(i).strip();
      if (i % 2 == 0) {
        pairs = pairs && value.matches("[-+]?0+");
      } else {
        pairs = pairs && value.matches("\\d+");
      }
      zeros = zeros || (i > 0 && value.matches("0\\d.*") && isWhole(values.get(i - 1)));
    }
    return zeros || pairs;
  }

  private static boolean isWhole(String value) {
    return value.strip().matches("[-+]?\\d+");
  }
}
