package dev.incline.report;

import dev.incline.page.Markup;
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
        "Each run's seed, numbers, the command that trains it alone, and the SHA-256 of its weights: after the last epoch, and of the best epoch, which are the saved ones. The same command gives the same hashes on every conforming device.");
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
              "last `" + run.result().weightsSha256() + "`",
              "best `" + run.result().bestWeightsSha256() + "`"));
    }
  }

  private static DataTable results(List<Run> runs, String note) {
    return DataTable.of(
        "runs",
        (note.isEmpty() ? "Every run: losses" : "Losses")
            + " and accuracies at the best epoch, and on the test rows."
            + note,
        runs,
        Column.text("run", Run::name),
        Column.number("seed", 0, r -> r.result().seed()),
        Column.number("epoch", 0, r -> r.best().epoch()),
        Column.number("train loss", 4, r -> r.best().trainLoss()),
        Column.number("train acc.", 4, Run::trainAccuracy),
        Column.number("val. loss", 4, r -> r.best().validationLoss()),
        Column.number("val. acc.", 4, Run::validationAccuracy),
        Column.number("test loss", 4, r -> r.result().test().loss()),
        Column.number("test acc.", 4, Run::testAccuracy));
  }

  private static DataTable hashes(List<Run> runs) {
    return DataTable.of(
        "hashes",
        "",
        runs,
        Column.text("run", Run::name),
        Column.text("command", run -> run.training(true)),
        Column.text("weights sha256", r -> r.result().weightsSha256()),
        Column.text("best weights sha256", r -> r.result().bestWeightsSha256()));
  }

  /** As it was typed: whoever pastes it runs it. A backtick would end what is set as code. */
  private static String command(Run run) {
    String command = Harmless.of(run.training(true));
    return command.indexOf('`') < 0 ? "`" + command + "`" : Markup.escape(command);
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
              environment.entrySet(),
              Column.text("what", Map.Entry::getKey),
              Column.text("value", Map.Entry::getValue)));
    }
    if (all.size() > SURROUNDINGS) {
      pages.paragraph(
          Phrase.of(
              "%,d further surroundings are left out: each run's are in the `environment.json` of its folder.",
              all.size() - SURROUNDINGS));
    }
  }
}
