package dev.incline.report;

import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Runs that differ in nothing but their seed.
 *
 * @param values of the options that the group varies, by name, in the group's order
 * @param runs that finished
 * @param failures of the others
 */
public record Setting(Map<String, String> values, List<Run> runs, List<FailedRun> failures) {
  /** A run that did not finish, and why. */
  public record FailedRun(String name, String reason) {}

  /** Such as {@code lr 0.1, λ 0.001}. */
  public String title() {
    return values.isEmpty()
        ? "this setting"
        : values.entrySet().stream()
            .map(e -> ReportText.symbol(e.getKey()) + " = " + e.getValue())
            .collect(Collectors.joining(", "));
  }

  boolean isEmpty() {
    return runs.isEmpty();
  }

  /** The mean over the finished runs; there is at least one. */
  Estimate over(ToDoubleFunction<Run> value) {
    return Estimate.of(runs.stream().mapToDouble(value).toArray());
  }

  /** What it is compared by: {@link Run#score}. */
  Estimate score() {
    return over(Run::score);
  }

  /** Whether no run of it learnt. */
  boolean isAtChance() {
    return !runs.isEmpty() && runs.stream().allMatch(Run::isAtChance);
  }
}
