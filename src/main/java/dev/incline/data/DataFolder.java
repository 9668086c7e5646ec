package dev.incline.data;

import dev.incline.wording.Phrase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A folder with the four IDX files of an MNIST-like set: training and test, images and labels;
 * gzipped or not, named {@code train-images-idx3-ubyte} or {@code train-images.idx3-ubyte} and so
 * on, in small or capital letters.
 */
public record DataFolder(
    Path trainingImages, Path trainingLabels, Path testImages, Path testLabels) {
  /** Labels are 0 to 9. */
  public static final int CLASSES = 10;

  /**
   * Finds the files.
   *
   * @throws DataException naming the folder and the files that are missing
   */
  public static DataFolder of(Path folder) {
    if (!Files.isDirectory(folder)) {
      FileKind kind = FileKind.of(folder);
      throw new DataException(
          "%s is not a folder%s: --data takes one with the four IDX files of an MNIST-like set%s"
              .formatted(
                  folder,
                  kind == FileKind.MISSING
                      ? " (it does not exist)"
                      : " but " + FileKind.phrase(folder),
                  kind == FileKind.NPZ
                      ? ". data/README.md has the lines that make them of it"
                      : ""));
    }
    FolderContents contents = FolderContents.of(folder);
    List<String> missing = new ArrayList<>();
    DataFolder found =
        new DataFolder(
            find(contents, "train-images", "idx3-ubyte", missing),
            find(contents, "train-labels", "idx1-ubyte", missing),
            find(contents, "t10k-images", "idx3-ubyte", missing),
            find(contents, "t10k-labels", "idx1-ubyte", missing));
    if (!missing.isEmpty()) {
      throw new DataException(
          "%s has no %s (looked for names with '-' or '.', with and without .gz)%s"
              .formatted(folder, String.join(", ", missing), contents.advice()));
    }
    return found;
  }

  private static Path find(
      FolderContents contents, String stem, String type, List<String> missing) {
    for (String name : List.of(stem + "-" + type, stem + "." + type)) {
      for (String ending : List.of("", ".gz")) {
        Optional<Path> file = contents.file(name + ending);
        if (file.isPresent()) {
          return file.get();
        }
      }
    }
    missing.add(stem + "-" + type);
    return contents.folder();
  }

  /** All training rows. */
  public Dataset training() {
    return training(Integer.MAX_VALUE);
  }

  /**
   * The first rows of the training file.
   *
   * @param limit at least 1; more than there are means all
   * @throws DataException naming the file and what is wrong
   */
  public Dataset training(int limit) {
    return trainingFiles(limit).data();
  }

  private Labelled trainingFiles(int limit) {
    return load("training set", trainingImages, trainingLabels, limit);
  }

  /**
   * The test set.
   *
   * @throws DataException naming the file and what is wrong, images of another size than the
   *     training images included
   */
  public Dataset test() {
    return testFiles().data();
  }

  private Labelled testFiles() {
    IdxReader.Shape training = IdxReader.shape(trainingImages);
    IdxReader.Shape test = IdxReader.shape(testImages);
    if (test.height() != training.height() || test.width() != training.width()) {
      throw new DataException(
          Phrase.of(
              "%s holds images of %d x %d but %s of %d x %d",
              testImages,
              test.height(),
              test.width(),
              trainingImages,
              training.height(),
              training.width()));
    }
    return load("test set", testImages, testLabels, Integer.MAX_VALUE);
  }

  /** What {@link #load} will read: pixels of an image, and rows. */
  public record Sizes(int features, int trainingRows, int testRows) {}

  /**
   * Reads the headers of the images only.
   *
   * @param limit of the training rows
   * @throws DataException naming the file and what is wrong
   */
  public Sizes sizes(int limit) {
    IdxReader.Shape training = IdxReader.shape(trainingImages);
    int testRows = IdxReader.shape(testImages).rows();
    return new Sizes(training.features(), Math.min(training.rows(), limit), testRows);
  }

  /** {@link #training(int)} and {@link #test}, read side by side. */
  public Pair load(int limit) {
    CompletableFuture<Labelled> reading = CompletableFuture.supplyAsync(this::testFiles);
    Labelled training = trainingFiles(limit);
    try {
      Labelled test = reading.join();
      Map<String, String> sums = new TreeMap<>(training.sha256());
      sums.putAll(test.sha256());
      return new Pair(training.data(), test.data(), sums);
    } catch (CompletionException e) {
      throw e.getCause() instanceof DataException cause ? cause : e;
    }
  }

  private static String plainName(Path file) {
    return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).replaceAll("\\.gz$", "");
  }

  /**
   * What {@link #load} reads.
   *
   * @param sha256 of each file's bytes, unpacked, in hexadecimal, by file name in small letters
   *     without {@code .gz}; of the whole file, whatever the limit
   */
  public record Pair(Dataset training, Dataset test, Map<String, String> sha256) {
    public Sizes sizes() {
      return new Sizes(training.features(), training.rows(), test.rows());
    }
  }

  /** One set, and the sums of its two files. */
  private record Labelled(Dataset data, Map<String, String> sha256) {}

  private static Labelled load(String name, Path images, Path labels, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("a limit of " + limit + " rows: at least 1 is needed");
    }
    IdxReader.Shape shape = IdxReader.shape(images);
    int labelled = IdxReader.labelRows(labels);
    if (shape.rows() != labelled) {
      throw new DataException(
          Phrase.of(
              "%s holds %,d images but %s %,d labels", images, shape.rows(), labels, labelled));
    }
    IdxReader.Content pixels = IdxReader.images(images, limit);
    IdxReader.Content classes = IdxReader.labels(labels, limit, CLASSES);
    return new Labelled(
        new Dataset(
            name,
            pixels.bytes(),
            classes.bytes(),
            Math.min(labelled, limit),
            shape.height(),
            shape.width(),
            CLASSES),
        Map.of(plainName(images), pixels.sha256(), plainName(labels), classes.sha256()));
  }
}
