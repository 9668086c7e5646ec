package dev.incline.report;

import dev.incline.option.Option;
import dev.incline.option.OptionTable;
import dev.incline.option.Origin;
import dev.incline.report.pages.Excerpt;
import dev.incline.report.pages.ReportText;
import dev.incline.statistics.GridEdge;
import dev.incline.wording.InvalidOptionException;
import dev.incline.wording.Listing;
import dev.incline.wording.Numeral;
import dev.incline.wording.Phrase;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** What a reader must know before using a number of a group, in sentences (markup). */
record Troubles(SettingGroup group, List<Setting> ranked) {
  private static final int FIRST = 10; // of too many sentences
  private static final double FAR = 0.1; // between accuracies of seeds

  static List<String> of(SettingGroup group) {
    Troubles troubles = new Troubles(group, group.ranked());
    List<String> sentences = new ArrayList<>();
    troubles.edges(sentences);
    troubles.untaught(sentences);
    troubles.someUntaught(sentences);
    troubles.spread(sentences);
    troubles.failures(sentences);
    troubles.classes(sentences);
    return sentences;
  }

  /** A best value that ends its row of values may have a better one beyond it. */
  private void edges(List<String> sentences) {
    if (ranked.isEmpty() || ranked.get(0).learnt().isEmpty()) {
      return;
    }
    List<String> edges = new ArrayList<>();
    for (Map.Entry<String, String> value : ranked.get(0).values().entrySet()) {
      List<Double> tried = new ArrayList<>();
      for (Setting setting : group.settings()) {
        tried.add(SettingGroup.number(setting.values().getOrDefault(value.getKey(), "")));
      }
      if (tried.stream().noneMatch(v -> v.isNaN())) {
        GridEdge.of(SettingGroup.number(value.getValue()), tried)
            .ifPresent(edge -> edges.add(edge(value.getKey(), value.getValue(), edge)));
      }
    }
    if (!edges.isEmpty()) {
      sentences.add(
          "The best setting is at the edge of what was tried, and a better one may lie beyond: %s."
              .formatted(ReportText.list(edges)));
    }
  }

  private static String edge(String option, String value, GridEdge edge) {
    List<String> next =
        edge.next().stream().flatMap(number -> legal(option, number).stream()).distinct().toList();
    return "**%s = %s** is the %s value%s"
        .formatted(
            ReportText.escaped(ReportText.symbol(option)),
            ReportText.escaped(value),
            edge.largest() ? "largest" : "smallest",
            next.isEmpty() ? "" : " (try `--%s %s`)".formatted(option, String.join(",", next)));
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

  private void untaught(List<String> sentences) {
    List<String> untaught =
        group.finished().stream()
            .filter(s -> s.learnt().isEmpty())
            .map(s -> ReportText.escaped(s.title()))
            .toList();
    if (!untaught.isEmpty()) {
      sentences.add(
          "**%s** learn: each run of %s is at the level of guessing (a test accuracy below %s, 1.5 / number of classes) or takes every test row for one class."
              .formatted(
                  Excerpt.list(untaught, "; ").replaceFirst("^the ", "The ")
                      + (untaught.size() == 1 ? " does not" : " do not"),
                  untaught.size() == 1 ? "it" : "these",
                  ReportText.number(1.5 / group.runs().findFirst().orElseThrow().classes())));
    }
  }

  private void someUntaught(List<String> sentences) {
    List<String> some = new ArrayList<>();
    for (Setting setting : group.finished()) {
      List<Run> learnt = setting.learnt();
      if (!learnt.isEmpty() && learnt.size() < setting.runs().size()) {
        List<Run> others = setting.runs().stream().filter(r -> !r.hasLearnt()).toList();
        some.add(
            "With %s, %s did not learn: %s. %s"
                .formatted(
                    Findings.bold(setting),
                    Phrase.of(
                        "%d of %s", others.size(), Numeral.count(setting.runs().size(), "run")),
                    Listing.of(others.stream().map(Troubles::reached).toList()),
                    rest(setting)));
      }
    }
    addSome(sentences, some, "some runs did not learn");
  }

  private static String reached(Run run) {
    return Phrase.of(
        "seed %d (test accuracy %s)", run.result().seed(), ReportText.decimal(run.testAccuracy()));
  }

  /** What the runs that learnt reach, and how that compares with the best setting. */
  private String rest(Setting setting) {
    String mean =
        "The %s that learnt %s a %s of %s"
            .formatted(
                setting.learnt().size() == 1 ? "one" : Phrase.of("%d", setting.learnt().size()),
                setting.learnt().size() == 1 ? "has" : "have",
                group.measure(),
                setting.score().text());
    Setting best = ranked.get(0);
    int place = group.tested().indexOf(setting);
    if (!best.isReliable()) {
      return mean + ".";
    }
    String compared =
        group.comparisons().stream()
            .filter(c -> c.first() == 0 && c.second() == place)
            .findFirst()
            .map(
                c ->
                    "%s from %s (%s)"
                        .formatted(
                            c.isShown() ? ", which differs" : "; no difference is shown",
                            ReportText.escaped(best.title()),
                            ReportText.probability(c.corrected())))
            .orElse("");
    return "%s%s. A setting that does not always learn is not as good as one that does."
        .formatted(mean, compared);
  }

  /** Where runs that learnt are far apart, a mean tells little of a single run. */
  private void spread(List<String> sentences) {
    List<String> wide = new ArrayList<>();
    for (Setting setting : group.finished()) {
      List<Run> rising =
          setting.learnt().stream().sorted(Comparator.comparingDouble(Run::score)).toList();
      Run first = rising.isEmpty() ? null : rising.get(0);
      Run last = rising.isEmpty() ? null : rising.get(rising.size() - 1);
      if (first != null && last != null && last.score() - first.score() > FAR) {
        wide.add(
            Phrase.of(
                "With %s, the seeds are far apart: the %s is from %s (seed %d) to %s (seed %d).",
                Findings.bold(setting),
                group.measure(),
                ReportText.decimal(first.score()),
                first.result().seed(),
                ReportText.decimal(last.score()),
                last.result().seed()));
      }
    }
    addSome(sentences, wide, "seeds are far apart");
  }

  private void failures(List<String> sentences) {
    List<String> failed = new ArrayList<>();
    for (Setting setting : group.settings()) {
      if (!setting.failures().isEmpty()) {
        int all = setting.failures().size() + setting.runs().size();
        failed.add(
            Phrase.of(
                "With %s, **%d of %s failed**: %s.",
                Findings.bold(setting),
                setting.failures().size(),
                Numeral.count(all, "run"),
                reasons(setting)));
      }
    }
    addSome(sentences, failed, "runs failed");
  }

  /** Such as {@code diverged in epoch 1 (seeds 42 and 44); diverged in epoch 2 (seed 43)}. */
  private static String reasons(Setting setting) {
    Map<String, List<String>> seeds = new LinkedHashMap<>();
    for (Setting.FailedRun run : setting.failures()) {
      String reason = run.reason().replaceFirst(" \\(.*|;.*|\\.$", ""); // its file has all of it
      seeds.computeIfAbsent(reason, none -> new ArrayList<>()).add(Long.toString(run.seed()));
    }
    return withSeeds(seeds);
  }

  /** Which classes a setting does not know, and which single one it knows. */
  private void classes(List<String> sentences) {
    List<String> blind = new ArrayList<>();
    for (Setting setting : group.finished()) {
      String only = bySeed(setting, run -> run.onlyClass().stream().toList());
      String never =
          bySeed(setting, run -> run.onlyClass().isPresent() ? List.of() : run.neverPredicted());
      if (!only.isEmpty()) {
        blind.add(
            "With %s, one class for every test row: %s.".formatted(Findings.bold(setting), only));
      }
      if (!never.isEmpty()) {
        blind.add("With %s, never predicted: %s.".formatted(Findings.bold(setting), never));
      }
    }
    addSome(sentences, blind, "classes are never predicted");
  }

  /** Such as {@code class 1 (seeds 42 and 44); classes 2 and 3 (seed 43)}. */
  private static String bySeed(Setting setting, Function<Run, List<String>> classes) {
    Map<String, List<String>> seeds = new LinkedHashMap<>();
    for (Run run : setting.runs()) {
      List<String> names = classes.apply(run);
      if (!names.isEmpty()) {
        String text = (names.size() == 1 ? "class " : "classes ") + some(names);
        String seed = Long.toString(run.result().seed());
        seeds.computeIfAbsent(text, none -> new ArrayList<>()).add(seed);
      }
    }
    return withSeeds(seeds);
  }

  private static String withSeeds(Map<String, List<String>> seeds) {
    List<String> each = new ArrayList<>();
    seeds.forEach(
        (text, of) ->
            each.add(
                "%s (%s %s)"
                    .formatted(
                        ReportText.escaped(text), of.size() == 1 ? "seed" : "seeds", some(of))));
    return String.join("; ", each);
  }

  private static String some(List<String> values) {
    return values.size() > FIRST ? Listing.of(values) : ReportText.list(values);
  }

  /** A sentence a setting, unless there are too many to read. */
  private static void addSome(List<String> sentences, List<String> more, String what) {
    boolean all = more.size() <= Excerpt.LISTED;
    sentences.addAll(all ? more : more.subList(0, FIRST));
    if (!all) {
      sentences.add(Phrase.of("With %,d further settings, %s.", more.size() - FIRST, what));
    }
  }
}
