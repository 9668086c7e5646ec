package dev.incline.report;

import dev.incline.chart.HeatMap;
import dev.incline.chart.Panels;
import dev.incline.report.pages.DataTable;
import dev.incline.report.pages.DataTable.Column;
import dev.incline.report.pages.Excerpt;
import dev.incline.report.pages.Pages;
import dev.incline.report.pages.ReportText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * One group of settings: what was found, the table, the curves, and of two options a heat map. The
 * words are in the resource {@code report/group.md}.
 */
record GroupSection(Pages pages, SettingGroup group) {
  private static final int BEST = 5; // settings whose curves are drawn where there are many
  private static final int MANY = 8;
  private static final int MAP = 24; // values of an option that a heat map has room for
  private static final Set<String> TAKEN =
      Set.of("groups", "runs", "hashes", "cost", "environment", "best-model", "left-out");

  void set() throws IOException {
    Map<String, Object> facts = new HashMap<>();
    facts.put("group", group);
    facts.put("varied", varied());
    facts.put("one", group.varied().isEmpty());
    facts.put("runs", group.runs().count());
    facts.put("findings", Findings.of(group));
    facts.put("troubles", Troubles.of(group));
    facts.put("finished", group.finished().isEmpty() ? false : finished());
    pages.prose("group", facts);
  }

  private Map<String, Object> finished() throws IOException {
    List<Setting> settings = group.settings();
    List<Setting> shown = shown();
    pages.table(table(Excerpt.of(settings, s -> s.score().mean())), table(settings));
    if (!group.pairs().isEmpty()) {
      pages.table(Findings.pairs(group));
    }
    Map<String, Object> facts = new HashMap<>();
    facts.put("file", file());
    facts.put("validated", group.runs().allMatch(Run::hasValidation));
    facts.put("note", Excerpt.note(settings.size(), "setting", group.measure(), file()));
    facts.put("map", isGrid() ? heatMap() : false);
    facts.put("thin", shown.stream().anyMatch(s -> Curves.isFew(s) && s.runs().size() > 1));
    facts.put("bands", shown.stream().anyMatch(s -> !Curves.isFew(s)));
    facts.put("lost", shown.stream().anyMatch(s -> SettingGroup.trouble(s) == 1));
    facts.put("even", shown.stream().allMatch(GroupSection::isEven));
    facts.put("large", isLarge());
    facts.put("shown", shown.size());
    facts.put("compared", hasEach());
    if (hasEach()) {
      Map<Curves.Quantity, Panels> figures = Curves.compared(shown);
      figures.forEach(
          (quantity, figure) ->
              pages.figure(group.name() + "-" + ReportText.fileName(quantity.words), figure));
      facts.put("rate", figures.containsKey(Curves.Quantity.RATE));
    } else {
      facts.put("parts", perSeed());
    }
    return facts;
  }

  /** Run by run, for the appendix: the curves of those settings; of a grid a file, best first. */
  Map<String, Object> each() throws IOException {
    if (isGrid()) {
      pages.table(ranked());
    }
    return Map.of(
        "title", group.title(), "parts", perSeed(), "large", isLarge(), "shown", shown().size());
  }

  /** Whether there is something to show run by run. */
  boolean hasEach() {
    return group.finished().size() > 1;
  }

  private boolean isGrid() {
    return group.varied().size() > 1;
  }

  private boolean isLarge() {
    return isGrid() || group.finished().size() > MANY;
  }

  private List<String> varied() {
    return group.varied().stream().map(ReportText::name).toList();
  }

  /** Settings whose curves are drawn: of many the best. */
  private List<Setting> shown() {
    return isLarge() ? group.ranked().stream().limit(BEST).toList() : group.finished();
  }

  /** Whether its runs are all as long. */
  private static boolean isEven(Setting setting) {
    return setting.runs().stream().map(r -> r.result().epochs()).distinct().count() == 1;
  }

  /** Some settings a figure, so that it fits a page: the figures' names, and what they show. */
  private List<Map<String, Object>> perSeed() throws IOException {
    List<Setting> shown = shown();
    int perPage = shown.size() <= 6 ? 6 : 4;
    List<Map<String, Object>> parts = new ArrayList<>();
    for (int from = 0; from < shown.size(); from += perPage) {
      List<Setting> part = shown.subList(from, Math.min(shown.size(), from + perPage));
      String suffix = shown.size() > perPage ? "-" + (from / perPage + 1) : "";
      String name = group.name() + "-runs" + suffix;
      pages.figure(name, Curves.perSeed(part));
      parts.add(
          Map.of(
              "name",
              name,
              "whole",
              part.stream().allMatch(Curves::isWhole),
              "seeds",
              Curves.SEEDS));
    }
    return parts;
  }

  /** No table of the report's own has the name. */
  private String file() {
    return TAKEN.contains(group.name()) ? group.name() + "-settings" : group.name();
  }

  private DataTable table(List<Setting> settings) {
    List<Column<Setting>> columns = new ArrayList<>();
    for (String option : group.varied()) {
      columns.add(
          Column.number(ReportText.name(option), 4, s -> s.values().getOrDefault(option, "")));
    }
    columns.add(Column.text("learnt", Setting::learntOf));
    columns.add(finished("training accuracy", s -> s.over(Run::trainAccuracy)));
    if (group.runs().allMatch(Run::hasValidation)) {
      columns.add(finished("validation accuracy", s -> s.over(Run::validationAccuracy)));
      columns.add(finished("gap", s -> s.over(Run::gap)));
    }
    columns.add(finished("test accuracy", Setting::testAccuracy));
    columns.add(finished("test loss", s -> s.over(r -> r.result().test().loss())));
    return DataTable.of(file(), settings, columns);
  }

  private static Column<Setting> finished(String title, Function<Setting, Object> value) {
    return Column.number(title, 4, s -> s.isEmpty() ? "failed" : value.apply(s));
  }

  private DataTable ranked() {
    List<Run> ranked = group.runs().sorted(Comparator.comparingDouble(r -> -r.score())).toList();
    List<Column<Run>> columns = new ArrayList<>();
    columns.add(Column.number("rank", 0, r -> ranked.indexOf(r) + 1));
    for (String option : group.varied()) {
      columns.add(Column.number(ReportText.name(option), 4, r -> r.option(option)));
    }
    columns.add(Column.number("seed", 0, r -> r.result().seed()));
    if (!group.varied().contains("epochs")) {
      columns.add(Column.number("epochs", 0, r -> r.result().epochs()));
    }
    columns.add(Column.number("best epoch", 0, r -> r.best().epoch()));
    columns.add(Column.number("training", 4, Run::trainAccuracy));
    columns.add(Column.number("validation", 4, Run::validationAccuracy));
    columns.add(Column.number("test", 4, Run::testAccuracy));
    return DataTable.of(group.name() + "-runs", ranked, columns);
  }

  /** Over the first two options; of several settings in a cell (a third option) the best counts. */
  private Map<String, Object> heatMap() {
    List<String> names = varied();
    List<String> columns = valuesOf(0);
    List<String> rows = valuesOf(1);
    Map<String, Object> facts = new HashMap<>();
    facts.put("across", names.get(0));
    facts.put("down", names.get(1));
    facts.put("columns", columns.size());
    facts.put("rows", rows.size());
    facts.put("others", names.size() > 2);
    facts.put("reliable", group.finished().stream().allMatch(Setting::isReliable));
    facts.put("drawn", columns.size() <= MAP && rows.size() <= MAP);
    if (columns.size() <= MAP && rows.size() <= MAP) {
      pages.figure(group.name() + "-heat-map", heatMap(columns, rows));
    }
    return facts;
  }

  private HeatMap heatMap(List<String> columns, List<String> rows) {
    List<Setting> ranked = group.ranked();
    double[][] values = new double[rows.size()][columns.size()];
    String[][] labels = new String[rows.size()][columns.size()];
    for (int r = 0; r < rows.size(); r++) {
      for (int c = 0; c < columns.size(); c++) {
        String x = columns.get(c);
        String y = rows.get(r);
        Optional<Setting> best =
            ranked.stream().filter(s -> value(s, 0).equals(x) && value(s, 1).equals(y)).findFirst();
        values[r][c] = best.map(s -> s.score().mean()).orElse(Double.NaN);
        labels[r][c] = best.map(GroupSection::marked).orElse("–");
      }
    }
    return new HeatMap(
        ReportText.capital(group.measure()) + " (share of rows)",
        ReportText.name(group.varied().get(0)),
        columns,
        ReportText.name(group.varied().get(1)),
        rows,
        values,
        labels,
        Math.min(64, 360.0 / columns.size()),
        26);
  }

  private static String marked(Setting setting) {
    return ReportText.decimal(setting.score().mean()) + (setting.isReliable() ? "" : "*");
  }

  private String value(Setting setting, int option) {
    return setting.values().getOrDefault(group.varied().get(option), "");
  }

  /** In order. */
  private List<String> valuesOf(int option) {
    TreeSet<String> values = new TreeSet<>(SettingGroup::compareValues);
    group.settings().forEach(s -> values.add(value(s, option)));
    return List.copyOf(values);
  }
}
