package dev.incline.report;

import dev.incline.wording.Numeral;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;

/** Words and numbers as the report writes them. */
final class Text {
  private Text() {}

  static String decimal(double value, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  /** Four decimals: accuracies and losses. */
  static String decimal(double value) {
    return decimal(value, 4);
  }

  /** As short as it reads. */
  static String number(double value) {
    return Numeral.of(new BigDecimal(value).round(new MathContext(6)).doubleValue());
  }

  /** An option's value: a number with all its digits, a list without brackets. */
  static String value(Object value) {
    return Numeral.value(value);
  }

  /** A p-value. */
  static String probability(double p) {
    return p < 0.001 ? "p < 0.001" : "p = " + decimal(p, 3);
  }

  /** {@code a, b and c}. */
  static String list(List<String> parts) {
    int last = parts.size() - 1;
    return last < 1
        ? String.join("", parts)
        : String.join(", ", parts.subList(0, last)) + " and " + parts.get(last);
  }

  /** {@code 1 run}, {@code 2 runs}. */
  static String count(int n, String noun) {
    return Numeral.count(n, noun);
  }

  /** Markup without its marks. */
  static String plain(String markup) {
    return markup.replaceAll("[*`\\\\]", "").replaceAll("[_^]\\{([^}]*)}", "$1");
  }

  /** Words as a file name: learning-rates. */
  static String fileName(String words) {
    String name = words.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    return name.replaceAll("^-|-$", "");
  }
}
