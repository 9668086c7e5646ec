package dev.incline.report;

import dev.incline.page.Markup;
import dev.incline.report.pages.DataTable;
import dev.incline.report.pages.DataTable.Column;
import dev.incline.report.pages.Excerpt;
import dev.incline.report.pages.Pages;
import dev.incline.wording.Phrase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What it takes to do each run again, and to see that it is the same. */
final class AppendixSection {
  static final String TITLE = "Runs and hashes";

  private static final int SURROUNDINGS = Excerpt.LISTED;
  private static final int DIGITS = 16; // of a hash, on a page
  private static final int ALL_DIGITS = 64;

  private AppendixSection() {}

  static void set(Pages pages, List<Run> runs, String measure) throws IOException {
    List<Run> shown = Excerpt.of(runs, Run::score);
    String note = Excerpt.note(runs.size(), "run", measure, "runs");
    pages.table(results(shown, note, !isNamedBySeed(runs)), results(runs, "", true));
    pages.paragraph(
        "The same command gives the same weights on every conforming device, to the last bit. Their SHA-256 says whether it did: `last` is after the last epoch, `best` of the best epoch, which are the saved ones. `hashes.csv` has all 64 digits.");
    pages.table(
        hashes(shown, Excerpt.note(runs.size(), "run", measure, "hashes"), DIGITS),
        hashes(runs, "", ALL_DIGITS));
    environments(pages, runs);
  }

  private static boolean isNamedBySeed(List<Run> runs) {
    return runs.stream().allMatch(run -> run.name().endsWith("seed" + run.result().seed()));
  }

  private static DataTable results(List<Run> runs, String note, boolean seeds) {
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
    return DataTable.of(
        "runs",
        (note.isEmpty() ? "Every run: losses" : "Losses")
            + " and accuracies at the best epoch, and on the test rows; the time of the whole run, and training rows by the time of the epochs without validation."
            + note,
        runs,
        columns);
  }

  private static DataTable hashes(List<Run> runs, String note, int digits) {
    boolean whole = digits == ALL_DIGITS;
    return DataTable.of(
        "hashes",
        Phrase.of("The command of each run, and the first %d digits of its hashes.", digits) + note,
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

  /** Once for all the runs that share it. */
  private static void environments(Pages pages, List<Run> runs) throws IOException {
    List<Map<String, String>> all = runs.stream().map(Run::surroundings).distinct().toList();
    for (Map<String, String> environment : all.subList(0, Math.min(SURROUNDINGS, all.size()))) {
      pages.table(
          DataTable.of(
              all.size() == 1 ? "environment" : "environment-" + (all.indexOf(environment) + 1),
              all.size() == 1
                  ? "Where the runs ran."
                  : "Where ran: "
                      + Markup.escape(
                          Excerpt.list(
                              runs.stream()
                                  .filter(r -> r.surroundings().equals(environment))
                                  .map(Run::name)
                                  .toList(),
                              ", "))
                      + ".",
              "what",
              environment));
    }
    if (all.size() > SURROUNDINGS) {
      pages.paragraph(
          Phrase.of(
              "%,d further surroundings are left out: each run's are in the `environment.json` of its folder.",
              all.size() - SURROUNDINGS));
    }
  }
}
