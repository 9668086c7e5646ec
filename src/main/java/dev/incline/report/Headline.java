package dev.incline.report;

import dev.incline.report.SettingGroup.Pair;
import dev.incline.report.pages.DataTable;
import dev.incline.report.pages.DataTable.Column;
import dev.incline.report.pages.Excerpt;
import dev.incline.report.pages.Prose;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What came out over all groups: what to use, how sure that is, and what it costs. The words are in
 * the resource {@code report/headline.md}.
 */
record Headline(List<SettingGroup> groups) {
  /** A group and its best setting, which learnt. */
  record Winner(SettingGroup group, Setting setting) {
    static Optional<Winner> of(SettingGroup group) {
      return group.best().map(best -> new Winner(group, best));
    }

    double score() {
      return setting.score().mean();
    }

    Optional<Setting> next() {
      return group.ranked().stream().skip(1).filter(s -> !s.learnt().isEmpty()).findFirst();
    }

    /** The comparison with the next, where a test made it. */
    Optional<Pair> pair() {
      return next().flatMap(next -> group.pair(setting, next));
    }

    /** The corrected p, as short as it is said. */
    private String p() {
      return pair().map(pair -> pair.p().replaceAll("^p( =)? ", "")).orElse("–");
    }
  }

  Map<String, Object> facts() {
    List<Winner> winners = winners();
    Optional<Winner> best = best(winners);
    SettingGroup chosen = best.map(Winner::group).orElse(groups.get(0));
    List<String> others =
        groups.stream()
            .filter(group -> !group.equals(chosen))
            .filter(group -> !Prose.read("troubles").blocks(Troubles.of(group)).isEmpty())
            .map(SettingGroup::title)
            .toList();
    long settings = groups.stream().mapToLong(g -> g.settings().size()).sum();
    Map<String, Object> facts = new HashMap<>();
    facts.put("best", best);
    facts.put("settings", settings);
    facts.put("several", settings > 1);
    facts.put("table", winners.size() > 1);
    facts.put("searches", groups.stream().flatMap(g -> search(g).stream()).toList());
    facts.put("troubles", Troubles.of(chosen));
    facts.put("others", Excerpt.list(others, "; "));
    facts.put("oneOther", others.size() == 1);
    return facts;
  }

  private List<Winner> winners() {
    return groups.stream().flatMap(g -> Winner.of(g).stream()).toList();
  }

  /** Of a search its winner on fresh seeds counts, not the value by which it was chosen. */
  private Optional<Winner> best(List<Winner> winners) {
    return winners.stream()
        .filter(best -> groups.stream().noneMatch(fresh -> isOf(fresh, best.group)))
        .min(
            Comparator.comparingInt((Winner w) -> SettingGroup.trouble(w.setting))
                .thenComparing(Comparator.comparingDouble(w -> -w.score())));
  }

  /** Whether a group is the search, or a rung of it, that a winner was chosen by. */
  private static boolean isOf(SettingGroup fresh, SettingGroup group) {
    String search = fresh.winnerOf();
    return !search.isEmpty()
        && (group.name().equals(search) || group.name().matches(search + "-rung\\d+"));
  }

  /** The search that a group's setting is of: the best of its last rung, and on fresh seeds. */
  private Optional<Map<String, Object>> search(SettingGroup fresh) {
    List<SettingGroup> rungs = groups.stream().filter(group -> isOf(fresh, group)).toList();
    Optional<Winner> chosen =
        rungs.stream()
            .skip(Math.max(0, rungs.size() - 1))
            .flatMap(g -> Winner.of(g).stream())
            .findFirst();
    return chosen.flatMap(
        best ->
            Winner.of(fresh)
                .map(again -> Map.of("first", rungs.get(0), "chosen", best, "again", again)));
  }

  /** Where there are several. */
  Optional<DataTable> table() {
    List<Winner> winners = winners();
    return winners.size() < 2 ? Optional.empty() : Optional.of(table(winners));
  }

  private static DataTable table(List<Winner> winners) {
    return DataTable.of(
        "groups",
        winners,
        Column.text("group", w -> w.group.title()),
        Column.text("best setting", w -> w.setting.title()),
        Column.text("learnt", w -> w.setting.learntOf()),
        Column.number(winners.get(0).group.measure(), 4, w -> w.setting.score()),
        Column.number("test accuracy", 4, w -> w.setting.testAccuracy()),
        Column.text("next setting", w -> w.next().map(Setting::title).orElse("–")),
        new Column<>("p", 3, true, Winner::p));
  }
}
