package dev.incline.option;

import dev.incline.wording.Numeral;

/** A text or a value that an option does not take. */
public final class Refusal extends IllegalArgumentException {
  /**
   * @param problem what follows the option's name, such as {@code " must be a number"}
   */
  Refusal(String problem) {
    super(problem);
  }

  /** Of a text that cannot be read; {@code hint} says what was likely meant. */
  static Refusal text(String legal, String text, String hint) {
    return new Refusal(" must be %s, not '%s'%s".formatted(legal, text, hint));
  }

  /** Of a value out of its range. */
  static Refusal value(String legal, Object value) {
    return new Refusal(" must be %s, not %s".formatted(legal, Numeral.value(value)));
  }

  String problem() {
    return String.valueOf(getMessage());
  }
}
