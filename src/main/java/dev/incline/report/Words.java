package dev.incline.report;

import dev.incline.pdf.Markup;
import java.util.Map;

/** What options are called in text, and the signs that stand for them. */
final class Words {
  private static final Map<String, String> SYMBOLS = Map.of("lr", "η", "l2", "λ");
  private static final Map<String, String> NAMES =
      Map.of(
          "lr", "learning rate η",
          "l2", "L2 strength λ",
          "hidden", "hidden units",
          "batch", "batch size (rows)",
          "epochs", "epochs",
          "init", "initial weights",
          "activation", "activation",
          "model", "model");

  private Words() {}

  /** η for lr, λ for l2, else the name. */
  static String symbol(String option) {
    return SYMBOLS.getOrDefault(option, option);
  }

  /**
   * Text that means nothing as markup; a full stop at its end, which the sentence has, is dropped.
   */
  static String escaped(String text) {
    return Markup.escape(text.replaceAll("\\.$", ""));
  }

  static String name(String option) {
    return NAMES.getOrDefault(option, option);
  }
}
