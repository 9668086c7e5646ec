package dev.incline.option;

import java.util.function.Function;
import java.util.function.Predicate;

/**
 * When an option means something.
 *
 * @param other the long name of the option whose value decides it
 * @param holds whether it does, for values of which the other option's counts
 * @param refusal what follows the option's name where it does not
 * @param users values of the other that use it, in words; empty where nothing is said
 */
record Condition(
    String other,
    Predicate<OptionValues> holds,
    Function<OptionValues, String> refusal,
    String users) {
  String refusal(Option<?> option, OptionValues values) {
    return "%s %s".formatted(values.shown(option), this.refusal.apply(values));
  }

  /** Of a value from a file, which is left out. */
  String note(OptionValue<?> given, OptionValues values) {
    return "%s: %s is %s, which --%s %s does not use"
            .formatted(
                given.origin().text(),
                given.option().name(),
                values.text(given.option().name()),
                other,
                values.text(other))
        + (users.isEmpty() ? "" : "; --%s %s does".formatted(other, users));
  }
}
