package dev.incline.data.format;

import dev.incline.data.DataException;
import dev.incline.data.DataSource;
import dev.incline.data.FileKind;
import dev.incline.data.image.ImageTree;
import dev.incline.file.FileNames;
import dev.incline.wording.InvalidOptionException;
import dev.incline.wording.Listing;
import dev.incline.wording.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Folders of PNG and JPEG pictures, one for each class and called by its name; in {@code train} and
 * {@code test}, or all in one place.
 */
final class PictureFolders {
  private static final List<String> TRAIN = List.of("train", "training");
  private static final List<String> TEST = List.of("test", "testing");
  private static final int LOOKED_AT = 20; // files of a folder: the first may be broken

  private PictureFolders() {}

  /** Whether there are folders of pictures below, or in {@code train} below. */
  static boolean areAt(Path path) {
    return Files.isDirectory(path) && (hasClasses(path) || hasClasses(part(path, TRAIN)));
  }

  /** The first folder in this one that has folders of pictures. */
  static Optional<Path> below(Path path) {
    return Files.isDirectory(path)
        ? list(path).stream().sorted().filter(PictureFolders::hasClasses).findFirst()
        : Optional.empty();
  }

  /** A folder by its usual names, in small or capital letters. */
  private static Path part(Path path, List<String> names) {
    try {
      return list(path).stream()
          .filter(each -> names.contains(FileNames.lower(each)))
          .findFirst()
          .orElse(path.resolve(names.get(0)));
    } catch (DataException e) {
      return path.resolve(names.get(0)); // one that cannot be read is told by another format
    }
  }

  /** A warning of folders of classes that are neither training nor test; else empty. */
  private static String unread(Path path, Path train, Path test) {
    List<Path> others =
        list(path).stream()
            .filter(each -> !each.equals(train) && !each.equals(test) && hasClasses(each))
            .sorted()
            .toList();
    return others.isEmpty()
        ? ""
        : "%s: not read. A share of the training pictures validates (--validation)"
            .formatted(Listing.of(others));
  }

  private static boolean hasClasses(Path folder) {
    try {
      return Files.isDirectory(folder)
          && list(folder).stream().filter(Files::isDirectory).anyMatch(PictureFolders::hasPicture);
    } catch (DataException e) {
      return false; // one that cannot be read is told by another format
    }
  }

  private static boolean hasPicture(Path folder) {
    return list(folder).stream().sorted().limit(LOOKED_AT).anyMatch(PictureFolders::isPicture);
  }

  private static boolean isPicture(Path file) {
    FileKind kind = FileKind.of(file);
    return kind == FileKind.PNG || kind == FileKind.JPEG;
  }

  /**
   * Reads them.
   *
   * @throws DataException naming the picture or the folder, and what is wrong
   */
  static DataSource open(DataRequest request, ReadingProgress progress) {
    Path path = request.path();
    Path train = part(path, TRAIN);
    Path test = part(path, TEST);
    Map<String, String> sums = new TreeMap<>();
    if (!hasClasses(train)) {
      PictureRows all = read(path, request, progress);
      int channels = all.channels();
      sums.put("pictures", all.sha256());
      return MemorySource.split(
              all.taken(channels), all.rows(channels), all.shape(channels), sums, request)
          .warning(all.broken());
    } else if (request.testShare() > 0) {
      throw new InvalidOptionException(
          "--test-share does not go with %s, which has a folder %s"
              .formatted(path, train.getFileName()));
    } else if (!hasClasses(test)) {
      throw new DataException(
          "%s has a folder %s of classes, but no such folder test: give the folder of the test pictures this name, or take --data %s with --test-share 0.2"
              .formatted(path, train.getFileName(), train));
    }
    PictureRows training = read(train, request, progress);
    PictureRows tested = read(test, request, progress);
    training.requireSame(tested);
    sums.put("train", training.sha256());
    sums.put("test", tested.sha256());
    int channels = Math.max(training.channels(), tested.channels());
    return MemorySource.of(
            training.taken(channels),
            training.rows(channels),
            tested.rows(channels),
            training.shape(channels),
            sums)
        .warning(training.broken())
        .warning(tested.broken())
        .warning(unread(path, train, test));
  }

  private static PictureRows read(Path folder, DataRequest request, ReadingProgress progress) {
    return new PictureReading(folder, pictures(folder), request.pictures(), progress).rows();
  }

  /** Of all classes, in the order of their own names: 2.png comes before 10.png. */
  private static List<Path> pictures(Path folder) {
    List<Path> pictures = new ArrayList<>();
    for (Path each : list(folder).stream().sorted().toList()) {
      if (!Files.isDirectory(each)) {
        throw new DataException(
            "%s is %s: only folders of pictures, one for each class, belong there"
                .formatted(each, FileKind.phrase(each)));
      }
      List<Path> ofClass = list(each);
      if (ofClass.isEmpty()) {
        throw new DataException(each + " holds no picture: delete it, or fill it");
      }
      pictures.addAll(ofClass);
    }
    return PictureOrder.sorted(pictures.stream());
  }

  /** What is in a folder, without what the system puts there. */
  private static List<Path> list(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(ImageTree::isOfPeople).toList();
    } catch (IOException e) {
      throw new DataException("%s cannot be read: %s".formatted(folder, Reason.of(e)), e);
    }
  }
}
