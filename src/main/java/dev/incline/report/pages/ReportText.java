package dev.incline.report.pages;

import dev.incline.option.Option;
import dev.incline.option.OptionTable;
import dev.incline.page.Markup;
import dev.incline.wording.Harmless;
import dev.incline.wording.Numeral;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;

/** Words and numbers as the report writes them. */
public final class ReportText {
  private ReportText() {}

  public static String decimal(double value, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  /** Four decimals: accuracies and losses. */
  public static String decimal(double value) {
    return decimal(value, 4);
  }

  /** As short as it reads. */
  public static String number(double value) {
    return Numeral.of(new BigDecimal(value).round(new MathContext(6)).doubleValue());
  }

  /** A p-value. */
  public static String probability(double p) {
    return p < 0.001 ? "p < 0.001" : "p = " + decimal(p, 3);
  }

  /** {@code a, b and c}. */
  public static String list(List<String> parts) {
    int last = parts.size() - 1;
    return last < 1
        ? String.join("", parts)
        : String.join(", ", parts.subList(0, last)) + " and " + parts.get(last);
  }

  public static String capital(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  /** What people call an option; its name where it has no title. */
  public static String name(String option) {
    return OptionTable.find(option).map(Option::title).orElse(option);
  }

  /** η for lr, λ for l2, else the name. */
  public static String symbol(String option) {
    return OptionTable.find(option).map(Option::symbol).orElse(option);
  }

  /** Text to be typed as it stands. A backtick would end what is set as code. */
  public static String code(String text) {
    String shown = Harmless.of(text);
    return shown.indexOf('`') < 0 ? "`" + shown + "`" : Markup.escape(shown);
  }

  /** Markup without its marks. */
  public static String plain(String markup) {
    return markup.replaceAll("[*`\\\\]", "").replaceAll("[_^]\\{([^}]*)}", "$1");
  }

  /** Words as a file name: learning-rates. */
  public static String fileName(String words) {
    String name = words.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    return name.replaceAll("^-|-$", "");
  }
}
