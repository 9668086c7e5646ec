package dev.incline.cli.train;

import dev.incline.report.RunPage;
import dev.incline.run.watch.EpochPrinter;
import dev.incline.train.EpochRecord;
import dev.incline.train.RunRecord;
import dev.incline.train.ShadowRecord;
import dev.incline.wording.Numeral;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** A run for people to read. */
final class TrainSummary {
  private TrainSummary() {}

  /**
   * An aligned table, each line ended.
   *
   * @param choice why the device was taken; empty where there was no choice
   */
  static String of(RunRecord run, String choice) {
    double training = run.epochs().stream().mapToDouble(EpochRecord::seconds).sum();
    double samples =
        run.epochs().stream().mapToDouble(e -> e.samplesPerSecond() * e.seconds()).sum();
    StringBuilder text = new StringBuilder();
    row(text, "model", "%s (%s)", run.model(), run.network());
    row(text, "device", "%s", run.device());
    if (!choice.isEmpty()) {
      row(text, "chosen by", "%s", choice);
    }
    if (run.chunkRows() > 0) {
      row(text, "data", "streamed in chunks of %s", Numeral.count(run.chunkRows(), "row"));
    }
    if (run.best().hasValidation()) {
      row(
          text,
          "best epoch",
          "%d of %d, validation accuracy %.4f",
          run.best().epoch(),
          run.epochs().size(),
          run.best().validationAccuracy());
    } else {
      row(
          text,
          "last epoch",
          "%d, its weights are kept: no row validates (--validation 0)",
          run.best().epoch());
    }
    if (!run.stopped().isEmpty()) {
      row(text, "stopped", "early, %s", run.stopped());
    }
    row(text, "test", "loss %.4f, accuracy %.4f", run.test().loss(), run.test().accuracy());
    row(
        text,
        "time",
        "%.1f s in all, %.1f s of training at %s",
        run.seconds(),
        training,
        EpochPrinter.rate(samples / training).strip());
    ShadowRecord shadow = run.shadow();
    if (shadow.isAsked()) {
      row(
          text,
          "shadow",
          "%s (%s) taken again in plain Java: %s",
          Numeral.count(shadow.steps(), "step"),
          shadow.share(),
          shadow.outcome());
    }
    row(text, "checked", "%s", run.checked().sentence());
    row(text, "weights", "sha256 %s (after the last epoch)", run.weightsSha256());
    row(text, "saved in", "%s", run.out());
    Path page = Path.of(run.out()).resolve(RunPage.FILE);
    if (Files.isRegularFile(page)) {
      row(text, "report", "%s", page);
    }
    for (String warning : run.warnings()) {
      row(text, "WARNING", "%s", warning);
    }
    return text.toString();
  }

  private static void row(StringBuilder text, String name, String format, Object... values) {
    text.append(String.format(Locale.ROOT, "%-11s ", name))
        .append(String.format(Locale.ROOT, format, values))
        .append(System.lineSeparator());
  }
}
