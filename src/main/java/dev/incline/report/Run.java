package dev.incline.report;

import dev.incline.experiment.Environment;
import dev.incline.experiment.Failure;
import dev.incline.experiment.StoredRun;
import dev.incline.train.EpochRecord;
import dev.incline.train.RunRecord;
import dev.incline.wording.ShellWords;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A run that finished.
 *
 * @param name of its folder, below the folder that was named for the report
 * @param options its configuration, by long option name
 */
public record Run(
    String name,
    Path folder,
    Map<String, Object> options,
    RunRecord record,
    Environment environment) {
  /**
   * A run of its own.
   *
   * @throws IOException naming the file and what is wrong, or that it did not finish and why
   */
  public static Run read(Path folder) throws IOException {
    Path name = folder.toAbsolutePath().normalize().getFileName();
    return of(String.valueOf(name), StoredRun.read(folder));
  }

  /**
   * @throws IOException naming the folder when the run did not finish
   */
  static Run of(String name, StoredRun stored) throws IOException {
    RunRecord result = stored.result();
    if (result == null) {
      Failure failure = stored.failure();
      throw new IOException(
          "the run %s did not finish: %s"
              .formatted(
                  stored.folder(), failure == null ? "it was broken off" : failure.message()));
    }
    return new Run(name, stored.folder(), stored.options(), result, stored.environment());
  }

  /** The epoch whose weights were kept. */
  EpochRecord best() {
    return record.epochs().get(record.best().epoch() - 1);
  }

  double trainAccuracy() {
    return best().trainAccuracy();
  }

  double validationAccuracy() {
    return record.best().validationAccuracy();
  }

  /** Whether any of its rows validated. */
  boolean hasValidation() {
    return record.best().hasValidation();
  }

  /** What it is compared by: the validation accuracy, or the training accuracy without one. */
  double score() {
    return hasValidation() ? validationAccuracy() : trainAccuracy();
  }

  double testAccuracy() {
    return record.test().accuracy();
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
    return name.equals("model") ? record.model() : Text.value(options.getOrDefault(name, ""));
  }

  /** The number of classes: the last width of the network. */
  int classes() {
    String widths = record.network().replaceFirst(" .*", "");
    return Integer.parseInt(widths.substring(widths.lastIndexOf('-') + 1));
  }

  /** Whether its test accuracy is hardly above that of guessing. */
  boolean isAtChance() {
    return testAccuracy() < 1.5 / classes();
  }

  /** Of training alone. */
  double trainingSeconds() {
    return record.epochs().stream().mapToDouble(EpochRecord::seconds).sum();
  }

  /** Training rows by training seconds, over all epochs. */
  double samplesPerSecond() {
    double samples =
        record.epochs().stream().mapToDouble(e -> e.samplesPerSecond() * e.seconds()).sum();
    return samples / trainingSeconds();
  }
}
