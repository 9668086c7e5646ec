package dev.incline.data.format;

import dev.incline.data.DataException;
import dev.incline.data.DataSource;
import dev.incline.data.Inputs;
import dev.incline.data.Labels;
import dev.incline.file.InputFile;
import dev.incline.file.Sha256;
import dev.incline.wording.Listing;
import dev.incline.wording.Phrase;
import dev.incline.wording.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The binary batches of CIFAR-10 and CIFAR-100: records of a label, or a coarse and a fine one, and
 * 32 x 32 pixels: all red values, then all green, then all blue.
 *
 * @param names of the labels; empty where the folder has no such file, and labels are numbers
 * @see <a href="https://www.cs.toronto.edu/~kriz/cifar.html">the format</a>
 */
record CifarData(Path folder, Layout layout, List<String> names) {
  private static final ImageShape SHAPE = new ImageShape(32, 32, 3);
  private static final int PLANE = 32 * 32;
  private static final int MOST = Integer.MAX_VALUE - 64;

  /** The files of a set; the last of a record's labels is the class. */
  @SuppressWarnings("ImmutableEnumChecker") // no list of List.of changes
  private enum Layout {
    TEN("CIFAR-10", 1, "batches.meta.txt", "test_batch.bin", batches()),
    HUNDRED("CIFAR-100", 2, "fine_label_names.txt", "test.bin", "train.bin");

    final String title;
    final int labels;
    final String names;
    final String test;
    final List<String> training;

    Layout(String title, int labels, String names, String test, String... training) {
      this.title = title;
      this.labels = labels;
      this.names = names;
      this.test = test;
      this.training = List.of(training);
    }

    private static String[] batches() {
      return Stream.of("1", "2", "3", "4", "5")
          .map("data_batch_%s.bin"::formatted)
          .toArray(String[]::new);
    }

    /** Bytes. */
    int record() {
      return labels + SHAPE.values();
    }

    boolean isIn(Path folder) {
      return training.stream().anyMatch(name -> Files.isRegularFile(folder.resolve(name)));
    }
  }

  private static Optional<Layout> layout(Path folder) {
    return Arrays.stream(Layout.values()).filter(each -> each.isIn(folder)).findFirst();
  }

  /** Whether a training file of either set lies in the folder. */
  static boolean isAt(Path folder) {
    return layout(folder).isPresent();
  }

  /**
   * Reads the folder.
   *
   * @throws DataException naming the file that is missing, or of a wrong length, or the record of a
   *     label without a name
   */
  static DataSource open(DataRequest request) {
    Path folder = request.path();
    Layout layout = layout(folder).orElseThrow();
    CifarData data = new CifarData(folder, layout, names(folder.resolve(layout.names)));
    Map<String, String> sums = new TreeMap<>();
    LabelledRows training = data.rows(layout.training, sums);
    LabelledRows test = data.rows(List.of(layout.test), sums);
    return MemorySource.of(layout.title + "'s binary batches", training, test, SHAPE, sums);
  }

  private static List<String> names(Path file) {
    if (!Files.exists(file)) {
      return List.of();
    }
    String text = new String(bytes(file), StandardCharsets.UTF_8);
    List<String> names = text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    if (new HashSet<>(names).size() < names.size()) {
      throw new DataException(file + " has a name twice: each label needs a name of its own");
    }
    return names;
  }

  private static byte[] bytes(Path file) {
    try {
      return InputFile.bytes(file, MOST);
    } catch (IOException e) {
      throw new DataException("%s cannot be read: %s".formatted(file, Reason.of(e)), e);
    }
  }

  private LabelledRows rows(List<String> files, Map<String, String> sums) {
    List<byte[]> batches = new ArrayList<>();
    Labels.Collector labels = new Labels.Collector(source(files));
    long rows = 0;
    for (String name : files) {
      byte[] batch = batch(folder.resolve(name));
      sums.put(name, Sha256.of(batch));
      for (int at = 0; at < batch.length; at += layout.record()) {
        int label = batch[at + layout.labels - 1] & 0xff;
        labels.add(className(name, at / layout.record(), label), "record", rows++);
      }
      batches.add(batch);
    }
    if (rows * SHAPE.values() > MOST) {
      throw new DataException(
          Phrase.of("%s holds %,d images: more than can be held", folder, rows));
    }
    byte[] pixels = new byte[(int) rows * SHAPE.values()];
    int to = 0;
    for (byte[] batch : batches) {
      for (int at = layout.labels; at < batch.length; at += layout.record()) {
        for (int p = 0; p < PLANE; p++) {
          for (int channel = 0; channel < 3; channel++) {
            pixels[to++] = batch[at + channel * PLANE + p];
          }
        }
      }
    }
    return new LabelledRows(
        source(files), new Inputs.Pixels(pixels), SHAPE.values(), labels.labels());
  }

  private String source(List<String> files) {
    return (files.size() == 1 ? folder.resolve(files.get(0)) : folder).toString();
  }

  private byte[] batch(Path file) {
    if (!Files.exists(file)) {
      throw new DataException(
          "%s is missing: %s has %s and %s"
              .formatted(file, layout.title, Listing.of(layout.training), layout.test));
    }
    byte[] batch = bytes(file);
    if (batch.length == 0 || batch.length % layout.record() != 0) {
      throw new DataException(
          Phrase.of(
              "%s has %,d bytes, which are not whole records of %s: a record has %,d, %s and 32 x 32 x 3 pixels",
              file,
              batch.length,
              layout.title,
              layout.record(),
              layout.labels == 1 ? "a label" : "two labels (coarse, fine)"));
    }
    return batch;
  }

  private String className(String file, int record, int label) {
    if (names.isEmpty()) {
      return Integer.toString(label);
    }
    if (label >= names.size()) {
      throw new DataException(
          Phrase.of(
              "%s: record %,d has the label %d, but %s names %,d",
              folder.resolve(file), record, label, layout.names, names.size()));
    }
    return names.get(label);
  }
}
