package dev.incline.report;

import dev.incline.experiment.Environment;
import dev.incline.experiment.RunResult;
import dev.incline.experiment.StoredRun;
import dev.incline.page.Document;
import dev.incline.page.Markup;
import dev.incline.page.PageForm;
import dev.incline.report.pages.DataTable;
import dev.incline.report.pages.DataTable.Column;
import dev.incline.report.pages.Excerpt;
import dev.incline.report.pages.Notes;
import dev.incline.report.pages.Pages;
import dev.incline.report.pages.ReportText;
import dev.incline.store.OutputFile;
import dev.incline.train.EpochRecord;
import dev.incline.train.RunRecord;
import dev.incline.train.TrainResult;
import dev.incline.train.score.ConfusionMatrix;
import dev.incline.train.score.Interval;
import dev.incline.wording.Harmless;
import dev.incline.wording.Phrase;
import dev.incline.wording.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One run for a browser, from its records alone: it reads no data and evaluates nothing, so it is
 * made in a moment.
 */
public record RunPage(Run run, RunRecord record) {
  /** Its name in the run's folder. */
  public static final String FILE = "report.html";

  public static RunPage of(Path folder, RunRecord record, Environment environment) {
    String name = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
    RunResult result = RunResult.of(record);
    return new RunPage(
        new Run(name, folder, record.options(), result, environment, record::epochs), record);
  }

  /**
   * The page of a run that finished.
   *
   * @throws IOException naming the file and what is wrong, or that it did not finish and why
   */
  public static RunPage read(Path folder) throws IOException {
    StoredRun stored = StoredRun.read(folder);
    return new RunPage(Run.of(folder, stored), Objects.requireNonNull(stored.result()));
  }

  /**
   * Tries whether a folder takes it.
   *
   * @return whether one is there already
   * @throws dev.incline.wording.InvalidOptionException when somebody else made the file there
   */
  public static boolean require(Path folder, boolean overwrite) throws IOException {
    return OutputFile.require(folder.resolve(FILE), "--out", overwrite, PageForm::wrote);
  }

  /**
   * Writes it into a folder.
   *
   * @return what the author should know: letters that no font has
   */
  public List<String> write(Path folder) throws IOException {
    Document document =
        new Document(
            record.network(),
            List.of(
                Phrase.of(
                    "%s, seed %d, trained by %s",
                    ReportText.code(run.name()),
                    record.seed(),
                    Markup.escape(run.environment().program())),
                "on " + Markup.escape(record.device())));
    Pages pages = new Pages(document, Notes.NONE);
    pages.section("Result", () -> result(pages));
    if (!record.confusion().isEmpty()) {
      pages.section("Classes", () -> classes(pages).set(List.of()));
    }
    pages.section("How it was trained", () -> training(pages));
    if (!record.confusion().isEmpty() && classes(pages).isLong()) {
      pages.section("Every class", () -> pages.table(classes(pages).every()));
    }
    return ReportWriter.write(
        document, folder.resolve(FILE), Version.program(), "A training run and its results");
  }

  private ConfusionPart classes(Pages pages) {
    return new ConfusionPart(
        pages,
        confusion(),
        List.copyOf(record.predicted().keySet()),
        "run",
        "the last section",
        "`%s` in the run's folder".formatted(StoredRun.RESULT));
  }

  private ConfusionMatrix confusion() {
    return new ConfusionMatrix(
        record.confusion().stream()
            .map(row -> row.stream().mapToInt(Integer::intValue).toArray())
            .toArray(int[][]::new));
  }

  private void result(Pages pages) throws IOException {
    pages.paragraph(
        Phrase.of(
            "**Test accuracy %s**, test loss %s%s, with the weights of epoch %d of %d%s.%s",
            ReportText.decimal(record.test().accuracy()),
            ReportText.decimal(record.test().loss()),
            record.confusion().isEmpty() ? "" : interval(confusion()),
            record.best().epoch(),
            record.epochs().size(),
            record.best().hasValidation()
                ? Phrase.of(
                    ", whose validation result is the best: accuracy %s",
                    ReportText.decimal(record.best().validationAccuracy()))
                : ": no row validates",
            record.stopped().isEmpty()
                ? ""
                : " It stopped early, " + ReportText.escaped(record.stopped()) + "."));
    pages.paragraph(
        Phrase.of(
            "%sIt took %s s in all, at %,.0f samples/s in training. Checked: %s.",
            record.rows().equals(TrainResult.Rows.UNKNOWN) ? "" : record.rows().words() + ". ",
            ReportText.decimal(record.seconds(), 1),
            run.result().samplesPerSecond(),
            ReportText.escaped(record.checked().sentence())));
    for (String warning : record.warnings()) {
      pages.item("**Warning:** " + Markup.escape(Harmless.of(warning)));
    }
    pages.figure(
        "curves",
        Curves.of(record.epochs()),
        "Loss and accuracy; training is measured before each update, validation after the epoch.");
    if (record.epochs().size() <= Excerpt.MOST) {
      pages.table(epochs());
    } else {
      pages.paragraph(
          "`%s` in the run's folder has the numbers of each epoch.".formatted(StoredRun.EPOCHS));
    }
  }

  private static String interval(ConfusionMatrix confusion) {
    Interval interval = confusion.accuracyInterval();
    return Phrase.of(
        " (95 %% interval of the accuracy from %s to %s, %,d rows, Wilson)",
        ReportText.decimal(interval.low()), ReportText.decimal(interval.high()), confusion.rows());
  }

  private DataTable epochs() {
    return DataTable.of(
        "epochs",
        "Every epoch.",
        record.epochs(),
        Column.number("epoch", 0, EpochRecord::epoch),
        Column.number("training loss", 4, EpochRecord::trainLoss),
        Column.number("training accuracy", 4, EpochRecord::trainAccuracy),
        Column.number("validation loss", 4, EpochRecord::validationLoss),
        Column.number("validation accuracy", 4, EpochRecord::validationAccuracy),
        new Column<>("learning rate", 0, true, RunPage::rate),
        Column.number("time (s)", 2, EpochRecord::seconds));
  }

  private static String rate(EpochRecord epoch) {
    return Double.isNaN(epoch.learningRate()) ? "–" : ReportText.number(epoch.learningRate());
  }

  private void training(Pages pages) throws IOException {
    pages.paragraph(
        "This command trains it again, to the same weights on every conforming device:");
    pages.paragraph(ReportText.code(run.training(true)));
    Map<String, String> all = new LinkedHashMap<>();
    all.put("weights after the last epoch, SHA-256", record.weightsSha256());
    all.put("saved weights, SHA-256", record.bestWeightsSha256());
    all.putAll(run.surroundings());
    pages.table(DataTable.of("environment", "What it came to, and where it ran.", "what", all));
    Map<String, String> options = new LinkedHashMap<>();
    options.put("model", record.model());
    options.put("seed", Long.toString(record.seed()));
    run.options().keySet().forEach(name -> options.putIfAbsent(name, run.option(name)));
    options.values().removeIf(String::isEmpty);
    pages.table(DataTable.of("options", "Its options.", "what", options));
  }
}
