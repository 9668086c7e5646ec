package dev.incline.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A set examined before anything is trained on it.
 *
 * @param knownAs title of the public set whose four files these are, or null
 * @param sets what was read: training set, test set; fewer where a file cannot be used
 * @param findings errors first
 */
public record DataCheck(@Nullable String knownAs, List<Description> sets, List<Finding> findings) {
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
   * What a set holds.
   *
   * @param perClass rows of each label
   * @param smallest of all pixels
   * @param largest of all pixels
   * @param mean of all pixels
   * @param zeros share of pixels that are 0
   * @param constantPixels places that hold the same value in every row
   * @param duplicates rows that are, image and label, a row before them
   * @param contradictions rows whose image is that of a row before them, under another label
   */
  public record Description(
      String name,
      int rows,
      int height,
      int width,
      int[] perClass,
      int smallest,
      int largest,
      double mean,
      double zeros,
      int constantPixels,
      int duplicates,
      int contradictions) {}

  private static final double UNBALANCED =
      3; // rows of the largest class over those of the smallest

  /**
   * Examines a folder of four IDX files.
   *
   * @throws IOException when a file cannot be read a second time, for its checksum
   */
  public static DataCheck of(Path folder) throws IOException {
    List<Finding> findings = new ArrayList<>();
    List<Description> descriptions = new ArrayList<>();
    DataFolder files;
    try {
      files = DataFolder.of(folder);
    } catch (DataException e) {
      findings.add(unusable(e));
      return new DataCheck(null, descriptions, findings);
    }
    Optional<Rows> training = examine(files::training, descriptions, findings);
    Optional<Rows> test = examine(files::test, descriptions, findings);
    if (training.isPresent() && test.isPresent()) {
      shared(training.get(), test.get(), findings);
    }
    String knownAs =
        findings.stream().anyMatch(f -> f.severity == Severity.ERROR && f.code.equals("unusable"))
            ? null
            : recognise(files, findings);
    findings.sort(java.util.Comparator.comparing(Finding::severity));
    return new DataCheck(knownAs, descriptions, findings);
  }

  /** Whether the data can be trained on. */
  public boolean isUsable() {
    return findings.stream().noneMatch(f -> f.severity == Severity.ERROR);
  }

  private static Finding unusable(DataException e) {
    return new Finding(Severity.ERROR, "unusable", String.valueOf(e.getMessage()));
  }

  private static Optional<Rows> examine(
      java.util.function.Supplier<Dataset> reading,
      List<Description> descriptions,
      List<Finding> findings) {
    try {
      Dataset data = reading.get();
      Rows rows = new Rows(data);
      Description description = describe(data, rows);
      descriptions.add(description);
      judge(description, rows, findings);
      return Optional.of(rows);
    } catch (DataException e) {
      findings.add(unusable(e));
      return Optional.empty();
    }
  }

  private static Description describe(Dataset data, Rows rows) {
    int features = data.features();
    byte[] images = data.images();
    long[] histogram = new long[256];
    boolean[] varies = new boolean[features];
    for (int i = 0; i < images.length; i++) {
      histogram[images[i] & 0xff]++;
      varies[i % features] |= images[i] != images[i % features];
    }
    int smallest = 255;
    int largest = 0;
    double sum = 0;
    for (int value = 0; value < 256; value++) {
      if (histogram[value] > 0) {
        smallest = Math.min(smallest, value);
        largest = value;
        sum += (double) value * histogram[value];
      }
    }
    int constant = 0;
    for (boolean each : varies) {
      constant += each ? 0 : 1;
    }
    int[] perClass = new int[data.classes()];
    for (byte label : data.labels()) {
      perClass[label & 0xff]++;
    }
    return new Description(
        data.name(),
        data.rows(),
        data.height(),
        data.width(),
        perClass,
        smallest,
        largest,
        sum / images.length,
        (double) histogram[0] / images.length,
        constant,
        rows.duplicates,
        rows.contradictions);
  }

  private static void judge(Description d, Rows rows, List<Finding> findings) {
    if (d.smallest == d.largest) {
      findings.add(
          new Finding(
              Severity.ERROR,
              "blank",
              "%s: every pixel of every row is %d: there is nothing to learn from"
                  .formatted(d.name, d.smallest)));
    } else if (d.largest <= 1) {
      findings.add(
          new Finding(
              Severity.WARNING,
              "unscaled",
              "%s: every pixel is 0 or 1, and 1/255 of it is taken: were the images scaled before they were written as bytes? Write 0 to 255"
                  .formatted(d.name)));
    } else if (d.largest < 64) {
      findings.add(
          new Finding(
              Severity.WARNING,
              "dim",
              "%s: no pixel is above %d of 255: were the images scaled to another range?"
                  .formatted(d.name, d.largest)));
    }
    if (d.mean > 127.5) {
      findings.add(
          new Finding(
              Severity.INFO,
              "bright",
              "%s: the mean pixel is %.0f of 255: a light background; where test or other images are dark, invert one of them"
                  .formatted(d.name, d.mean)));
    }
    List<Integer> absent = new ArrayList<>();
    int most = 0;
    int least = Integer.MAX_VALUE;
    for (int c = 0; c < d.perClass.length; c++) {
      if (d.perClass[c] == 0) {
        absent.add(c);
      } else {
        most = Math.max(most, d.perClass[c]);
        least = Math.min(least, d.perClass[c]);
      }
    }
    if (absent.size() == d.perClass.length - 1) {
      findings.add(
          new Finding(Severity.ERROR, "one-class", d.name + ": every row has the same label"));
    } else if (!absent.isEmpty()) {
      findings.add(
          new Finding(
              Severity.WARNING,
              "class-absent",
              "%s: no row has the label %s".formatted(d.name, absent)));
    }
    if (most > UNBALANCED * least) {
      findings.add(
          new Finding(
              Severity.WARNING,
              "unbalanced",
              "%s: the largest class has %,d rows, the smallest %,d: accuracy alone will mislead"
                  .formatted(d.name, most, least)));
    }
    if (d.constantPixels > 0) {
      findings.add(
          new Finding(
              Severity.INFO,
              "constant-pixels",
              "%s: %,d of %,d pixels are the same in every row"
                  .formatted(d.name, d.constantPixels, d.height * d.width)));
    }
    if (d.duplicates > 0) {
      boolean many = d.duplicates > d.rows / 100;
      findings.add(
          new Finding(
              many ? Severity.WARNING : Severity.INFO,
              "duplicates",
              "%s: %,d rows are copies of rows before them, such as row %d of row %d"
                  .formatted(d.name, d.duplicates, rows.duplicate[0], rows.duplicate[1])));
    }
    if (d.contradictions > 0) {
      findings.add(
          new Finding(
              Severity.WARNING,
              "contradictions",
              "%s: %,d rows have the image of a row before them under another label, such as row %d (label %d) and row %d (label %d)"
                  .formatted(
                      d.name,
                      d.contradictions,
                      rows.contradiction[0],
                      rows.label(rows.contradiction[0]),
                      rows.contradiction[1],
                      rows.label(rows.contradiction[1]))));
    }
  }

  private static void shared(Rows training, Rows test, List<Finding> findings) {
    int count = 0;
    int first = -1;
    int firstOf = -1;
    for (int row = 0; row < test.data.rows(); row++) {
      Integer other = training.first.get(test.key(row));
      if (other != null) {
        first = count == 0 ? row : first;
        firstOf = count == 0 ? other : firstOf;
        count++;
      }
    }
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
              "%,d test images are training images too, such as test row %d of training row %d: the test accuracy is that much too good"
                  .formatted(count, first, firstOf)));
    }
  }

  /** The images of a set, each by its SHA-256: equal keys are equal images. */
  private static final class Rows {
    final Dataset data;
    final Map<ByteBuffer, Integer> first = new HashMap<>(); // row that an image occurs in first
    final int[] duplicate = {-1, -1};
    final int[] contradiction = {-1, -1};
    int duplicates;
    int contradictions;

    Rows(Dataset data) {
      this.data = data;
      for (int row = 0; row < data.rows(); row++) {
        Integer before = first.putIfAbsent(key(row), row);
        if (before != null && label(before) == label(row)) {
          keep(duplicate, duplicates++, row, before);
        } else if (before != null) {
          keep(contradiction, contradictions++, row, before);
        }
      }
    }

    private static void keep(int[] example, int count, int row, int before) {
      if (count == 0) {
        example[0] = row;
        example[1] = before;
      }
    }

    int label(int row) {
      return data.labels()[row] & 0xff;
    }

    ByteBuffer key(int row) {
      MessageDigest digest = Sha256.digest();
      digest.update(data.images(), row * data.features(), data.features());
      return ByteBuffer.wrap(digest.digest());
    }
  }

  private static @Nullable String recognise(DataFolder files, List<Finding> findings)
      throws IOException {
    List<Path> paths =
        List.of(
            files.trainingImages(), files.trainingLabels(), files.testImages(), files.testLabels());
    List<String> packed = new ArrayList<>();
    List<String> unpacked = new ArrayList<>();
    for (Path path : paths) {
      packed.add(Sha256.of(path));
      unpacked.add(unpackedSum(path));
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

  private static String unpackedSum(Path file) throws IOException {
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      raw.mark(2);
      boolean gzip = raw.read() == 0x1f && raw.read() == 0x8b;
      raw.reset();
      return Sha256.of(gzip ? new GZIPInputStream(raw, 1 << 16) : raw);
    }
  }
}
