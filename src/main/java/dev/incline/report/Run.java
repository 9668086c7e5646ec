package dev.incline.report;

import dev.incline.experiment.Environment;
import dev.incline.experiment.Failure;
import dev.incline.experiment.RunResult;
import dev.incline.experiment.RunSummary;
import dev.incline.experiment.StoredRun;
import dev.incline.option.DataOptions;
import dev.incline.option.Option;
import dev.incline.option.OptionValues;
import dev.incline.train.EpochRecord;
import dev.incline.wording.InvalidOptionException;
import dev.incline.wording.Numeral;
import dev.incline.wording.Phrase;
import dev.incline.wording.ShellWords;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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
  private static final String USUAL_DATA = Path.of("data", "mnist").toString();

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
    return of(folder, StoredRun.read(folder));
  }

  /**
   * The same, of what was read.
   *
   * @throws IOException naming the folder when the run did not finish
   */
  static Run of(Path folder, StoredRun stored) throws IOException {
    Path name = folder.toAbsolutePath().normalize().getFileName();
    return of(String.valueOf(name), RunSummary.of(stored));
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
          "the run %s %s"
              .formatted(
                  folder,
                  failure == null
                      ? "is not finished: it is under way, or was broken off"
                      : "did not finish: " + failure.message()));
    }
    return new Run(
        name,
        folder,
        stored.options(),
        result,
        stored.environment(),
        () -> StoredRun.read(folder).epochs());
  }

  /**
   * The command that trains it alone: the model, and the options that are not at their defaults.
   * Where this program would not take them, the command that was given.
   *
   * @param seed whether the seed is named too
   */
  String training(boolean seed) {
    Map<String, Object> all = new LinkedHashMap<>(options);
    all.put("model", result.model());
    all.put("seed", result.seed());
    if (!seed) {
      all.remove("seed");
    }
    List<String> words = new ArrayList<>(List.of("incline", "train"));
    for (Option<?> place : List.of(DataOptions.DATA, DataOptions.TEST)) {
      Object value = options.get(place.name());
      if (value != null && !value.toString().equals(USUAL_DATA)) {
        words.addAll(List.of("--" + place.name(), value.toString()));
      }
    }
    try {
      words.addAll(OptionValues.words(all));
    } catch (InvalidOptionException e) {
      return ShellWords.of(environment.command()); // of a program with other options
    }
    return ShellWords.of(words);
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

  /** What runs are compared by: {@link #score}. */
  static String measure(Stream<Run> runs) {
    return runs.allMatch(Run::hasValidation) ? "validation accuracy" : "training accuracy";
  }

  /** What it is compared by: the validation accuracy, or the training accuracy without one. */
  double score() {
    return hasValidation() ? validationAccuracy() : trainAccuracy();
  }

  /** How far the training accuracy, which is the running one, is above the validation accuracy. */
  double gap() {
    return trainAccuracy() - validationAccuracy();
  }

  double testAccuracy() {
    return result.test().accuracy();
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

  /** Its options, behind the seed and what a reader looks for first. */
  Map<String, String> configuration(String first, String value) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put(first, value);
    all.put("seed", Long.toString(result.seed()));
    options.keySet().forEach(name -> all.putIfAbsent(name, option(name)));
    return all;
  }

  /** The number of classes: the last width of the network. */
  int classes() {
    String widths = result.network().replaceFirst(" .*", "");
    return Integer.parseInt(widths.substring(widths.lastIndexOf('-') + 1));
  }

  /** Whether it tells classes apart, with a test accuracy that is well above that of guessing. */
  boolean hasLearnt() {
    return testAccuracy() >= 1.5 / classes() && onlyClass().isEmpty();
  }

  /** The class that it takes every test row for. */
  Optional<String> onlyClass() {
    List<String> seen =
        result.predicted().entrySet().stream()
            .filter(predicted -> predicted.getValue() > 0)
            .map(Map.Entry::getKey)
            .toList();
    return seen.size() == 1 ? Optional.of(className(seen.get(0))) : Optional.empty();
  }

  /** The classes that it takes no test row for; a dead one has a logit that is never positive. */
  List<String> neverPredicted() {
    List<String> never = new ArrayList<>();
    int number = 0;
    for (Map.Entry<String, Integer> predicted : result.predicted().entrySet()) {
      if (predicted.getValue() == 0) {
        boolean dead = result.deadClasses().contains(number);
        never.add(className(predicted.getKey()) + (dead ? " (dead)" : ""));
      }
      number++;
    }
    return never;
  }

  /** Its number, and its name where that is another. */
  private String className(String name) {
    int number = List.copyOf(result.predicted().keySet()).indexOf(name);
    return name.equals(Integer.toString(number)) ? name : Phrase.of("%d (%s)", number, name);
  }
}
