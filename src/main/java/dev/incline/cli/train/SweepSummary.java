package dev.incline.cli.train;

import dev.incline.experiment.Configuration;
import dev.incline.experiment.StoredSweep;
import dev.incline.sweep.Sweep;
import dev.incline.sweep.SweepObserver;
import dev.incline.sweep.SweepObserver.Result;
import dev.incline.wording.Listing;
import dev.incline.wording.Numeral;
import dev.incline.wording.Phrase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a sweep came to. */
final class SweepSummary {
  private SweepSummary() {}

  /** A table per group, a line per setting with means over its seeds; each line ended. */
  static String of(Sweep sweep, Sweep.Outcome outcome) {
    Map<String, SweepObserver.RunEnd> outcomes = outcome.ends();
    StringBuilder text = new StringBuilder();
    for (StoredSweep.StoredGroup group : sweep.plan().groups()) {
      line(text, "%s", group.title());
      Map<String, List<SweepObserver.RunEnd>> settings = new LinkedHashMap<>();
      for (String run : group.runs()) {
        SweepObserver.RunEnd end = outcomes.get(run);
        if (end != null) {
          settings
              .computeIfAbsent(label(group, sweep.runs().get(run)), any -> new ArrayList<>())
              .add(end);
        }
      }
      int width = settings.keySet().stream().mapToInt(String::length).max().orElse(0);
      String row = "  %-" + Math.max(36, width) + "s %s";
      settings.forEach((label, runs) -> line(text, row, label, means(runs)));
    }
    line(
        text,
        "%s: %d finished, %d diverged, %d failed; %d of them were there before",
        Numeral.count(outcomes.size(), "run"),
        count(outcomes, end -> end.result() != null),
        count(outcomes, SweepObserver.RunEnd::isDiverged),
        count(outcomes, SweepObserver.RunEnd::isFailed),
        count(outcomes, SweepObserver.RunEnd::isKept));
    List<String> elsewhere =
        outcomes.entrySet().stream()
            .filter(end -> end.getValue().isOfAnother())
            .map(Map.Entry::getKey)
            .toList();
    if (!elsewhere.isEmpty()) {
      line(text, "trained by other processes meanwhile: %s", Listing.of(elsewhere));
    }
    List<String> open =
        sweep.runs().keySet().stream()
            .filter(run -> !outcomes.containsKey(run))
            .map(run -> run + " (" + outcome.others().getOrDefault(run, "nobody is at it") + ")")
            .toList();
    if (!open.isEmpty()) {
      line(text, "not over: %s", Listing.of(open));
    }
    line(text, "saved in %s", sweep.folder());
    return text.toString();
  }

  private static String label(
      StoredSweep.StoredGroup group, @Nullable Configuration configuration) {
    if (configuration == null || group.varied().isEmpty()) {
      return "all seeds";
    }
    return group.varied().stream()
        .map(name -> name + " " + Numeral.value(configuration.options().getOrDefault(name, "-")))
        .collect(Collectors.joining(", "));
  }

  private static String means(List<SweepObserver.RunEnd> runs) {
    List<Result> results = new ArrayList<>();
    for (SweepObserver.RunEnd run : runs) {
      if (run.result() != null) {
        results.add(run.result());
      }
    }
    long diverged = runs.stream().filter(SweepObserver.RunEnd::isDiverged).count();
    long failed = runs.stream().filter(SweepObserver.RunEnd::isFailed).count();
    String seeds = Numeral.count(results.size(), "seed");
    return (results.isEmpty()
            ? ""
            : String.format(
                Locale.ROOT,
                "val acc %.4f  test acc %.4f  (%s)",
                mean(results, run -> run.validationAccuracy()),
                mean(results, run -> run.testAccuracy()),
                seeds))
        + (diverged > 0 ? Phrase.of("  %d diverged", diverged) : "")
        + (failed > 0 ? Phrase.of("  %d FAILED", failed) : "");
  }

  private static double mean(List<Result> results, ToDoubleFunction<Result> value) {
    return results.stream().mapToDouble(value).average().orElse(Double.NaN);
  }

  private static long count(
      Map<String, SweepObserver.RunEnd> outcomes, Predicate<SweepObserver.RunEnd> what) {
    return outcomes.values().stream().filter(what).count();
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
  }

  /** For scripts: each run's state, and its accuracies where it finished. */
  static Map<String, Object> document(Sweep sweep, Sweep.Outcome outcome) {
    List<Map<String, Object>> runs = new ArrayList<>();
    outcome
        .ends()
        .forEach(
            (name, end) -> {
              Map<String, Object> run = new LinkedHashMap<>();
              run.put("run", name);
              Result result = end.result();
              run.put(
                  "state", result != null ? "finished" : end.isDiverged() ? "diverged" : "failed");
              run.put("kept", end.isKept());
              run.put("elsewhere", end.isOfAnother());
              if (result != null) {
                run.put("validationAccuracy", result.validationAccuracy());
                run.put("testAccuracy", result.testAccuracy());
                run.put("weightsSha256", result.weightsSha256());
              } else if (end.failure() != null) {
                run.put("message", end.failure().message());
              }
              runs.add(run);
            });
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("title", sweep.plan().title());
    document.put("out", sweep.folder().toString());
    document.put("groups", sweep.plan().groups());
    document.put("runs", runs);
    return document;
  }
}
