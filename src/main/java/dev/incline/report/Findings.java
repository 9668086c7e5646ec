package dev.incline.report;

import dev.incline.option.Option;
import dev.incline.option.OptionTable;
import dev.incline.option.Origin;
import dev.incline.statistics.Comparison;
import dev.incline.statistics.Estimate;
import dev.incline.statistics.GridEdge;
import dev.incline.statistics.Power;
import dev.incline.wording.InvalidOptionException;
import dev.incline.wording.Listing;
import dev.incline.wording.Numeral;
import dev.incline.wording.Phrase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** What the numbers of a group say, in sentences (markup). */
record Findings(SettingGroup group, List<Setting> ranked, List<Comparison> comparisons) {
  /** So many settings make pairs that can still be listed. */
  private static final int PAIRABLE = 6;

  private static final int FIRST = 10; // of too many sentences
  private static final int FEW = 5; // seeds
  private static final double GAP = 0.02; // that is worth a sentence

  private static Findings in(SettingGroup group) {
    return new Findings(group, group.ranked(), group.comparisons());
  }

  static List<String> of(SettingGroup group) {
    Findings findings = in(group);
    List<String> sentences = new ArrayList<>();
    if (!findings.ranked.isEmpty()) {
      findings.extremes(sentences);
      findings.pairs(sentences);
      findings.gap(sentences);
    }
    sentences.addAll(troubles(group));
    return sentences;
  }

  /** What a reader must know before using a number of the group. */
  static List<String> troubles(SettingGroup group) {
    Findings findings = in(group);
    List<String> sentences = new ArrayList<>();
    findings.edges(sentences);
    findings.untaught(sentences);
    findings.someUntaught(sentences);
    findings.failures(sentences);
    findings.classes(sentences);
    return sentences;
  }

  private void extremes(List<String> sentences) {
    Setting best = ranked.get(0);
    if (best.learnt().isEmpty()) {
      return;
    }
    String seeds = Numeral.count(best.counted().size(), "seed");
    if (ranked.size() == 1) {
      sentences.add(
          "Over %s the %s is %s and the test accuracy %s."
              .formatted(
                  seeds,
                  group.measure(),
                  best.score().text(),
                  best.over(Run::testAccuracy).text()));
      return;
    }
    Setting worst = ranked.get(ranked.size() - 1);
    sentences.add(
        "Best by %s: %s, with %s over %s, and %s on test. Worst: %s, with %s."
            .formatted(
                group.measure(),
                bold(best),
                best.score().text(),
                seeds,
                best.over(Run::testAccuracy).text(),
                bold(worst),
                worst.score().text()));
  }

  /** Only settings whose runs all learnt are said to be as good as another, or not. */
  private void pairs(List<String> sentences) {
    List<Setting> reliable = ranked.stream().filter(Setting::isReliable).toList();
    if (reliable.size() < 2) {
      return;
    }
    if (reliable.size() > SettingGroup.TESTED) {
      sentences.add(
          Phrase.of(
              "More than %d settings are too many to test differences between them.",
              SettingGroup.TESTED));
      return;
    }
    if (reliable.stream().anyMatch(s -> s.runs().size() < 2)) {
      sentences.add(
          "One seed says nothing of the spread between seeds: where a setting has one, its difference from another may be chance. Three are a start (`--repeats 3`).");
    }
    List<Setting> tested = group.tested();
    List<Comparison> pairs =
        comparisons.stream()
            .filter(c -> tested.get(c.first()).isReliable() && tested.get(c.second()).isReliable())
            .filter(c -> reliable.size() <= PAIRABLE || c.first() == 0)
            .toList();
    List<Comparison> open = pairs.stream().filter(c -> !c.isShown()).toList();
    String test = "Welch's test" + (comparisons.size() > 1 ? ", p after Holm's correction" : "");
    if (!pairs.isEmpty() && open.isEmpty()) {
      sentences.add(
          pairs.size() == 1
              ? "The two %s differ (%s; %s)."
                  .formatted(accuracies(), ReportText.probability(pairs.get(0).corrected()), test)
              : "The %s of %s differ (p < 0.05; %s)."
                  .formatted(
                      accuracies(),
                      reliable.size() > PAIRABLE
                          ? "the best setting and of every other"
                          : "every two settings",
                      test));
    } else if (!open.isEmpty()) {
      List<String> each = open.stream().map(c -> pair(tested, c)).toList();
      sentences.add(
          "No difference in %s is shown between %s (%s). That does not show that they are equal.%s"
              .formatted(
                  group.measure(),
                  Excerpt.list(each, "; "),
                  test,
                  open.size() == pairs.size() ? "" : others(pairs.size() - open.size())));
      seeds(sentences, tested.get(open.get(0).first()), tested.get(open.get(0).second()));
    }
  }

  private String accuracies() {
    return group.measure().replace("accuracy", "accuracies");
  }

  private static String others(int pairs) {
    return pairs == 1
        ? " The other pair differs (p < 0.05)."
        : Phrase.of(" The other %d pairs differ (p < 0.05).", pairs);
  }

  private static String pair(List<Setting> tested, Comparison pair) {
    Setting first = tested.get(pair.first());
    Setting second = tested.get(pair.second());
    return "%s and %s (by %s, %s)"
        .formatted(
            ReportText.escaped(first.title()),
            ReportText.escaped(second.title()),
            ReportText.decimal(Math.abs(first.score().mean() - second.score().mean())),
            ReportText.probability(pair.corrected()));
  }

  /** How many seeds the difference takes that was not shown. */
  private void seeds(List<String> sentences, Setting first, Setting second) {
    Estimate a = first.score();
    Estimate b = second.score();
    if (a.mean() == b.mean() || a.deviation() + b.deviation() == 0) {
      return;
    }
    int n = Math.max(a.n(), b.n());
    OptionalInt needed = Power.runs(a, b, comparisons.size());
    sentences.add(
        "%s a difference as large as that between %s and %s takes %s of each. This is an estimate: a power of 80 %% at p < 0.05%s, if the observed difference and deviations are the true ones."
            .formatted(
                n <= FEW ? Numeral.count(n, "seed") + " tell little apart: to show" : "To show",
                ReportText.escaped(first.title()),
                ReportText.escaped(second.title()),
                needed.isPresent()
                    ? Phrase.of("about %d seeds", needed.getAsInt())
                    : Phrase.of("more than %,d seeds", Power.MOST),
                comparisons.size() > 1 ? " after correction" : ""));
  }

  /** The training accuracy is the running one, which lags: the gap is not too large. */
  private void gap(List<String> sentences) {
    Setting best = ranked.get(0);
    Estimate gap = best.over(Run::gap);
    if (gap.mean() > GAP) {
      sentences.add(
          "%s the training accuracy is %s above the validation accuracy: the network fits the training rows better than new ones."
              .formatted(ranked.size() == 1 ? "On average" : "At the best setting", gap.text()));
    }
  }

  /** A best value that ends its row of values may have a better one beyond it. */
  private void edges(List<String> sentences) {
    if (ranked.isEmpty() || ranked.get(0).learnt().isEmpty()) {
      return;
    }
    for (Map.Entry<String, String> value : ranked.get(0).values().entrySet()) {
      List<Double> tried = new ArrayList<>();
      for (Setting setting : group.settings()) {
        tried.add(SettingGroup.number(setting.values().getOrDefault(value.getKey(), "")));
      }
      if (tried.stream().noneMatch(v -> v.isNaN())) {
        GridEdge.of(SettingGroup.number(value.getValue()), tried)
            .ifPresent(edge -> sentences.add(edge(value.getKey(), value.getValue(), edge)));
      }
    }
  }

  private static String edge(String option, String value, GridEdge edge) {
    List<String> next =
        edge.next().stream().flatMap(number -> legal(option, number).stream()).distinct().toList();
    return "The best setting is at the edge of what was tried: **%s = %s** is the %s value. A better one may lie beyond%s."
        .formatted(
            ReportText.escaped(ReportText.symbol(option)),
            ReportText.escaped(value),
            edge.largest() ? "largest" : "smallest",
            next.isEmpty() ? "" : ": try `--%s %s`".formatted(option, String.join(",", next)));
  }

  /** The number as the option takes it, a whole one if need be. */
  private static Optional<String> legal(String name, double number) {
    for (String text : List.of(Numeral.of(number), Numeral.of(Math.rint(number)))) {
      try {
        Option<?> option = OptionTable.find(name).orElseThrow();
        return Optional.of(option.read(text, Origin.FLAG).option().name()).map(any -> text);
      } catch (InvalidOptionException | NoSuchElementException e) {
        continue; // the option ends here, or is none of this program
      }
    }
    return Optional.empty();
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
                  Excerpt.list(untaught, "; ") + (untaught.size() == 1 ? " does not" : " do not"),
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
                    bold(setting),
                    Phrase.of(
                        "%d of %s", others.size(), Numeral.count(setting.runs().size(), "run")),
                    Listing.of(others.stream().map(Findings::reached).toList()),
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
        comparisons.stream()
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

  private void failures(List<String> sentences) {
    List<String> failed = new ArrayList<>();
    for (Setting setting : group.settings()) {
      if (!setting.failures().isEmpty()) {
        int all = setting.failures().size() + setting.runs().size();
        failed.add(
            Phrase.of(
                "With %s, **%d of %s failed**: %s.",
                bold(setting),
                setting.failures().size(),
                Numeral.count(all, "run"),
                ReportText.escaped(setting.failures().get(0).reason())));
      }
    }
    addSome(sentences, failed, "runs failed");
  }

  /** Which classes a setting does not know, and which single one it knows. */
  private void classes(List<String> sentences) {
    List<String> blind = new ArrayList<>();
    for (Setting setting : group.finished()) {
      String only = bySeed(setting, run -> run.onlyClass().stream().toList());
      String never =
          bySeed(setting, run -> run.onlyClass().isPresent() ? List.of() : run.neverPredicted());
      if (!only.isEmpty()) {
        blind.add("With %s, one class for every test row: %s.".formatted(bold(setting), only));
      }
      if (!never.isEmpty()) {
        blind.add("With %s, never predicted: %s.".formatted(bold(setting), never));
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
        String text = (names.size() == 1 ? "class " : "classes ") + ReportText.list(names);
        String seed = Long.toString(run.result().seed());
        seeds.computeIfAbsent(text, none -> new ArrayList<>()).add(seed);
      }
    }
    List<String> each = new ArrayList<>();
    seeds.forEach(
        (text, of) ->
            each.add(
                "%s (%s %s)"
                    .formatted(
                        ReportText.escaped(text),
                        of.size() == 1 ? "seed" : "seeds",
                        of.size() > FIRST ? Listing.of(of) : ReportText.list(of))));
    return String.join("; ", each);
  }

  /** A sentence a setting, unless there are too many to read. */
  private static void addSome(List<String> sentences, List<String> more, String what) {
    boolean all = more.size() <= Excerpt.LISTED;
    sentences.addAll(all ? more : more.subList(0, FIRST));
    if (!all) {
      sentences.add(Phrase.of("With %,d further settings, %s.", more.size() - FIRST, what));
    }
  }

  private static String bold(Setting setting) {
    return "**" + ReportText.escaped(setting.title()) + "**";
  }
}
