package dev.incline.report;

import dev.incline.report.pages.ReportText;
import dev.incline.statistics.Estimate;
import dev.incline.wording.Phrase;
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
  public record FailedRun(String name, long seed, String reason) {}

  /** Such as {@code lr 0.1, λ 0.001}. */
  public String title() {
    return values.isEmpty()
        ? "the only setting"
        : values.entrySet().stream()
            .map(e -> ReportText.symbol(e.getKey()) + " = " + e.getValue())
            .collect(Collectors.joining(", "));
  }

  boolean isEmpty() {
    return runs.isEmpty();
  }

  List<Run> learnt() {
    return runs.stream().filter(Run::hasLearnt).toList();
  }

  /** Whether each of its runs finished and learnt. */
  boolean isReliable() {
    return failures.isEmpty() && !runs.isEmpty() && learnt().size() == runs.size();
  }

  /** The runs that its means are over: those that learnt; all where none did. */
  List<Run> counted() {
    return learnt().isEmpty() ? runs : learnt();
  }

  /** The mean over {@link #counted}; there is at least one run. */
  Estimate over(ToDoubleFunction<Run> value) {
    return Estimate.of(counted().stream().mapToDouble(value).toArray());
  }

  /** What it is compared by: {@link Run#score}. */
  Estimate score() {
    return over(Run::score);
  }

  /** Such as {@code 2 of 3}, of the runs that were started. */
  String learntOf() {
    return Phrase.of("%d of %d", learnt().size(), runs.size() + failures.size());
  }
}
