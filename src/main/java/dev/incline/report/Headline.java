package dev.incline.report;

import dev.incline.page.Markup;
import dev.incline.report.pages.DataTable;
import dev.incline.report.pages.DataTable.Column;
import dev.incline.report.pages.Excerpt;
import dev.incline.report.pages.Pages;
import dev.incline.report.pages.ReportText;
import dev.incline.statistics.Comparison;
import dev.incline.statistics.Estimate;
import dev.incline.wording.Numeral;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What came out over all groups: what to use, how sure that is, and what it costs. */
record Headline(List<SettingGroup> groups) {
  /** A group and its best setting. */
  private record Winner(SettingGroup group, Setting setting) {
    static Optional<Winner> of(SettingGroup group) {
      return group.ranked().stream()
          .findFirst()
          .filter(s -> !s.learnt().isEmpty())
          .map(s -> new Winner(group, s));
    }

    int trouble() {
      return SettingGroup.trouble(setting);
    }

    double score() {
      return setting.score().mean();
    }

    Optional<Setting> next() {
      return group.ranked().stream().skip(1).filter(s -> !s.learnt().isEmpty()).findFirst();
    }

    /** The corrected p, as short as it is said. */
    String p() {
      return comparison()
          .map(c -> ReportText.probability(c.corrected()).replaceAll("^p( =)? ", ""))
          .orElse("–");
    }

    /** The comparison with the next, where a test made it. */
    Optional<Comparison> comparison() {
      List<Setting> tested = group.tested();
      int next = next().map(tested::indexOf).orElse(-1);
      return tested.indexOf(setting) != 0
          ? Optional.empty()
          : group.comparisons().stream()
              .filter(c -> c.first() == 0 && c.second() == next)
              .findFirst();
    }
  }

  void set(Pages pages) throws IOException {
    for (String paragraph : paragraphs()) {
      pages.paragraph(paragraph);
    }
    if (winners().size() > 1) {
      pages.table(table(winners()));
    }
    for (String search : searches()) {
      pages.item(search);
    }
    SettingGroup chosen = best().map(Winner::group).orElse(groups.get(0));
    for (String trouble : Troubles.of(chosen)) {
      pages.item(trouble);
    }
    List<String> others =
        groups.stream()
            .filter(group -> !group.equals(chosen) && !Troubles.of(group).isEmpty())
            .map(group -> Markup.escape(group.title()))
            .toList();
    if (!others.isEmpty()) {
      pages.paragraph(
          "Read before you use a number of %s: %s. The section of each says what to mind: a best value at the edge of what was tried, runs that did not learn or failed, classes that are never predicted."
              .formatted(
                  others.size() == 1 ? "this group" : "these groups", Excerpt.list(others, "; ")));
    }
  }

  private List<Winner> winners() {
    return groups.stream().flatMap(g -> Winner.of(g).stream()).toList();
  }

  /** Of a search its winner on fresh seeds counts, not the value by which it was chosen. */
  private Optional<Winner> best() {
    return winners().stream()
        .filter(best -> groups.stream().noneMatch(fresh -> isOf(fresh, best.group)))
        .min(
            Comparator.comparingInt(Winner::trouble)
                .thenComparing(Comparator.comparingDouble(w -> -w.score())));
  }

  List<String> paragraphs() {
    return best()
        .map(best -> List.of(use(best), sure(best), cost(best.setting)))
        .orElse(List.of("**No run learnt.** The sections of the groups say how each ended."));
  }

  /** Whether a group is the search, or a rung of it, that a winner was chosen by. */
  private static boolean isOf(SettingGroup fresh, SettingGroup group) {
    String search = fresh.winnerOf();
    return !search.isEmpty()
        && (group.name().equals(search) || group.name().matches(search + "-rung\\d+"));
  }

  /** What is wrong with the best value of a search. */
  List<String> searches() {
    List<String> sentences = new ArrayList<>();
    for (SettingGroup fresh : groups) {
      List<SettingGroup> rungs = groups.stream().filter(group -> isOf(fresh, group)).toList();
      Optional<Winner> again = Winner.of(fresh);
      Optional<Winner> best =
          rungs.isEmpty() ? Optional.empty() : Winner.of(rungs.get(rungs.size() - 1));
      if (best.isPresent() && again.isPresent()) {
        sentences.add(
            "%s was searched: the best of %s was chosen by its own %s, %s. That number is **biased**: as the luckiest of many it is too high on average. On %s the setting has %s."
                .formatted(
                    Markup.escape(rungs.get(0).title()),
                    Numeral.count(rungs.get(0).settings().size(), "setting"),
                    best.get().group.measure(),
                    ReportText.decimal(best.get().score()),
                    Numeral.count(again.get().setting.score().n(), "fresh seed"),
                    again.get().setting.score().text()));
      }
    }
    return sentences;
  }

  private String use(Winner best) {
    Run run = best.setting.counted().get(0);
    if (!best.group.winnerOf().isEmpty()) {
      return "**What to use.** %s: a search chose it, and it was trained again on fresh seeds."
          .formatted(ReportText.code(run.training(false)));
    }
    long settings = groups.stream().mapToLong(g -> g.settings().size()).sum();
    return "**What to use.** %s%s.%s"
        .formatted(
            ReportText.code(run.training(false)),
            settings == 1
                ? ""
                : ": of %s it has the highest %s%s"
                    .formatted(
                        Numeral.count(settings, "setting"),
                        best.setting.counted().size() == 1 ? "" : "mean ",
                        best.group.measure()),
            best.setting.isReliable()
                ? ""
                : " Of its runs only " + best.setting.learntOf() + " learnt.");
  }

  private static String sure(Winner best) {
    Estimate score = best.setting.score();
    String measure = best.group.measure();
    String interval =
        score.n() < 2
            ? "From one seed the %s is %s; how far other seeds are from it is not known. "
                .formatted(measure, score.text())
            : "Over %s the mean %s is %s, with a 95 %% interval from %s to %s. "
                .formatted(
                    Numeral.count(score.n(), "seed"),
                    measure,
                    ReportText.decimal(score.mean()),
                    ReportText.decimal(score.low()),
                    ReportText.decimal(score.high()));
    return "**How sure that is.** %sThe test accuracy is %s.%s"
        .formatted(
            interval,
            best.setting.over(Run::testAccuracy).text(),
            best.next().map(next -> next(best, next)).orElse(""));
  }

  private static String next(Winner best, Setting next) {
    String name =
        " The next setting of %s, %s, has %s"
            .formatted(
                Markup.escape(best.group.title()),
                ReportText.escaped(next.title()),
                ReportText.decimal(next.score().mean()));
    if (!next.isReliable()) {
      return "%s in the runs that learnt: %s.".formatted(name, next.learntOf());
    }
    return best.comparison()
        .map(
            c ->
                "%s; %s (%s%s)."
                    .formatted(
                        name,
                        c.isShown() ? "that is shown to be less" : "the difference may be chance",
                        ReportText.probability(c.corrected()),
                        best.group.comparisons().size() > 1 ? " after correction" : ""))
        .orElse(name + "; no test compares the two.");
  }

  private static String cost(Setting best) {
    List<String> devices =
        best.counted().stream().map(r -> r.result().device()).distinct().toList();
    double seconds =
        best.counted().stream().mapToDouble(r -> r.result().seconds()).average().orElse(0);
    int epochs = best.counted().stream().mapToInt(r -> r.result().epochs()).max().orElse(0);
    return "**What it costs.** A run takes %s s on average, for %s%s, on %s."
        .formatted(
            ReportText.decimal(seconds, 1),
            best.counted().stream().allMatch(r -> r.result().epochs() == epochs) ? "" : "at most ",
            Numeral.count(epochs, "epoch"),
            Markup.escape(Excerpt.list(devices, "; ")));
  }

  private static DataTable table(List<Winner> winners) {
    return DataTable.of(
        "groups",
        "The best setting of each group by its mean; the p of its difference from the next is corrected for all pairs of the group.",
        winners,
        Column.text("group", w -> w.group.title()),
        Column.text("best setting", w -> w.setting.title()),
        Column.text("learnt", w -> w.setting.learntOf()),
        Column.number(winners.get(0).group.measure(), 4, w -> w.setting.score()),
        Column.number("test accuracy", 4, w -> w.setting.over(Run::testAccuracy)),
        Column.text("next setting", w -> w.next().map(Setting::title).orElse("–")),
        new Column<>("p", 3, true, Winner::p));
  }
}
