package dev.incline.experiment;

import dev.incline.data.FileKind;
import dev.incline.train.EpochRecord;
import dev.incline.train.RunRecord;
import dev.incline.wording.Numeral;
import dev.incline.wording.Phrase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run as its folder tells it; docs/formats.md describes the files.
 *
 * @param folder the run's
 * @param options the effective configuration by long option name without dashes ({@code lr}, {@code
 *     logit-relu}, ...): numbers, booleans, text, and lists of those
 * @param origins where each value came from, by the same names
 * @param seed of weights and shuffles; among the options too
 * @param epochs those that finished, in order, numbered from 1
 * @param result what a finished run came to; null in one that failed or was broken off
 * @param failure why it has no result; null in one that finished or was broken off
 */
public record StoredRun(
    Path folder,
    Map<String, Object> options,
    Map<String, String> origins,
    long seed,
    List<EpochRecord> epochs,
    @Nullable RunRecord result,
    @Nullable Failure failure,
    Environment environment) {
  public static final String CONFIG = "config.yaml";
  public static final String ENVIRONMENT = "environment.json";
  public static final String EPOCHS = "history.jsonl";
  public static final String RESULT = "history.json";
  public static final String FAILURE = "failure.json";
  public static final String MODEL = "model.safetensors";
  public static final String LOG = "log.txt";

  static final String ORIGINS = "origins"; // in config.yaml: where its values came from

  /** Whether it has run to its end, well or not; one that was killed has not. */
  public boolean isOver() {
    return result != null || failure != null;
  }

  /** Whether its folder has the model, which is not read with the rest. */
  public boolean hasModel() {
    return Files.isRegularFile(folder.resolve(MODEL));
  }

  /**
   * Where the run of a folder ran.
   *
   * @throws IOException naming the file and what is wrong
   */
  public static Environment environment(Path folder) throws IOException {
    return DocumentFile.read(folder.resolve(ENVIRONMENT), Environment.class);
  }

  /** Whether a folder is that of a run, whole or damaged. */
  public static boolean isIn(Path folder) {
    return Files.exists(folder.resolve(CONFIG)) || Files.exists(folder.resolve(RESULT));
  }

  /**
   * Reads a run's folder, all but its model.
   *
   * @throws IOException naming the file and what is wrong: missing, cut short, damaged, of wrong
   *     types, or with a number that is not finite
   */
  public static StoredRun read(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException(
          "%s is no folder of a run: it is %s".formatted(folder, FileKind.phrase(folder)));
    }
    if (!isIn(folder) && Files.exists(folder.resolve(StoredSweep.FILE))) {
      throw new IOException(
          folder
              + " is the folder of a sweep: name one of the runs in it ('sweep' goes on with all, 'report' shows them)");
    }
    Path config = folder.resolve(CONFIG);
    YamlNode root = DocumentFile.yaml(config);
    Map<String, Object> options = new LinkedHashMap<>();
    root.entries().forEach((key, value) -> options.put(key, value.toObject()));
    options.remove(ORIGINS);
    Map<String, String> origins = origins(config, root.entries().get(ORIGINS));
    Object seed = options.get("seed");
    if (!(seed instanceof Integer) && !(seed instanceof Long)) {
      throw new IOException(config + " has no whole number 'seed'");
    }
    Environment environment = environment(folder);
    Path results = folder.resolve(RESULT);
    RunRecord result =
        Files.exists(results)
            ? DocumentFile.read(results, RunRecord.class, RunRecord::modernise)
            : null;
    Failure failure = failure(folder.resolve(FAILURE));
    if (failure != null && result != null) {
      throw new IOException(folder + " holds both " + RESULT + " and " + FAILURE);
    }
    List<EpochRecord> epochs = epochs(folder.resolve(EPOCHS), result == null);
    if (result != null) {
      requireWhole(folder, result, epochs);
    }
    boolean validates =
        !(options.get("validation") instanceof Number share) || share.doubleValue() > 0;
    if (epochs.stream().anyMatch(epoch -> epoch.hasValidation() != validates)) {
      throw new IOException(
          "%s: the epochs do not fit 'validation' of %s: one of them is damaged"
              .formatted(folder.resolve(EPOCHS), CONFIG));
    }
    return new StoredRun(
        folder,
        options,
        origins,
        ((Number) seed).longValue(),
        result == null ? epochs : result.epochs(), // they are equal: one of the two is enough
        result,
        failure,
        environment);
  }

  private static Map<String, String> origins(Path config, @Nullable YamlNode node)
      throws IOException {
    Map<String, String> origins = new LinkedHashMap<>();
    if (node == null) {
      return origins;
    }
    for (Map.Entry<String, YamlNode> entry : node.entries().entrySet()) {
      if (!(entry.getValue().toObject() instanceof String origin)) {
        throw new IOException(config + ": the origin of '" + entry.getKey() + "' is no text");
      }
      origins.put(entry.getKey(), origin);
    }
    return origins;
  }

  private static @Nullable Failure failure(Path file) throws IOException {
    if (!Files.exists(file)) {
      return null;
    }
    Failure failure = DocumentFile.readPartly(file, Failure.class);
    if (failure.kind() == null || failure.message() == null) {
      throw new IOException(file + " is damaged: it has no kind or no message");
    }
    return failure;
  }

  /**
   * @param broken the run did not finish: its last line may be cut short and is left out then
   */
  private static List<EpochRecord> epochs(Path file, boolean broken) throws IOException {
    if (broken && !Files.exists(file)) {
      return List.of();
    }
    String text = TextFile.read(file);
    List<String> lines = text.lines().toList();
    int whole =
        broken && !text.endsWith("\n") && !lines.isEmpty() ? lines.size() - 1 : lines.size();
    List<EpochRecord> epochs = new ArrayList<>();
    for (String line : lines.subList(0, whole)) {
      String where = file + " line " + (epochs.size() + 1);
      EpochRecord epoch =
          DocumentFile.parse(line, where, EpochRecord.class, EpochRecord::modernise);
      requireFinite(where, epoch);
      if (epoch.epoch() != epochs.size() + 1) {
        throw new IOException(
            Phrase.of("%s is of epoch %d, not %d", where, epoch.epoch(), epochs.size() + 1));
      }
      epochs.add(epoch);
    }
    return List.copyOf(epochs);
  }

  private static void requireFinite(String where, EpochRecord e) throws IOException {
    requireFinite(where, e.trainLoss(), e.trainAccuracy(), e.seconds(), e.samplesPerSecond());
    if (e.hasValidation()) {
      requireFinite(where, e.validationLoss(), e.validationAccuracy());
    }
    if (!Double.isNaN(e.learningRate())) {
      requireFinite(where, e.learningRate());
    }
  }

  private static void requireFinite(String where, double... numbers) throws IOException {
    for (double number : numbers) {
      if (!Double.isFinite(number)) {
        throw new IOException(where + " is damaged: it holds " + Numeral.of(number));
      }
    }
  }

  private static void requireWhole(Path folder, RunRecord result, List<EpochRecord> epochs)
      throws IOException {
    Path file = folder.resolve(RESULT);
    requireFinite(
        file.toString(), result.test().loss(), result.test().accuracy(), result.seconds());
    if (result.best().hasValidation()) {
      requireFinite(file.toString(), result.best().validationAccuracy());
    }
    if (!epochs.equals(result.epochs())) {
      throw new IOException(
          Phrase.of(
              "%s holds %s, but %s has %d: one of the two is damaged",
              folder.resolve(EPOCHS),
              Numeral.count(epochs.size(), "epoch"),
              file,
              result.epochs().size()));
    }
    if (result.best().epoch() < 1 || result.best().epoch() > epochs.size()) {
      throw new IOException(
          Phrase.of(
              "%s is damaged: its best epoch is %d of %d",
              file, result.best().epoch(), epochs.size()));
    }
    if (!result.confusion().isEmpty()) {
      requireCounts(file, result);
    }
  }

  /** The matrix of confusion says the same as the counts of each predicted class. */
  private static void requireCounts(Path file, RunRecord result) throws IOException {
    List<Integer> sums = new ArrayList<>(Collections.nCopies(result.predicted().size(), 0));
    for (List<Integer> row : result.confusion()) {
      for (int c = 0; c < Math.min(row.size(), sums.size()); c++) {
        sums.set(c, row.get(c) < 0 ? -1 : sums.get(c) + row.get(c));
      }
    }
    if (result.confusion().size() != sums.size()
        || result.confusion().stream().anyMatch(row -> row.size() != sums.size())
        || !sums.equals(List.copyOf(result.predicted().values()))) {
      throw new IOException(
          "%s is damaged: its 'confusion' and its 'predicted' do not fit together".formatted(file));
    }
  }
}
