package dev.incline.report;

import dev.incline.wording.Numeral;
import dev.incline.wording.Phrase;
import java.util.ArrayList;
import java.util.List;

/** What the numbers of a group say, in sentences (markup). */
record Findings(SettingGroup group, List<Setting> ranked) {
  /** So many settings make pairs that can still be listed. */
  private static final int PAIRABLE = 6;

  private static final int FIRST = 10; // of too many sentences

  static List<String> of(SettingGroup group) {
    Findings findings = new Findings(group, group.ranked());
    List<String> sentences = new ArrayList<>();
    if (!findings.ranked.isEmpty()) {
      findings.extremes(sentences);
      findings.pairs(sentences);
      findings.untaught(sentences);
      findings.gap(sentences);
    }
    findings.failures(sentences);
    return sentences;
  }

  private void extremes(List<String> sentences) {
    Setting best = ranked.get(0);
    if (ranked.size() == 1) {
      sentences.add(
          "Over %s, %s reaches a %s of %s and a test accuracy of %s."
              .formatted(
                  Numeral.count(best.runs().size(), "seed"),
                  bold(best),
                  group.measure(),
                  best.score().text(),
                  best.over(Run::testAccuracy).text()));
      return;
    }
    Setting worst = ranked.get(ranked.size() - 1);
    sentences.add(
        "Best by %s: %s, with %s and %s on test. Worst: %s, with %s and %s."
            .formatted(
                group.measure(),
                bold(best),
                best.score().text()
                    + (group.measure().startsWith("validation") ? " on validation" : ""),
                best.over(Run::testAccuracy).text(),
                bold(worst),
                worst.score().text(),
                worst.over(Run::testAccuracy).text()));
  }

  /** Settings that did not learn are alike, and of no interest. */
  private void pairs(List<String> sentences) {
    List<Setting> learnt = ranked.stream().filter(s -> !s.isAtChance()).toList();
    if (learnt.size() < 2) {
      return;
    }
    if (learnt.stream().anyMatch(s -> s.runs().size() < 2)) {
      sentences.add(
          "Settings with a single seed cannot be compared by a test: their differences may be chance.");
    }
    List<String> alike = new ArrayList<>();
    boolean all = learnt.size() <= PAIRABLE;
    for (int a = 0; a < (all ? learnt.size() : 1); a++) {
      for (int b = a + 1; b < learnt.size(); b++) {
        Estimate first = learnt.get(a).score();
        Estimate second = learnt.get(b).score();
        double p = first.welch(second);
        if (!Double.isNaN(p) && first.isLike(second)) {
          String other = all ? learnt.get(a).title() + " and " : "";
          alike.add("%s%s (%s)".formatted(other, learnt.get(b).title(), ReportText.probability(p)));
        }
      }
    }
    if (alike.isEmpty() && learnt.stream().allMatch(s -> s.runs().size() > 1)) {
      sentences.add(
          all
              ? "Welch's test tells every pair of settings that learnt apart (p < 0.05, %s)."
                  .formatted(group.measure())
              : "Welch's test tells the best from every other setting (p < 0.05, %s)."
                  .formatted(group.measure()));
    } else if (!alike.isEmpty()) {
      sentences.add(
          "Not to be told apart by Welch's test (p ≥ 0.05, %s)%s: %s."
              .formatted(group.measure(), all ? "" : " from the best", Excerpt.list(alike, "; ")));
    }
  }

  private void untaught(List<String> sentences) {
    List<String> untaught =
        group.finished().stream().filter(Setting::isAtChance).map(Findings::bold).toList();
    if (!untaught.isEmpty()) {
      sentences.add(
          "**%s** learn: the test accuracy of each run is at the level of guessing (below 1.5 / number of classes)."
              .formatted(
                  Excerpt.list(untaught, "; ").replace("**", "")
                      + (untaught.size() == 1 ? " does not" : " do not")));
    }
    List<String> some = new ArrayList<>();
    for (Setting setting : group.finished()) {
      long chance = setting.runs().stream().filter(Run::isAtChance).count();
      if (chance > 0 && !setting.isAtChance()) {
        some.add(
            Phrase.of(
                "With %s, %d of %s did not learn.",
                bold(setting), chance, Numeral.count(setting.runs().size(), "run")));
      }
    }
    addSome(sentences, some, "some runs did not learn");
  }

  private void gap(List<String> sentences) {
    Setting best = ranked.get(0);
    Estimate gap = best.over(run -> run.trainAccuracy() - run.validationAccuracy());
    if (ranked.size() > 1 && gap.mean() > 0.02) {
      sentences.add(
          "At the best setting the training accuracy is %s above the validation accuracy: the network fits the training rows better than it generalises."
              .formatted(gap.text()));
    }
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
