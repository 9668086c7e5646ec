package dev.incline.report;

import dev.incline.experiment.Environment;
import dev.incline.experiment.Failure;
import dev.incline.experiment.RunResult;
import dev.incline.experiment.RunSummary;
import dev.incline.experiment.StoredRun;
import dev.incline.train.EpochRecord;
import dev.incline.wording.Numeral;
import dev.incline.wording.ShellWords;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A run that finished.
 *
 * @param name of its folder, below the folder that was named for the report
 * @param options its configuration, by long option name
 * @param history where its epochs are read when they are drawn
 */
public record Run(
    String name,
    Path folder,
    Map<String, Object> options,
    RunResult result,
    Environment environment,
    History history) {
  /** A run's epochs, which are not kept. */
  public interface History {
    /**
     * Reads all of them.
     *
     * @throws IOException naming the file and what is wrong
     */
    List<EpochRecord> epochs() throws IOException;
  }

  /**
   * A run of its own.
   *
   * @throws IOException naming the file and what is wrong, or that it did not finish and why
   */
  public static Run read(Path folder) throws IOException {
    Path name = folder.toAbsolutePath().normalize().getFileName();
    return of(String.valueOf(name), RunSummary.of(StoredRun.read(folder)));
  }

  /**
   * @throws IOException naming the folder when the run did not finish
   */
  static Run of(String name, RunSummary stored) throws IOException {
    RunResult result = stored.result();
    Path folder = stored.folder();
    if (result == null) {
      Failure failure = stored.failure();
      throw new IOException(
          "the run %s did not finish: %s"
              .formatted(folder, failure == null ? "it was broken off" : failure.message()));
    }
    return new Run(
        name,
        folder,
        stored.options(),
        result,
        stored.environment(),
        () -> StoredRun.read(folder).epochs());
  }

  /** The epoch whose weights were kept. */
  EpochRecord best() {
    return result.best();
  }

  double trainAccuracy() {
    return best().trainAccuracy();
  }

  double validationAccuracy() {
    return best().validationAccuracy();
  }

  /** Whether any of its rows validated. */
  boolean hasValidation() {
    return best().hasValidation();
  }

  /** What it is compared by: the validation accuracy, or the training accuracy without one. */
  double score() {
    return hasValidation() ? validationAccuracy() : trainAccuracy();
  }

  double testAccuracy() {
    return result.test().accuracy();
  }

  /** The command line that repeats it. */
  String command() {
    return ShellWords.of(environment.command());
  }

  /** Where it ran and on what, without what is the run's own. */
  Map<String, String> surroundings() {
    Map<String, String> shared = new LinkedHashMap<>();
    shared.put("program", environment.program());
    shared.put("device", environment.device());
    shared.put("driver", environment.driver());
    shared.put("java", environment.java());
    shared.put("system", environment.os());
    shared.put("data", environment.dataFolder());
    environment.sumsOfData().forEach((file, sha256) -> shared.put(file + " sha256", sha256));
    return shared;
  }

  /** An option's value as text; empty where the run has no such option. */
  String option(String name) {
    return name.equals("model") ? result.model() : Numeral.value(options.getOrDefault(name, ""));
  }

  /** The number of classes: the last width of the network. */
  int classes() {
    String widths = result.network().replaceFirst(" .*", "");
    return Integer.parseInt(widths.substring(widths.lastIndexOf('-') + 1));
  }

  /** Whether its test accuracy is hardly above that of guessing. */
  boolean isAtChance() {
    return testAccuracy() < 1.5 / classes();
  }
}
