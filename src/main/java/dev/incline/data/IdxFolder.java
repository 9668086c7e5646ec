package dev.incline.data;

import dev.incline.data.IdxReader.Content;
import dev.incline.data.IdxReader.InFile;
import dev.incline.data.IdxReader.LabelFile;
import dev.incline.data.IdxReader.Shape;
import dev.incline.wording.Phrase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * A folder with the four IDX files of a set: training and test, images and labels; gzipped or not,
 * under the names of an {@link IdxSet}, in small or capital letters.
 */
public final class IdxFolder implements DataSource {
  private final IdxSet set;
  private final List<Path> files;
  private final @Nullable Path mapping;
  private final long memory; // bytes of a file that may be kept
  private @Nullable Read labels;

  /** Classes of both label files, and the sum of each. */
  private record Read(Classes classes, Map<String, String> sha256) {}

  /**
   * Of these files.
   *
   * @param files training images, training labels, test images, test labels
   * @param mapping names of the classes, or null
   */
  IdxFolder(IdxSet set, List<Path> files, @Nullable Path mapping) {
    this(set, files, mapping, Runtime.getRuntime().maxMemory() / 2);
  }

  /**
   * The same in little memory.
   *
   * @param memory bytes of a file's images that may be kept; more stay in the file
   */
  IdxFolder(IdxSet set, List<Path> files, @Nullable Path mapping, long memory) {
    this.memory = memory;
    this.set = set;
    this.files = List.copyOf(files);
    this.mapping = mapping;
  }

  /** Whether there is a folder here, or files whose names begin so. */
  public static boolean isAt(Path path) {
    return Files.isDirectory(path) || IdxSet.besideOf(path).isPresent();
  }

  /**
   * Finds the files.
   *
   * @param path a folder that has files of one set, or the folder and the name of one of several:
   *     {@code DIR/emnist-letters}
   * @throws DataException naming the folder and the files that are missing
   */
  public static IdxFolder of(Path path) {
    if (!Files.isDirectory(path)) {
      FolderContents beside =
          IdxSet.besideOf(path)
              .orElseThrow(
                  () ->
                      new DataException(
                          "%s is not a folder%s"
                              .formatted(
                                  path,
                                  Files.exists(path)
                                      ? " but " + FileKind.phrase(path)
                                      : " (it does not exist): choose another with --data")));
      return of(beside, IdxSet.at(path));
    }
    FolderContents contents = FolderContents.of(path);
    List<IdxSet> sets = IdxSet.in(contents);
    if (sets.size() > 1 && !sets.contains(IdxSet.UNNAMED)) {
      String names = String.join(", ", sets.stream().map(IdxSet::name).toList());
      throw new DataException(
          "%s holds several sets: %s. Choose one by its name: --data %s"
              .formatted(path, names, path.resolve(sets.get(0).name())));
    }
    return of(contents, sets.size() == 1 ? sets.get(0) : IdxSet.UNNAMED);
  }

  private static IdxFolder of(FolderContents contents, IdxSet set) {
    List<String> missing = new ArrayList<>();
    List<Path> files =
        List.of(
            set.find(contents, List.of("train"), "images", missing),
            set.find(contents, List.of("train"), "labels", missing),
            set.find(contents, List.of("t10k", "test"), "images", missing),
            set.find(contents, List.of("t10k", "test"), "labels", missing));
    if (!missing.isEmpty()) {
      throw new DataException(
          "%s has no %s (looked for names with '-' or '.', with and without .gz)%s"
              .formatted(contents.folder(), String.join(", ", missing), contents.advice()));
    }
    return new IdxFolder(set, files, set.mapping(contents).orElse(null));
  }

  /** Training images, training labels, test images, test labels. */
  public List<Path> files() {
    return files;
  }

  @Override
  public String taken() {
    return "IDX files"
        + (set.name().isEmpty() ? "" : " of " + set.name())
        + (set.isTransposed() ? ", images turned upright" : "")
        + (mapping == null ? "" : ", classes named by " + mapping.getFileName())
        + (staysInFile() ? ", rows read from the file in each epoch" : "");
  }

  @Override
  public Sizes sizes(int limit) {
    Shape training = IdxReader.shape(files.get(0));
    int testRows = IdxReader.shape(files.get(2)).rows();
    int classes = labels().classes.names().size();
    int rows = Math.min(training.rows(), limit);
    boolean inMemory = isKept(0, limit) && isKept(2, Integer.MAX_VALUE);
    return new Sizes(training.features(), classes, rows, testRows, byte[].class, inMemory);
  }

  /** Read once: the classes of one set are decided by both. */
  private synchronized Read labels() {
    if (labels == null) {
      IdxReader.shape(files.get(0)); // where the two are swapped, the images are named
      LabelFile training = IdxReader.labels(files.get(1));
      LabelFile test = IdxReader.labels(files.get(3));
      requireCount(files.get(0), training.labels());
      requireCount(files.get(2), test.labels());
      Classes classes = Classes.of(training.labels(), test.labels());
      Map<String, String> sums = new TreeMap<>(Map.of(name(1), training.sha256()));
      sums.put(name(3), test.sha256());
      labels =
          new Read(
              mapping == null
                  ? classes
                  : classes.renamed(Classes.characters(mapping), mapping.toString()),
              sums);
    }
    return labels;
  }

  private static void requireCount(Path images, Labels labels) {
    int rows = IdxReader.shape(images).rows();
    if (rows != labels.codes().length) {
      throw new DataException(
          Phrase.of(
              "%s holds %,d images but %s %,d labels",
              images, rows, labels.source(), labels.codes().length));
    }
  }

  @Override
  public Dataset training(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("a limit of " + limit + " rows: at least 1 is needed");
    }
    return training(limit, new TreeMap<>());
  }

  private Dataset training(int limit, Map<String, String> sums) {
    Classes classes = labels().classes;
    return read("training set", 0, limit, classes.training(limit), classes.names(), sums);
  }

  @Override
  public Dataset test() {
    return test(new TreeMap<>());
  }

  private Dataset test(Map<String, String> sums) {
    Shape training = IdxReader.shape(files.get(0));
    Shape test = IdxReader.shape(files.get(2));
    if (test.height() != training.height() || test.width() != training.width()) {
      throw new DataException(
          Phrase.of(
              "%s holds images of %d x %d but %s of %d x %d",
              files.get(2),
              test.height(),
              test.width(),
              files.get(0),
              training.height(),
              training.width()));
    }
    Classes classes = labels().classes;
    return read("test set", 2, Integer.MAX_VALUE, classes.test(), classes.names(), sums);
  }

  /** Both are read side by side. */
  @Override
  public Pair load(int limit) {
    Map<String, String> sums = new TreeMap<>(labels().sha256);
    Map<String, String> testSums = new TreeMap<>();
    CompletableFuture<Dataset> reading = CompletableFuture.supplyAsync(() -> test(testSums));
    Dataset training = training(limit, sums);
    try {
      Dataset test = reading.join();
      sums.putAll(testSums);
      return new Pair(training, test, sums);
    } catch (CompletionException e) {
      throw e.getCause() instanceof DataException cause ? cause : e;
    }
  }

  private String name(int file) {
    String name = String.valueOf(files.get(file).getFileName());
    return name.toLowerCase(Locale.ROOT).replaceAll("\\.gz$", "");
  }

  private Dataset read(
      String name,
      int file,
      int limit,
      byte[] labels,
      List<String> classes,
      Map<String, String> sums) {
    Shape shape = IdxReader.shape(files.get(file));
    if (!isKept(file, limit)) {
      InFile images = IdxReader.imagesInFile(files.get(file), limit);
      sums.put(name(file), images.sha256());
      return new Dataset(
          name, images.pixels(), labels, labels.length, shape.height(), shape.width(), classes);
    }
    Content pixels = IdxReader.images(files.get(file), limit);
    sums.put(name(file), pixels.sha256());
    byte[] images = pixels.bytes();
    return set.isTransposed()
        ? new Dataset(
            name,
            transposed(images, shape),
            labels,
            labels.length,
            shape.width(),
            shape.height(),
            classes)
        : new Dataset(name, images, labels, labels.length, shape.height(), shape.width(), classes);
  }

  /** Whether the training images do. */
  private boolean staysInFile() {
    try {
      return !isKept(0, Integer.MAX_VALUE);
    } catch (DataException e) {
      return false; // who reads them tells what is wrong
    }
  }

  /**
   * Whether a file's images are held in memory: there is room, or they must be unpacked or turned.
   */
  private boolean isKept(int file, int limit) {
    Shape shape = IdxReader.shape(files.get(file));
    long bytes = (long) shape.features() * Math.min(shape.rows(), limit);
    return bytes <= memory || set.isTransposed() || !IdxReader.isPlain(files.get(file));
  }

  /** Each image with rows and columns exchanged. */
  private static byte[] transposed(byte[] images, Shape shape) {
    byte[] upright = new byte[images.length];
    int features = shape.features();
    for (int i = 0; i < images.length; i++) {
      int row = i % features / shape.width();
      int column = i % shape.width();
      upright[i - i % features + column * shape.height() + row] = images[i];
    }
    return upright;
  }
}
