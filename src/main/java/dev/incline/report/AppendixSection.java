package dev.incline.report;

import dev.incline.report.pages.DataTable;
import dev.incline.report.pages.DataTable.Column;
import dev.incline.report.pages.Excerpt;
import dev.incline.report.pages.Pages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What it takes to do each run again, and to see that it is the same. The words are in the resource
 * {@code report/appendix.md}.
 */
final class AppendixSection {
  static final String TITLE = "Runs and hashes";

  private static final int DIGITS = 16; // of a hash, on a page
  private static final int ALL_DIGITS = 64;

  private AppendixSection() {}

  /**
   * Writes it.
   *
   * @param groups to be shown run by run
   */
  static void set(Pages pages, List<Run> runs, String measure, List<SettingGroup> groups)
      throws IOException {
    List<Run> shown = Excerpt.of(runs, Run::score);
    boolean bySeed = runs.stream().allMatch(r -> r.name().endsWith("seed" + r.result().seed()));
    pages.table(results(shown, !bySeed), results(runs, true));
    pages.table(hashes(shown, DIGITS), hashes(runs, ALL_DIGITS));
    List<Map<String, String>> all = runs.stream().map(Run::surroundings).distinct().toList();
    List<Map<String, Object>> each = new ArrayList<>();
    for (Map<String, String> environment : all.stream().limit(Excerpt.LISTED).toList()) {
      String name = all.size() == 1 ? "environment" : "environment-" + (each.size() + 1);
      pages.table(DataTable.of(name, "what", environment));
      List<String> there =
          runs.stream().filter(r -> r.surroundings().equals(environment)).map(Run::name).toList();
      each.add(Map.of("name", name, "runs", Excerpt.list(there, ", ")));
    }
    List<Map<String, Object>> parts = new ArrayList<>();
    for (SettingGroup group : groups) {
      GroupSection section = new GroupSection(pages, group);
      if (section.hasEach()) {
        parts.add(section.each());
      }
    }
    Map<String, Object> facts = new HashMap<>();
    facts.put("all", shown.size() == runs.size());
    facts.put("resultsNote", Excerpt.note(runs.size(), "run", measure, "runs"));
    facts.put("hashesNote", Excerpt.note(runs.size(), "run", measure, "hashes"));
    facts.put("digits", DIGITS);
    facts.put("environments", each);
    facts.put("several", all.size() > 1);
    facts.put("further", all.size() - each.size());
    facts.put("groups", parts);
    pages.prose("appendix", facts);
  }

  private static DataTable results(List<Run> runs, boolean seeds) {
    List<Column<Run>> columns = new ArrayList<>(List.of(Column.text("run", Run::name)));
    if (seeds) {
      columns.add(Column.number("seed", 0, r -> r.result().seed()));
    }
    columns.add(Column.number("epoch", 0, r -> r.best().epoch()));
    columns.add(Column.number("train loss", 4, r -> r.best().trainLoss()));
    columns.add(Column.number("train acc.", 4, Run::trainAccuracy));
    columns.add(Column.number("val. loss", 4, r -> r.best().validationLoss()));
    columns.add(Column.number("val. acc.", 4, Run::validationAccuracy));
    columns.add(Column.number("test loss", 4, r -> r.result().test().loss()));
    columns.add(Column.number("test acc.", 4, Run::testAccuracy));
    columns.add(Column.number("time (s)", 2, r -> r.result().seconds()));
    columns.add(Column.number("samples/s", 0, r -> r.result().samplesPerSecond()));
    return DataTable.of("runs", runs, columns);
  }

  private static DataTable hashes(List<Run> runs, int digits) {
    boolean whole = digits == ALL_DIGITS;
    return DataTable.of(
        "hashes",
        runs,
        Column.text("run", Run::name),
        Column.text("command", run -> run.training(true)),
        Column.text(
            whole ? "weights sha256" : "last",
            r -> r.result().weightsSha256().substring(0, digits)),
        Column.text(
            whole ? "best weights sha256" : "best",
            r -> r.result().bestWeightsSha256().substring(0, digits)));
  }
}
