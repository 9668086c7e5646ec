package dev.incline.option;

import java.util.function.Predicate;

/**
 * When an option means something.
 *
 * @param other the long name of the option whose value decides it
 * @param holds whether it does, for values of which the other option's counts
 * @param refusal what follows the option's name where it does not; {@code %s} in it is the other's
 *     value
 */
record Condition(String other, Predicate<OptionValues> holds, String refusal) {
  String refusal(Option<?> option, OptionValues values) {
    return "%s %s".formatted(values.shown(option), refusal.replace("%s", values.text(other)));
  }

  /** Of a value from a file, which is left out. */
  String note(OptionValue<?> given, OptionValues values) {
    return "%s: %s is %s, which --%s %s does not use"
        .formatted(
            given.origin().text(),
            given.option().name(),
            values.text(given.option().name()),
            other,
            values.text(other));
  }
}
