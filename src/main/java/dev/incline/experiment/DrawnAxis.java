package dev.incline.experiment;

import dev.incline.data.Permutation;
import dev.incline.option.Kind.Form;
import dev.incline.option.Option;
import dev.incline.option.OptionValue;
import dev.incline.option.Origin;
import dev.incline.wording.InvalidOptionException;
import dev.incline.wording.Numeral;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An axis whose values are drawn: {@code uniform(a, b)}, {@code log-uniform(a, b)} or {@code
 * choice(a, b, c)}. A value follows from the seed, the option and the number of the sample alone:
 * more samples leave the first ones as they are.
 *
 * @param law uniform, log-uniform or choice
 * @param values the two ends, both included, or what there is to choose from
 */
record DrawnAxis(Option<?> option, String law, List<OptionValue<?>> values, Origin origin) {
  private static final Pattern TEXT = Pattern.compile("(uniform|log-uniform|choice) *\\((.*)\\)");
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  /** Of a number that is no whole one: so it can be typed, and a folder named after it. */
  private static final MathContext DIGITS = new MathContext(4);

  /**
   * Reads an axis; empty where its text is a plain value.
   *
   * @throws InvalidOptionException naming file, key and line of a range that is none
   */
  static Optional<DrawnAxis> of(Option<?> option, String text, Origin origin) {
    Matcher match = TEXT.matcher(text.strip());
    if (!match.matches()) {
      return Optional.empty();
    }
    List<OptionValue<?>> values = new ArrayList<>();
    for (String each : match.group(2).split(",", -1)) {
      values.add(option.read(each.strip(), origin));
    }
    DrawnAxis axis = new DrawnAxis(option, match.group(1), List.copyOf(values), origin);
    if (!axis.law.equals("choice")) {
      axis.requireRange(text);
    }
    return Optional.of(axis);
  }

  private void requireRange(String text) {
    boolean two = values.size() == 2;
    if (!two || Double.isNaN(end(0)) || Double.isNaN(end(1)) || end(0) >= end(1)) {
      throw origin.refusal(
          option.name(),
          ": %s must be %s(a, b) with two numbers, a below b".formatted(text.strip(), law));
    } else if (law.equals("log-uniform") && end(0) <= 0) {
      throw origin.refusal(
          option.name(), ": %s must begin above 0, as logarithms do".formatted(text.strip()));
    }
  }

  /** NaN where it is no number. */
  private double end(int which) {
    List<String> words = values.get(which).words();
    try {
      return Double.parseDouble(words.get(words.size() - 1));
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /** Any value of it, the same each time. */
  OptionValue<?> first() {
    return values.get(0);
  }

  /**
   * A value.
   *
   * @param number of the sample, from 0
   */
  OptionValue<?> sample(long seed, int number) {
    double u = uniform(seed, number);
    if (law.equals("choice")) {
      return values.get((int) (u * values.size()));
    }
    boolean whole =
        option.kind().form() == Form.WHOLE || option.kind().legal().contains("whole number");
    double low = end(0);
    double high = end(1);
    double beyond = whole ? high + 1 : high; // a whole number stands for all up to the next
    double value =
        law.equals("uniform")
            ? low + u * (beyond - low)
            : StrictMath.exp(
                StrictMath.log(low) + u * (StrictMath.log(beyond) - StrictMath.log(low)));
    double rounded = whole ? Math.floor(value) : new BigDecimal(value, DIGITS).doubleValue();
    return option.read(Numeral.of(Math.min(high, Math.max(low, rounded))), origin);
  }

  /** From 0 to below 1, by SplitMix64 of seed, sample and option. */
  private double uniform(long seed, int number) {
    long sample = Permutation.mix(Permutation.mix(seed) + (number + 1) * GOLDEN);
    return (Permutation.mix(sample + option.name().hashCode() * GOLDEN) >>> 11) * 0x1p-53;
  }
}
