package dev.incline.report;

import dev.incline.page.Markup;
import dev.incline.report.pages.DataTable;
import dev.incline.report.pages.DataTable.Column;
import dev.incline.report.pages.Excerpt;
import dev.incline.report.pages.Pages;
import dev.incline.report.pages.ReportText;
import dev.incline.wording.Numeral;
import java.io.IOException;
import java.util.List;

/** What the runs took. */
final class CostSection {
  static final String TITLE = "Cost";

  private static final String NAME = "cost";

  private CostSection() {}

  static void set(Pages pages, List<Run> runs) throws IOException {
    pages.file(table(runs));
    List<String> devices = runs.stream().map(r -> r.result().device()).distinct().toList();
    double seconds = runs.stream().mapToDouble(r -> r.result().seconds()).sum();
    pages.paragraph(
        "%s took %s s in all. Device%s: %s. The time of a run is the whole training, upload to test; of training alone, the epochs without validation. Times depend on what else the machine did."
            .formatted(
                Numeral.count(runs.size(), "run"),
                ReportText.decimal(seconds, 1),
                devices.size() == 1 ? "" : "s",
                Markup.escape(Excerpt.list(devices, "; "))));
    if (runs.size() > Excerpt.MOST) {
      double[] sorted = runs.stream().mapToDouble(r -> r.result().seconds()).sorted().toArray();
      pages.paragraph(
          "The shortest run took %s s, half of them at most %s s, the longest %s s."
              .formatted(
                  ReportText.decimal(sorted[0], 2),
                  ReportText.decimal(sorted[(sorted.length - 1) / 2], 2),
                  ReportText.decimal(sorted[sorted.length - 1], 2)));
    }
  }

  private static DataTable table(List<Run> runs) {
    return DataTable.of(
        NAME,
        "Time and rate of each run.",
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
