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
import dev.incline.wording.Harmless;
import dev.incline.wording.Phrase;
import dev.incline.wording.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
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
    String name =
        Phrase.of(
            "%s, seed %d, trained by %s",
            ReportText.code(run.name()), record.seed(), Markup.escape(run.environment().program()));
    Document document =
        new Document(record.network(), List.of(name, "on " + Markup.escape(record.device())));
    Pages pages = new Pages(document, Notes.NONE);
    pages.section("Result", () -> result(pages));
    if (!record.confusion().isEmpty()) {
      pages.section("Classes", () -> classes(pages).set(List.of()));
    }
    pages.section("How it was trained", () -> training(pages));
    if (!record.confusion().isEmpty() && classes(pages).isLong()) {
      pages.section("Every class", () -> classes(pages).setEvery());
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

  private void result(Pages pages) {
    boolean known = !record.rows().equals(TrainResult.Rows.UNKNOWN);
    Map<String, Object> facts = new HashMap<>();
    facts.put("record", record);
    facts.put("confusion", record.confusion().isEmpty() ? false : confusion());
    facts.put("stopped", record.stopped());
    facts.put("rows", known ? record.rows().words() : "");
    facts.put("seconds", ReportText.decimal(record.seconds(), 1));
    facts.put("rate", Math.round(run.result().samplesPerSecond()));
    facts.put("checked", record.checked().sentence());
    facts.put("warnings", record.warnings().stream().map(Harmless::of).toList());
    facts.put("short", record.epochs().size() <= Excerpt.MOST);
    facts.put("file", StoredRun.EPOCHS);
    pages.figure("curves", Curves.of(record.epochs()));
    if (record.epochs().size() <= Excerpt.MOST) {
      pages.table(epochs());
    }
    pages.prose("run", facts);
  }

  private DataTable epochs() {
    return DataTable.of(
        "epochs",
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

  private void training(Pages pages) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("weights after the last epoch, SHA-256", record.weightsSha256());
    all.put("saved weights, SHA-256", record.bestWeightsSha256());
    all.putAll(run.surroundings());
    Map<String, String> options = run.configuration("model", record.model());
    options.values().removeIf(String::isEmpty);
    pages.table(DataTable.of("environment", "what", all));
    pages.table(DataTable.of("options", "what", options));
    pages.prose("training", Map.of("command", run.training(true)));
  }
}
