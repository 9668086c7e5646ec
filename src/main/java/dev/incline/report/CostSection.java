package dev.incline.report;

import dev.incline.report.pages.DataTable;
import dev.incline.report.pages.DataTable.Column;
import dev.incline.report.pages.Excerpt;
import dev.incline.report.pages.Pages;
import dev.incline.report.pages.ReportText;
import java.util.List;
import java.util.Map;

/** What the runs took. The words are in the resource {@code report/cost.md}. */
final class CostSection {
  static final String TITLE = "Cost";

  private CostSection() {}

  static void set(Pages pages, List<Run> runs) {
    pages.table(table(runs));
    List<String> devices = runs.stream().map(r -> r.result().device()).distinct().toList();
    double[] seconds = runs.stream().mapToDouble(r -> r.result().seconds()).sorted().toArray();
    double all = runs.stream().mapToDouble(r -> r.result().seconds()).sum();
    pages.prose(
        "cost",
        Map.of(
            "runs", runs.size(),
            "seconds", ReportText.decimal(all, 1),
            "several", devices.size() > 1,
            "devices", Excerpt.list(devices, "; "),
            "many", runs.size() > Excerpt.MOST,
            "shortest", ReportText.decimal(seconds[0], 2),
            "median", ReportText.decimal(seconds[(seconds.length - 1) / 2], 2),
            "longest", ReportText.decimal(seconds[seconds.length - 1], 2)));
  }

  private static DataTable table(List<Run> runs) {
    return DataTable.of(
        "cost",
        runs,
        Column.text("run", Run::name),
        Column.text("network", r -> r.result().network()),
        Column.text("device", r -> r.result().device()),
        Column.number("epochs", 0, r -> r.result().epochs()),
        Column.number("time (s)", 2, r -> r.result().seconds()),
        Column.number("training (s)", 2, r -> r.result().trainingSeconds()),
        Column.number("samples/s", 0, r -> r.result().samplesPerSecond()));
  }
}
