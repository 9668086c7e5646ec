package dev.incline.report;

import dev.incline.option.Option;
import dev.incline.option.OptionTable;
import dev.incline.option.Origin;
import dev.incline.report.pages.Excerpt;
import dev.incline.report.pages.ReportText;
import dev.incline.statistics.GridEdge;
import dev.incline.wording.InvalidOptionException;
import dev.incline.wording.Numeral;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a reader must know before using a number of a group: the facts of the resource {@code
 * report/troubles.md}.
 */
final class Troubles {
  private static final int FIRST = 10; // of too many sentences
  private static final double FAR = 0.1; // between accuracies of seeds

  private Troubles() {}

  /** Of each a sentence, unless there are too many to read. */
  record Some<T>(List<T> shown, int further) {
    static <T> Some<T> of(Stream<T> each) {
      List<T> all = each.toList();
      int shown = all.size() <= Excerpt.LISTED ? all.size() : FIRST;
      return new Some<>(all.subList(0, shown), all.size() - shown);
    }
  }

  /** Some classes that a setting knows alone, or does not know. */
  record Blind(Setting setting, String only, String never) {}

  static Map<String, Object> of(SettingGroup group) {
    List<Setting> finished = group.finished();
    List<Setting> some = finished.stream().filter(s -> !s.learnt().isEmpty()).toList();
    List<Setting> none = finished.stream().filter(s -> s.learnt().isEmpty()).toList();
    List<String> edges = edges(group);
    Optional<Setting> best = group.best().filter(Setting::isReliable);
    Map<String, Object> facts = new HashMap<>();
    facts.put("measure", group.measure());
    facts.put("edges", ReportText.list(edges));
    facts.put(
        "untaught",
        Excerpt.list(none.stream().map(Setting::name).toList(), "; ")
            .replaceFirst("^the ", "The "));
    facts.put("alone", none.size() == 1);
    facts.put("chance", none.stream().limit(1).map(s -> chance(s.runs().get(0))).toList());
    facts.put("best", best);
    facts.put(
        "partly",
        Some.of(
            some.stream()
                .filter(s -> !s.unlearnt().isEmpty())
                .map(s -> Map.of("setting", s, "pair", best.flatMap(b -> group.pair(b, s))))));
    facts.put(
        "scattered",
        Some.of(some.stream().filter(s -> s.highest().score() - s.lowest().score() > FAR)));
    facts.put("failed", Some.of(group.settings().stream().filter(s -> !s.failures().isEmpty())));
    facts.put(
        "blind",
        Some.of(
            finished.stream()
                .flatMap(
                    s ->
                        Stream.of(
                            new Blind(s, s.onlyClass(), ""), new Blind(s, "", s.neverPredicted())))
                .filter(b -> !(b.only() + b.never()).isEmpty())));
    return facts;
  }

  /** The level of guessing. */
  private static String chance(Run run) {
    return ReportText.number(1.5 / run.classes());
  }

  /** A best value that ends its row of values may have a better one beyond it. */
  private static List<String> edges(SettingGroup group) {
    return group.best().stream()
        .flatMap(best -> best.values().entrySet().stream())
        .flatMap(value -> edge(group, value.getKey(), value.getValue()).stream())
        .toList();
  }

  private static Optional<String> edge(SettingGroup group, String option, String value) {
    List<Double> tried =
        group.settings().stream()
            .map(s -> SettingGroup.number(s.values().getOrDefault(option, "")))
            .toList();
    return tried.stream().anyMatch(v -> v.isNaN())
        ? Optional.empty()
        : GridEdge.of(SettingGroup.number(value), tried).map(edge -> edge(option, value, edge));
  }

  private static String edge(String option, String value, GridEdge edge) {
    String next =
        edge.next().stream()
            .flatMap(number -> legal(option, number).stream())
            .distinct()
            .collect(Collectors.joining(","));
    return "**%s = %s** is the %s value%s"
        .formatted(
            ReportText.symbol(option),
            value,
            edge.largest() ? "largest" : "smallest",
            next.isEmpty() ? "" : " (try `--%s %s`)".formatted(option, next));
  }

  /** The number as the option takes it, a whole one if need be; empty where it takes none. */
  private static Optional<String> legal(String name, double number) {
    return Stream.of(Numeral.of(number), Numeral.of(Math.rint(number)))
        .filter(text -> OptionTable.find(name).filter(option -> takes(option, text)).isPresent())
        .findFirst();
  }

  private static boolean takes(Option<?> option, String text) {
    try {
      return option.read(text, Origin.FLAG).option().equals(option);
    } catch (InvalidOptionException e) {
      return false; // the option ends here
    }
  }
}
