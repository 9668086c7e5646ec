package dev.incline.report;

import dev.incline.train.EpochRecord;
import dev.incline.train.RunRecord;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * A run that finished.
 *
 * @param name of its folder
 * @param environment program, device, data and command line, as far as they were recorded
 */
record Run(String name, RunRecord record, Map<String, String> environment) {
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

  double testAccuracy() {
    return record.test().accuracy();
  }

  /** An option's value as text; empty where the run has no such option. */
  String option(String name) {
    return name.equals("model") ? record.model() : Objects.toString(record.options().get(name), "");
  }

  /** The number of classes: the last width of the network. */
  int classes() {
    String widths = record.network().split(" ")[0];
    return Integer.parseInt(widths.substring(widths.lastIndexOf('-') + 1));
  }

  /** Whether its test accuracy is hardly above that of guessing. */
  boolean isAtChance() {
    return testAccuracy() < 1.5 / classes();
  }

  double[] epochs() {
    return by(EpochRecord::epoch);
  }

  /** One value per epoch. */
  double[] by(ToDoubleFunction<EpochRecord> value) {
    return record.epochs().stream().mapToDouble(value).toArray();
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

  static List<String> names(List<Run> runs) {
    return runs.stream().map(Run::name).toList();
  }
}
