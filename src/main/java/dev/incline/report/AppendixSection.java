package dev.incline.report;

import dev.incline.pdf.Markup;
import dev.incline.report.DataTable.Column;
import dev.incline.wording.Harmless;
import dev.incline.wording.Phrase;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What it takes to do each run again, and to see that it is the same. */
final class AppendixSection {
  static final String TITLE = "Runs and hashes";

  private static final int SURROUNDINGS = Excerpt.LISTED;

  private AppendixSection() {}

  static void set(Pages pages, List<Run> runs, String measure) throws IOException {
    pages.paragraph(
        "Each run's seed, numbers, command and the SHA-256 of its weights: after the last epoch, and of the best epoch, which are the saved ones. The same command gives the same hashes on every conforming device; one run of a sweep is repeated by `incline train --config` and the `config.yaml` in its folder.");
    List<Run> shown = Excerpt.of(runs, Run::score);
    String note = Excerpt.note(runs.size(), "run", measure, "runs");
    pages.table(results(shown, note), results(runs, ""));
    pages.file(hashes(runs));
    environments(pages, runs);
    pages.heading("Commands and hashes");
    if (shown.size() < runs.size()) {
      pages.paragraph(Excerpt.note(runs.size(), "run", measure, "hashes").strip());
    }
    for (Run run : shown) {
      pages.block(
          List.of(
              "**" + Markup.escape(run.name()) + "**",
              command(run),
              "last `" + run.outcome().weightsSha256() + "`",
              "best `" + run.outcome().bestWeightsSha256() + "`"));
    }
  }

  private static DataTable results(List<Run> runs, String note) {
    DataTable table =
        DataTable.of(
            "runs",
            (note.isEmpty() ? "Every run: losses" : "Losses")
                + " and accuracies at the best epoch, and on the test rows."
                + note,
            Column.text("run"),
            Column.number("seed", 0),
            Column.number("epoch", 0),
            Column.number("train loss", 4),
            Column.number("train acc.", 4),
            Column.number("val. loss", 4),
            Column.number("val. acc.", 4),
            Column.number("test loss", 4),
            Column.number("test acc.", 4));
    for (Run run : runs) {
      table.add(
          List.of(
              run.name(),
              run.outcome().seed(),
              run.outcome().best().epoch(),
              run.best().trainLoss(),
              run.trainAccuracy(),
              run.best().validationLoss(),
              run.validationAccuracy(),
              run.outcome().test().loss(),
              run.testAccuracy()));
    }
    return table;
  }

  private static DataTable hashes(List<Run> runs) {
    DataTable hashes =
        DataTable.of(
            "hashes",
            "",
            Column.text("run"),
            Column.text("command"),
            Column.text("weights sha256"),
            Column.text("best weights sha256"));
    for (Run run : runs) {
      hashes.add(
          List.of(
              run.name(),
              run.command(),
              run.outcome().weightsSha256(),
              run.outcome().bestWeightsSha256()));
    }
    return hashes;
  }

  /** As it was typed: whoever pastes it runs it. A backtick would end what is set as code. */
  private static String command(Run run) {
    String command = Harmless.of(run.command());
    return command.indexOf('`') < 0 ? "`" + command + "`" : Markup.escape(command);
  }

  /** Once for all the runs that share it. */
  private static void environments(Pages pages, List<Run> runs) throws IOException {
    List<Map<String, String>> all = runs.stream().map(Run::surroundings).distinct().toList();
    for (Map<String, String> environment : all.subList(0, Math.min(SURROUNDINGS, all.size()))) {
      DataTable table =
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
              Column.text("what"),
              Column.text("value"));
      environment.forEach((name, value) -> table.add(List.of(name, value)));
      pages.table(table);
    }
    if (all.size() > SURROUNDINGS) {
      pages.paragraph(
          Phrase.of(
              "%,d further surroundings are left out: each run's are in the `environment.json` of its folder.",
              all.size() - SURROUNDINGS));
    }
  }
}
