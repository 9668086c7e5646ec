package dev.incline.report;

import dev.incline.option.Option;
import dev.incline.option.OptionTable;
import dev.incline.pdf.Markup;

/** What options are called in text, and the signs that stand for them. */
final class Words {
  private Words() {}

  /** η for lr, λ for l2, else the name. */
  static String symbol(String option) {
    return OptionTable.find(option).map(Option::symbol).orElse(option);
  }

  /**
   * Text that means nothing as markup; a full stop at its end, which the sentence has, is dropped.
   */
  static String escaped(String text) {
    return Markup.escape(text.replaceAll("\\.$", ""));
  }

  static String name(String option) {
    return OptionTable.find(option).map(Option::title).orElse(option);
  }
}
