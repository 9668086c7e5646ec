package dev.incline.report;

import dev.incline.option.OptimizerKind;
import dev.incline.report.pages.Excerpt;
import dev.incline.report.pages.ReportText;
import dev.incline.wording.Listing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The optimizers that runs used, and their numbers. */
record UsedOptimizers(List<Run> runs) {
  /** In a sentence. */
  private static String name(OptimizerKind kind) {
    return switch (kind) {
      case SGD -> "plain stochastic gradient descent";
      case MOMENTUM -> "momentum";
      case NESTEROV -> "Nesterov's momentum";
      case ADAM -> "Adam";
      case ADAMW -> "AdamW";
    };
  }

  String names() {
    return ReportText.list(used().map(UsedOptimizers::name).toList());
  }

  /** The values of an option; where they depend on the optimizer, those of each. */
  String each(String option) {
    Map<String, List<String>> names = new LinkedHashMap<>();
    used()
        .forEach(
            kind ->
                names
                    .computeIfAbsent(values(kind, option), v -> new ArrayList<>())
                    .add(name(kind)));
    return names.size() == 1
        ? names.keySet().iterator().next()
        : ReportText.list(
            names.entrySet().stream()
                .map(e -> "%s (%s)".formatted(e.getKey(), ReportText.list(e.getValue())))
                .toList());
  }

  /** By the word of each: its numbers, or false where no run used it. */
  Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    for (OptimizerKind kind : OptimizerKind.values()) {
      facts.put(kind.toString(), isUsed(kind) ? Map.of("numbers", numbers(kind)) : false);
    }
    return facts;
  }

  private Stream<OptimizerKind> used() {
    return Stream.of(OptimizerKind.values()).filter(this::isUsed);
  }

  private boolean isUsed(OptimizerKind kind) {
    return runs.stream().anyMatch(run -> word(run).equals(kind.toString()));
  }

  /** A run from before there was a choice is one of sgd. */
  private static String word(Run run) {
    String word = run.option("optimizer");
    return word.isEmpty() ? "sgd" : word;
  }

  /** Such as {@code , with μ = 0.9}. */
  private String numbers(OptimizerKind kind) {
    List<String> numbers =
        kind.own().stream()
            .map(option -> ReportText.symbol(option) + " = " + values(kind, option))
            .toList();
    return numbers.isEmpty() ? "" : ", with " + ReportText.list(numbers);
  }

  private String values(OptimizerKind kind, String option) {
    TreeSet<String> values = new TreeSet<>(SettingGroup::compareValues);
    runs.stream()
        .filter(run -> word(run).equals(kind.toString()))
        .forEach(run -> values.add(run.option(option)));
    boolean many = values.size() > Excerpt.LISTED;
    return many ? Listing.of(List.copyOf(values)) : String.join(" or ", values);
  }
}
