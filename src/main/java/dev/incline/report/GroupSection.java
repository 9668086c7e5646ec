package dev.incline.report;

import dev.incline.chart.HeatMap;
import dev.incline.report.DataTable.Column;
import dev.incline.wording.Phrase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** One group of settings: what was found, the table, the curves, and of two options a heat map. */
final class GroupSection {
  private static final int BEST = 5; // settings whose curves are drawn where there are many
  private static final int MANY = 8;
  private static final int MAP = 24; // values of an option that a heat map has room for
  private static final Set<String> TAKEN =
      Set.of("runs", "hashes", "cost", "environment", "best-model", "left-out");

  private final Pages pages;
  private final Group group;

  GroupSection(Pages pages, Group group) {
    this.pages = pages;
    this.group = group;
  }

  void set() throws IOException {
    pages.paragraph(subject());
    for (String sentence : Findings.of(group)) {
      pages.item(sentence);
    }
    if (group.finished().isEmpty()) {
      return;
    }
    List<Setting> settings = group.settings();
    List<Setting> excerpt = Excerpt.of(settings, s -> s.score().mean());
    String note = Excerpt.note(settings.size(), "setting", group.measure(), file());
    pages.table(settings(excerpt, note), settings(settings, ""));
    boolean grid = group.varied().size() >= 2;
    if (grid) {
      heatMap();
      List<Run> runs = group.runs().sorted(Comparator.comparingDouble(r -> -r.score())).toList();
      pages.table(sortedRuns(runs, true), sortedRuns(runs, false));
    }
    boolean many = grid || group.finished().size() > MANY;
    List<Setting> shown = many ? firstOf(group.ranked()) : group.finished();
    if (group.finished().size() > 1) {
      pages.figure(
          group.name() + "-compared",
          Curves.compared(shown),
          "Loss and accuracy%s: means over the seeds, with 95 %% bands where there are several seeds. A band that leaves the axis is cut."
              .formatted(many ? " of the best " + shown.size() + " settings" : ""));
    }
    perSeed(shown);
  }

  private static List<Setting> firstOf(List<Setting> ranked) {
    return ranked.subList(0, Math.min(BEST, ranked.size()));
  }

  /** Four settings a figure, so that it fits a page. */
  private void perSeed(List<Setting> shown) throws IOException {
    int perPage = 4;
    for (int from = 0; from < shown.size(); from += perPage) {
      List<Setting> part = shown.subList(from, Math.min(shown.size(), from + perPage));
      String suffix = shown.size() > perPage ? "-" + (from / perPage + 1) : "";
      pages.figure(
          group.name() + "-runs" + suffix,
          Curves.perSeed(part, group.title()),
          "Loss and accuracy of %s: training solid, validation dashed, a colour per seed."
              .formatted(
                  part.stream().allMatch(s -> s.runs().size() <= Curves.SEEDS)
                      ? "every run"
                      : Phrase.of("the first %d runs of each setting", Curves.SEEDS)));
    }
  }

  private String subject() {
    List<String> names = group.varied().stream().map(Words::name).toList();
    String runs = Text.count((int) group.runs().count(), "finished run");
    return names.isEmpty()
        ? "One setting, %s.".formatted(runs)
        : "Varied: %s. %s over %s."
            .formatted(Text.list(names), runs, Text.count(group.settings().size(), "setting"));
  }

  private DataTable settings(List<Setting> settings, String note) {
    List<Column> columns = new ArrayList<>();
    for (String option : group.varied()) {
      columns.add(Column.number(Words.name(option), 4));
    }
    columns.add(Column.number("seeds", 0));
    columns.add(Column.number("training accuracy", 4));
    columns.add(Column.number("validation accuracy", 4));
    columns.add(Column.number("test accuracy", 4));
    columns.add(Column.number("test loss", 4));
    DataTable table =
        DataTable.of(
            file(),
            (group.runs().allMatch(Run::hasValidation)
                    ? "Accuracy at the epoch of the best validation accuracy"
                    : "Accuracy after the last epoch, no row having validated")
                + ", and the test loss: mean ± half of the 95 % interval over the seeds."
                + note,
            columns.toArray(Column[]::new));
    for (Setting setting : settings) {
      List<Object> row = new ArrayList<>();
      group.varied().forEach(option -> row.add(setting.values().getOrDefault(option, "")));
      row.add(setting.runs().size());
      if (setting.isEmpty()) {
        row.addAll(List.of("failed", "failed", "failed", "failed"));
      } else {
        row.add(setting.over(Run::trainAccuracy));
        row.add(setting.runs().get(0).hasValidation() ? setting.validation() : "–");
        row.add(setting.over(Run::testAccuracy));
        row.add(setting.over(r -> r.outcome().test().loss()));
      }
      table.add(row);
    }
    return table;
  }

  /** No table of the report's own has the name. */
  private String file() {
    return TAKEN.contains(group.name()) ? group.name() + "-settings" : group.name();
  }

  private DataTable sortedRuns(List<Run> ranked, boolean excerpt) {
    List<Column> columns = new ArrayList<>();
    columns.add(Column.number("rank", 0));
    for (String option : group.varied()) {
      columns.add(Column.number(Words.name(option), 4));
    }
    columns.add(Column.number("seed", 0));
    columns.add(Column.number("best epoch", 0));
    columns.add(Column.number("training", 4));
    columns.add(Column.number("validation", 4));
    columns.add(Column.number("test", 4));
    String name = group.name() + "-runs";
    String note = excerpt ? Excerpt.note(ranked.size(), "run", group.measure(), name) : "";
    DataTable table =
        DataTable.of(
            name,
            "%s, by %s: accuracies at the epoch that was kept."
                    .formatted(note.isEmpty() ? "Every run" : "Runs", group.measure())
                + note,
            columns.toArray(Column[]::new));
    List<Run> rows = excerpt ? Excerpt.of(ranked, Run::score) : ranked;
    for (Run run : rows) {
      List<Object> row = new ArrayList<>();
      boolean fromTheEnd = rows.size() < ranked.size() && table.rows().size() >= Excerpt.BEST;
      row.add(table.rows().size() + 1 + (fromTheEnd ? ranked.size() - rows.size() : 0));
      group.varied().forEach(option -> row.add(run.option(option)));
      row.add(run.outcome().seed());
      row.add(run.outcome().best().epoch());
      row.add(run.trainAccuracy());
      row.add(run.validationAccuracy());
      row.add(run.testAccuracy());
      table.add(row);
    }
    return table;
  }

  /** Over the first two options; of several settings in a cell (a third option) the best counts. */
  private void heatMap() throws IOException {
    String across = group.varied().get(0);
    String down = group.varied().get(1);
    List<String> columns = valuesOf(across);
    List<String> rows = valuesOf(down);
    if (columns.size() > MAP || rows.size() > MAP) {
      pages.paragraph(
          Phrase.of(
              "There is no heat map over %s and %s: they have %s and %s.",
              Words.name(across),
              Words.name(down),
              Text.count(columns.size(), "value"),
              Text.count(rows.size(), "value")));
      return;
    }
    double[][] values = new double[rows.size()][columns.size()];
    String[][] labels = new String[rows.size()][columns.size()];
    for (int r = 0; r < rows.size(); r++) {
      for (int c = 0; c < columns.size(); c++) {
        String x = columns.get(c);
        String y = rows.get(r);
        values[r][c] =
            group.finished().stream()
                .filter(s -> x.equals(s.values().get(across)) && y.equals(s.values().get(down)))
                .mapToDouble(s -> s.score().mean())
                .max()
                .orElse(Double.NaN);
        labels[r][c] = Double.isNaN(values[r][c]) ? "–" : Text.decimal(values[r][c]);
      }
    }
    double cell = Math.min(64, 360.0 / columns.size());
    pages.figure(
        group.name() + "-heat-map",
        new HeatMap(
            Character.toUpperCase(group.measure().charAt(0))
                + group.measure().substring(1)
                + " (share of rows)",
            Words.name(across),
            columns,
            Words.name(down),
            rows,
            values,
            labels,
            cell,
            26),
        "Mean %s over %s and %s%s."
            .formatted(
                group.measure(),
                Words.name(across),
                Words.name(down),
                group.varied().size() > 2 ? "; of the other options the best setting counts" : ""));
  }

  private List<String> valuesOf(String option) {
    TreeSet<String> values = new TreeSet<>(Group::compareValues);
    group.settings().forEach(s -> values.add(s.values().getOrDefault(option, "")));
    return List.copyOf(values);
  }
}
