package dev.incline.report;

import dev.incline.report.SettingGroup.Pair;
import dev.incline.report.pages.DataTable;
import dev.incline.report.pages.DataTable.Column;
import dev.incline.statistics.Estimate;
import dev.incline.statistics.Power;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** What the numbers of a group say: the facts of the resource {@code report/findings.md}. */
final class Findings {
  /** So many settings make pairs that can still be listed. */
  private static final int PAIRABLE = 6;

  private static final int TOLD = 5; // pairs in a sentence
  private static final int FEW = 5; // seeds
  private static final double GAP = 0.02; // that is worth a sentence

  private Findings() {}

  /** Only settings whose runs all learnt are said to be as good as another, or not. */
  static Map<String, Object> of(SettingGroup group) {
    List<Setting> ranked = group.ranked();
    List<Setting> reliable = ranked.stream().filter(Setting::isReliable).toList();
    boolean tested = reliable.size() <= SettingGroup.TESTED;
    boolean many = reliable.size() > PAIRABLE; // the others are compared with the best alone
    List<Pair> all = group.pairs();
    List<Pair> pairs =
        all.stream()
            .filter(p -> tested && p.first().isReliable() && p.second().isReliable())
            .filter(p -> !many || p.first().equals(all.get(0).first()))
            .toList();
    List<Pair> open = pairs.stream().filter(pair -> !pair.test().isShown()).toList();
    boolean single = reliable.stream().anyMatch(s -> s.runs().size() < 2);
    Map<String, Object> facts = new HashMap<>();
    facts.put("group", group);
    facts.put("measure", group.measure());
    facts.put("accuracies", group.measure().replace("accuracy", "accuracies"));
    facts.put("best", group.best());
    facts.put("worst", ranked.isEmpty() ? false : ranked.get(ranked.size() - 1));
    facts.put("alone", ranked.size() == 1);
    facts.put("tooMany", !tested);
    facts.put("most", SettingGroup.TESTED);
    facts.put("fewSeeds", tested && single && reliable.size() > 1);
    facts.put("corrected", all.size() > 1);
    facts.put(
        "differing", pairs.stream().filter(p -> pairs.size() == 1 && p.test().isShown()).toList());
    facts.put("allDiffer", pairs.size() > 1 && open.isEmpty());
    facts.put("many", many);
    facts.put("open", !open.isEmpty());
    facts.put("told", open.stream().limit(TOLD).toList());
    facts.put("further", Math.max(0, open.size() - TOLD));
    facts.put("others", pairs.size() - open.size());
    facts.put("oneOther", pairs.size() - open.size() == 1);
    facts.put("undecided", open.stream().limit(1).flatMap(p -> undecided(p, all.size())).toList());
    facts.put(
        "gap",
        ranked.stream().limit(1).map(s -> s.over(Run::gap)).filter(g -> g.mean() > GAP).toList());
    return facts;
  }

  /** How many seeds it takes to show a difference as large as that, where there is one. */
  private static Stream<Map<String, Object>> undecided(Pair pair, int tests) {
    Estimate first = pair.first().score();
    Estimate second = pair.second().score();
    int seeds = Math.max(first.n(), second.n());
    OptionalInt needed = Power.runs(first, second, tests);
    Map<String, Object> facts =
        Map.of(
            "pair",
            pair,
            "seeds",
            seeds,
            "few",
            seeds <= FEW,
            "enough",
            needed.isPresent(),
            "needed",
            needed.orElse(Power.MOST));
    boolean noise = pair.difference() != 0 && first.deviation() + second.deviation() != 0;
    return noise ? Stream.of(facts) : Stream.empty();
  }

  /** All pairs that a test compared. */
  static DataTable pairs(SettingGroup group) {
    return DataTable.of(
        group.name() + "-pairs",
        group.pairs(),
        Column.text("setting", p -> p.first().title()),
        Column.text("other setting", p -> p.second().title()),
        Column.number("difference of " + group.measure(), 4, Pair::difference),
        Column.number("p corrected", 4, p -> p.test().corrected()));
  }
}
