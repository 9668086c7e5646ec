package dev.incline.report;

import dev.incline.chart.HeatMap;
import dev.incline.chart.Panels;
import dev.incline.report.pages.DataTable;
import dev.incline.report.pages.DataTable.Column;
import dev.incline.report.pages.Excerpt;
import dev.incline.report.pages.Pages;
import dev.incline.report.pages.ReportText;
import dev.incline.wording.Numeral;
import dev.incline.wording.Phrase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;

/** One group of settings: what was found, the table, the curves, and of two options a heat map. */
record GroupSection(Pages pages, SettingGroup group) {
  private static final int BEST = 5; // settings whose curves are drawn where there are many
  private static final int MANY = 8;
  private static final int MAP = 24; // values of an option that a heat map has room for
  private static final Set<String> TAKEN =
      Set.of("groups", "runs", "hashes", "cost", "environment", "best-model", "left-out");

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
    if (!group.comparisons().isEmpty()) {
      pages.file(Findings.pairs(group));
    }
    if (group.varied().size() >= 2) {
      heatMap();
    }
    if (group.finished().size() > 1) {
      compare();
    } else {
      perSeed();
    }
  }

  /** Run by run, for the appendix: the curves of those settings; of a grid a file, best first. */
  void each() throws IOException {
    if (group.varied().size() >= 2) {
      pages.file(ranked());
    }
    perSeed();
  }

  /** Whether there is something to show run by run. */
  boolean hasEach() {
    return group.finished().size() > 1;
  }

  private boolean isLarge() {
    return group.varied().size() >= 2 || group.finished().size() > MANY;
  }

  /** Settings whose curves are drawn: of many the best. */
  private List<Setting> shown() {
    return isLarge() ? firstOf(group.ranked()) : group.finished();
  }

  private void compare() throws IOException {
    List<Setting> shown = shown();
    for (Map.Entry<Curves.Quantity, Panels> figure : Curves.compared(shown).entrySet()) {
      String words = figure.getKey().words;
      pages.figure(
          group.name() + "-" + ReportText.fileName(words),
          figure.getValue(),
          figure.getKey() == Curves.Quantity.LOSS
              ? compared(shown, isLarge())
              : "The %s of the same runs.".formatted(words));
    }
  }

  /** What the lines are, and what is cut. */
  private static String compared(List<Setting> shown, boolean many) {
    boolean thin = shown.stream().anyMatch(s -> Curves.isFew(s) && s.runs().size() > 1);
    boolean bands = shown.stream().anyMatch(s -> !Curves.isFew(s));
    boolean lost = shown.stream().anyMatch(s -> SettingGroup.trouble(s) == 1);
    return "Loss%s.%s%s%s Training is measured before each update, validation after the epoch. A triangle at the edge stands for values beyond it.%s"
        .formatted(
            many ? Phrase.of(" of the best %d settings", shown.size()) : "",
            thin ? " A thin line is one seed, a thick one their mean." : "",
            bands
                ? " Where there are more than a few seeds, a line is their mean in its 95 % band, which is cut at the axis."
                : "",
            lost ? " A seed that did not learn is a thin line and not in the mean." : "",
            shown.stream().allMatch(GroupSection::isEven)
                ? ""
                : " A mean ends where the first of its seeds stopped.");
  }

  /** Whether its runs are all as long. */
  private static boolean isEven(Setting setting) {
    return setting.runs().stream().map(r -> r.result().epochs()).distinct().count() == 1;
  }

  private static List<Setting> firstOf(List<Setting> ranked) {
    return ranked.subList(0, Math.min(BEST, ranked.size()));
  }

  /** Some settings a figure, so that it fits a page. */
  private void perSeed() throws IOException {
    List<Setting> shown = shown();
    int perPage = shown.size() <= 6 ? 6 : 4;
    for (int from = 0; from < shown.size(); from += perPage) {
      List<Setting> part = shown.subList(from, Math.min(shown.size(), from + perPage));
      String suffix = shown.size() > perPage ? "-" + (from / perPage + 1) : "";
      pages.figure(
          group.name() + "-runs" + suffix,
          Curves.perSeed(part),
          "Loss and accuracy of %s%s: training (before each update) solid, validation (after the epoch) dashed, a colour per seed."
              .formatted(
                  part.stream().allMatch(s -> s.runs().size() <= Curves.SEEDS)
                      ? "every run"
                      : Phrase.of("the first %d runs of each setting", Curves.SEEDS),
                  isLarge() ? Phrase.of(", of the best %d settings", shown.size()) : ""));
    }
  }

  private String subject() {
    List<String> names = group.varied().stream().map(ReportText::name).toList();
    String runs = Numeral.count(group.runs().count(), "finished run");
    return names.isEmpty()
        ? "One setting, %s.".formatted(runs)
        : "Varied: %s. %s over %s."
            .formatted(
                ReportText.list(names), runs, Numeral.count(group.settings().size(), "setting"));
  }

  private DataTable settings(List<Setting> settings, String note) {
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
    columns.add(finished("test accuracy", s -> s.over(Run::testAccuracy)));
    columns.add(finished("test loss", s -> s.over(r -> r.result().test().loss())));
    return DataTable.of(
        file(),
        (group.runs().allMatch(Run::hasValidation)
                ? "Accuracy at the epoch of the best validation result, the gap between training and validation"
                : "Accuracy after the last epoch, no row having validated")
            + ", and the test loss; mean ± half of its 95 % interval. The training accuracy lags, being the running one, so the gap can be below 0."
            + note,
        settings,
        columns);
  }

  private static Column<Setting> finished(String title, Function<Setting, Object> value) {
    return Column.number(title, 4, s -> s.isEmpty() ? "failed" : value.apply(s));
  }

  /** No table of the report's own has the name. */
  private String file() {
    return TAKEN.contains(group.name()) ? group.name() + "-settings" : group.name();
  }

  private DataTable ranked() {
    List<Run> ranked = group.runs().sorted(Comparator.comparingDouble(r -> -r.score())).toList();
    List<Column<Integer>> columns = new ArrayList<>();
    columns.add(Column.number("rank", 0, i -> i + 1));
    for (String option : group.varied()) {
      columns.add(Column.number(ReportText.name(option), 4, i -> ranked.get(i).option(option)));
    }
    columns.add(Column.number("seed", 0, i -> ranked.get(i).result().seed()));
    if (!group.varied().contains("epochs")) {
      columns.add(Column.number("epochs", 0, i -> ranked.get(i).result().epochs()));
    }
    columns.add(Column.number("best epoch", 0, i -> ranked.get(i).best().epoch()));
    columns.add(Column.number("training", 4, i -> ranked.get(i).trainAccuracy()));
    columns.add(Column.number("validation", 4, i -> ranked.get(i).validationAccuracy()));
    columns.add(Column.number("test", 4, i -> ranked.get(i).testAccuracy()));
    return DataTable.of(
        group.name() + "-runs",
        "Every run, best first.",
        IntStream.range(0, ranked.size()).boxed().toList(),
        columns);
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
              ReportText.name(across),
              ReportText.name(down),
              Numeral.count(columns.size(), "value"),
              Numeral.count(rows.size(), "value")));
      return;
    }
    double[][] values = new double[rows.size()][columns.size()];
    String[][] labels = new String[rows.size()][columns.size()];
    for (int r = 0; r < rows.size(); r++) {
      for (int c = 0; c < columns.size(); c++) {
        String x = columns.get(c);
        String y = rows.get(r);
        Optional<Setting> best =
            group.ranked().stream()
                .filter(s -> x.equals(s.values().get(across)) && y.equals(s.values().get(down)))
                .findFirst();
        values[r][c] = best.map(s -> s.score().mean()).orElse(Double.NaN);
        labels[r][c] = best.map(GroupSection::marked).orElse("–");
      }
    }
    double cell = Math.min(64, 360.0 / columns.size());
    pages.figure(
        group.name() + "-heat-map",
        new HeatMap(
            Character.toUpperCase(group.measure().charAt(0))
                + group.measure().substring(1)
                + " (share of rows)",
            ReportText.name(across),
            columns,
            ReportText.name(down),
            rows,
            values,
            labels,
            cell,
            26),
        "Mean %s over %s and %s%s.%s"
            .formatted(
                group.measure(),
                ReportText.name(across),
                ReportText.name(down),
                group.varied().size() > 2 ? "; of the other options the best setting counts" : "",
                group.finished().stream().allMatch(Setting::isReliable)
                    ? ""
                    : " An asterisk marks a setting of which a run did not learn, or failed."));
  }

  private static String marked(Setting setting) {
    return ReportText.decimal(setting.score().mean()) + (setting.isReliable() ? "" : "*");
  }

  private List<String> valuesOf(String option) {
    TreeSet<String> values = new TreeSet<>(SettingGroup::compareValues);
    group.settings().forEach(s -> values.add(s.values().getOrDefault(option, "")));
    return List.copyOf(values);
  }
}
