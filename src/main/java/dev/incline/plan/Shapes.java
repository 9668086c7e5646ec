package dev.incline.plan;

import java.util.Locale;

/** What an op requires of its slots. */
final class Shapes {
  private Shapes() {}

  /**
   * Throws {@link IllegalArgumentException} with the message about the slots unless the condition
   * holds.
   */
  static void require(boolean condition, String message, Object... slots) {
    if (!condition) {
      throw new IllegalArgumentException(String.format(Locale.ROOT, message, slots));
    }
  }
}
