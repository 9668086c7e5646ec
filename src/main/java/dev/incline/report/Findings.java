package dev.incline.report;

import dev.incline.report.pages.DataTable;
import dev.incline.report.pages.DataTable.Column;
import dev.incline.report.pages.ReportText;
import dev.incline.statistics.Comparison;
import dev.incline.statistics.Estimate;
import dev.incline.statistics.Power;
import dev.incline.wording.Numeral;
import dev.incline.wording.Phrase;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** What the numbers of a group say, in sentences (markup). */
record Findings(SettingGroup group, List<Setting> ranked, List<Comparison> comparisons) {
  /** So many settings make pairs that can still be listed. */
  private static final int PAIRABLE = 6;

  private static final int TOLD = 5; // pairs in a sentence
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
    sentences.addAll(Troubles.of(group));
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
              ? "%s and %s differ in %s (%s; %s)."
                  .formatted(
                      ReportText.escaped(tested.get(pairs.get(0).first()).title()),
                      ReportText.escaped(tested.get(pairs.get(0).second()).title()),
                      group.measure(),
                      ReportText.probability(pairs.get(0).corrected()),
                      test)
              : "The %s of %s differ (p < 0.05; %s)."
                  .formatted(
                      accuracies(),
                      reliable.size() > PAIRABLE
                          ? "the best setting and of every other"
                          : "every two settings",
                      test));
    } else if (!open.isEmpty()) {
      List<String> each =
          new ArrayList<>(open.stream().limit(TOLD).map(c -> pair(tested, c)).toList());
      if (open.size() > TOLD) {
        each.add(
            Phrase.of(
                "%s, which `%s.csv` lists",
                Numeral.count(open.size() - TOLD, "further pair"), pairsFile(group)));
      }
      sentences.add(
          "No difference in %s is shown between %s (%s). That does not show that they are equal.%s"
              .formatted(
                  group.measure(),
                  String.join("; nor between ", each),
                  test,
                  open.size() == pairs.size() ? "" : others(pairs.size() - open.size())));
      seeds(sentences, tested.get(open.get(0).first()), tested.get(open.get(0).second()));
    }
  }

  /** All pairs that a test compared. */
  static DataTable pairs(SettingGroup group) {
    List<Setting> tested = group.tested();
    return DataTable.of(
        pairsFile(group),
        "Settings compared.",
        group.comparisons(),
        Column.text("setting", c -> tested.get(c.first()).title()),
        Column.text("other setting", c -> tested.get(c.second()).title()),
        Column.number(
            "difference of " + group.measure(),
            4,
            c -> tested.get(c.first()).score().mean() - tested.get(c.second()).score().mean()),
        Column.number("p corrected", 4, Comparison::corrected));
  }

  private static String pairsFile(SettingGroup group) {
    return group.name() + "-pairs";
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

  static String bold(Setting setting) {
    return "**" + ReportText.escaped(setting.title()) + "**";
  }
}
