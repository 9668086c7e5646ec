package dev.incline.data.check;

import dev.incline.data.ClassCounts;
import dev.incline.data.DataException;
import dev.incline.data.DataSource;
import dev.incline.data.Dataset;
import dev.incline.data.IdxFolder;
import dev.incline.data.IdxReader;
import dev.incline.data.KnownSet;
import dev.incline.data.PixelStatistics;
import dev.incline.data.Split;
import dev.incline.file.Sha256;
import dev.incline.wording.Phrase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A set examined before anything is trained on it.
 *
 * @param taken what the path was taken for; empty where that is nothing
 * @param knownAs title of the public set whose four files these are, or null
 * @param sets what was read: training set, test set; fewer where a file cannot be used
 * @param findings errors first
 */
public record DataCheck(
    String taken, @Nullable String knownAs, List<Description> sets, List<Finding> findings) {
  /** How much a finding matters. */
  public enum Severity {
    /** The data cannot be used, or what is trained on it is worth nothing. */
    ERROR,
    /** Likely a mistake. */
    WARNING,
    /** Worth knowing. */
    INFO
  }

  /**
   * One thing that was found.
   *
   * @param code for programs, such as {@code rows-shared}
   * @param text for people: what, where, and what to do
   */
  public record Finding(Severity severity, String code, String text) {}

  /**
   * Examines data.
   *
   * @param opening opens them
   * @throws IOException when a file cannot be read a second time, for its checksum
   */
  public static DataCheck of(Supplier<DataSource> opening) throws IOException {
    List<Finding> findings = new ArrayList<>();
    List<Description> descriptions = new ArrayList<>();
    DataSource files;
    try {
      files = opening.get();
    } catch (DataException e) {
      findings.add(unusable(e));
      return new DataCheck("", null, descriptions, findings);
    }
    files.warnings().forEach(w -> findings.add(new Finding(Severity.WARNING, "left-out", w)));
    Optional<ImageIndex> training = examine(files::training, descriptions, findings);
    Optional<ImageIndex> test = examine(files::test, descriptions, findings);
    training.ifPresent(set -> split(set.data, findings));
    if (training.isPresent() && test.isPresent()) {
      shared(training.get(), test.get(), findings);
      likeness(training.get().data, test.get().data, findings);
    }
    String knownAs =
        findings.stream().anyMatch(f -> f.severity == Severity.ERROR && f.code.equals("unusable"))
            ? null
            : files instanceof IdxFolder idx ? recognise(idx, findings) : null;
    findings.sort(Comparator.comparing(Finding::severity));
    return new DataCheck(files.taken(), knownAs, descriptions, findings);
  }

  /** Whether the data can be trained on. */
  public boolean isUsable() {
    return findings.stream().noneMatch(f -> f.severity == Severity.ERROR);
  }

  private static Finding unusable(DataException e) {
    return new Finding(Severity.ERROR, "unusable", String.valueOf(e.getMessage()));
  }

  private static Optional<ImageIndex> examine(
      Supplier<Dataset> reading, List<Description> descriptions, List<Finding> findings) {
    try {
      Dataset data = reading.get();
      ImageIndex images = new ImageIndex(data);
      Description description = Description.of(data, images);
      descriptions.add(description);
      findings.addAll(SetFindings.of(description, images));
      return Optional.of(images);
    } catch (DataException e) {
      Finding finding = unusable(e);
      if (!findings.contains(finding)) { // of labels both sets say the same
        findings.add(finding);
      }
      return Optional.empty();
    }
  }

  /** As training splits the rows where nothing else is asked for. */
  private static void split(Dataset training, List<Finding> findings) {
    int rows = training.rows();
    if (Math.round(rows * Split.USUAL) < 1) {
      return; // training says so
    }
    ClassCounts.of(training, Split.of(rows, Split.USUAL))
        .warning(Split.Choice.LAST)
        .ifPresent(
            text ->
                findings.add(
                    new Finding(Severity.WARNING, "validation-lacks", "training set: " + text)));
  }

  private static void likeness(Dataset training, Dataset test, List<Finding> findings) {
    if (!training.hasPixels() || !test.hasPixels()) {
      return;
    }
    PixelStatistics.of(test)
        .differenceFrom(PixelStatistics.of(training))
        .ifPresent(
            text ->
                findings.add(
                    new Finding(
                        Severity.WARNING,
                        "sets-differ",
                        "test set: its images are unlike the training images: " + text)));
  }

  private static void shared(ImageIndex training, ImageIndex test, List<Finding> findings) {
    ImageIndex.Shared shared = test.sharedWith(training);
    int count = shared.count();
    if (count == test.data.rows()) {
      findings.add(
          new Finding(
              Severity.ERROR,
              "rows-shared",
              "every test row is a training row: a test accuracy would say nothing. Is the test file a copy of the training file?"));
    } else if (count > 0) {
      boolean many = count > test.data.rows() / 100;
      findings.add(
          new Finding(
              many ? Severity.WARNING : Severity.INFO,
              "rows-shared",
              Phrase.of(
                  "%s too, such as test row %d of training row %d: the test accuracy is that much too good",
                  count == 1
                      ? "1 test row is a training row"
                      : Phrase.of("%,d test rows are training rows", count),
                  shared.first(),
                  shared.other())));
    }
  }

  private static @Nullable String recognise(IdxFolder files, List<Finding> findings)
      throws IOException {
    List<Path> paths = files.files();
    List<String> packed = new ArrayList<>();
    List<String> unpacked = new ArrayList<>();
    for (Path path : paths) {
      packed.add(Sha256.of(path));
      unpacked.add(IdxReader.sha256(path));
    }
    for (KnownSet set : KnownSet.ALL) {
      List<String> others = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        if (!set.holds(i, packed.get(i), unpacked.get(i))) {
          others.add(String.valueOf(paths.get(i).getFileName()));
        }
      }
      if (others.isEmpty()) {
        findings.add(
            new Finding(
                Severity.INFO,
                "known",
                "these are the four files of " + set.title() + ", by SHA-256"));
        return set.title();
      } else if (others.size() < 4) {
        findings.add(
            new Finding(
                Severity.WARNING,
                "mixed",
                "some files are those of %s, by SHA-256, but not %s: changed, or of another set"
                    .formatted(set.title(), String.join(", ", others))));
      }
    }
    return null;
  }
}
