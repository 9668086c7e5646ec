package dev.incline.report;

import dev.incline.report.pages.Excerpt;
import dev.incline.report.pages.ReportText;
import dev.incline.statistics.Estimate;
import dev.incline.wording.Listing;
import dev.incline.wording.Phrase;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Runs that differ in nothing but their seed.
 *
 * @param values of the options that the group varies, by name, in the group's order
 * @param runs that finished
 * @param failures of the others
 */
public record Setting(Map<String, String> values, List<Run> runs, List<FailedRun> failures) {
  private static final int FIRST = 10; // of too many names

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

  /** The same in a sentence, which has its own full stop. */
  String name() {
    return title().replaceFirst("\\.$", "");
  }

  boolean isEmpty() {
    return runs.isEmpty();
  }

  List<Run> learnt() {
    return runs.stream().filter(Run::hasLearnt).toList();
  }

  List<Run> unlearnt() {
    return runs.stream().filter(run -> !run.hasLearnt()).toList();
  }

  /** Whether each of its runs finished and learnt. */
  boolean isReliable() {
    return failures.isEmpty() && !runs.isEmpty() && learnt().size() == runs.size();
  }

  /** The runs that its means are over: those that learnt; all where none did. */
  List<Run> counted() {
    return learnt().isEmpty() ? runs : learnt();
  }

  /** Whether its means are of one run. */
  boolean isSingle() {
    return counted().size() == 1;
  }

  boolean isOneLearnt() {
    return learnt().size() == 1;
  }

  /** Those that learnt, from the lowest score to the highest. */
  private List<Run> rising() {
    return learnt().stream().sorted(Comparator.comparingDouble(Run::score)).toList();
  }

  Run lowest() {
    return rising().get(0);
  }

  Run highest() {
    return rising().get(learnt().size() - 1);
  }

  /** Those that did not learn, and what they reached. */
  String reached() {
    return Listing.of(
        unlearnt().stream()
            .map(
                run ->
                    Phrase.of(
                        "seed %d (test accuracy %s)",
                        run.result().seed(), ReportText.decimal(run.testAccuracy())))
            .toList());
  }

  /** Such as {@code diverged in epoch 1 (seeds 42 and 44); diverged in epoch 2 (seed 43)}. */
  String reasons() {
    return bySeed(
        failures,
        run -> run.reason().replaceFirst(" \\(.*|;.*|\\.$", ""), // its file has all of it
        FailedRun::seed);
  }

  /** The single classes that runs take every test row for. */
  String onlyClass() {
    return bySeed(
        runs, run -> classes(run.onlyClass().stream().toList()), run -> run.result().seed());
  }

  /** Such as {@code class 1 (seeds 42 and 44); classes 2 and 3 (seed 43)}. */
  String neverPredicted() {
    return bySeed(
        runs,
        run -> run.onlyClass().isPresent() ? "" : classes(run.neverPredicted()),
        run -> run.result().seed());
  }

  private static String classes(List<String> names) {
    return names.isEmpty() ? "" : (names.size() == 1 ? "class " : "classes ") + some(names);
  }

  /** What is true of some runs, and the seeds of these. */
  private static <T> String bySeed(
      List<T> runs, Function<T, String> what, ToLongFunction<T> seedOf) {
    Map<String, List<String>> seeds = new LinkedHashMap<>();
    for (T run : runs) {
      String seed = Long.toString(seedOf.applyAsLong(run));
      seeds.computeIfAbsent(what.apply(run), none -> new ArrayList<>()).add(seed);
    }
    return seeds.entrySet().stream()
        .filter(each -> !each.getKey().isEmpty())
        .map(each -> withSeeds(each.getKey(), each.getValue()))
        .collect(Collectors.joining("; "));
  }

  private static String withSeeds(String text, List<String> seeds) {
    return "%s (%s %s)".formatted(text, seeds.size() == 1 ? "seed" : "seeds", some(seeds));
  }

  private static String some(List<String> values) {
    return values.size() > FIRST ? Listing.of(values) : ReportText.list(values);
  }

  /** The mean over {@link #counted}; there is at least one run. */
  Estimate over(ToDoubleFunction<Run> value) {
    return Estimate.of(counted().stream().mapToDouble(value).toArray());
  }

  /** What it is compared by: {@link Run#score}. */
  Estimate score() {
    return over(Run::score);
  }

  Estimate testAccuracy() {
    return over(Run::testAccuracy);
  }

  /** The command of one of its runs, without the seed. */
  String command() {
    return counted().get(0).training(false);
  }

  String devices() {
    return Excerpt.list(counted().stream().map(r -> r.result().device()).distinct().toList(), "; ");
  }

  /** What a run takes, on average. */
  String seconds() {
    return ReportText.decimal(over(r -> r.result().seconds()).mean(), 1);
  }

  /** Of the longest run. */
  int epochs() {
    return counted().stream().mapToInt(r -> r.result().epochs()).max().orElse(0);
  }

  /** Whether its runs are all as long. */
  boolean isEven() {
    return counted().stream().allMatch(r -> r.result().epochs() == epochs());
  }

  int started() {
    return runs.size() + failures.size();
  }

  /** Such as {@code 2 of 3}, of the runs that were started. */
  String learntOf() {
    return Phrase.of("%d of %d", learnt().size(), started());
  }
}
