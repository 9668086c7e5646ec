package dev.incline.data.format;

import dev.incline.data.DataException;
import dev.incline.data.DataSource;
import dev.incline.data.FileKind;
import dev.incline.data.TableColumns;
import dev.incline.data.TableColumns.Missing;
import dev.incline.data.image.Resizing;
import dev.incline.wording.InvalidOptionException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Data that are asked for, of whatever format.
 *
 * @param label column of the labels in tables, by name or number from 1; null for the usual one
 * @param test the test rows, where the path holds one table; or null
 * @param testShare share of the rows of one table that is the test; 0 where none was asked for
 * @param testSeed draws them
 * @param shape of the images, or null where the files or their sizes say it
 * @param oneHot columns of a table, by name or number from 1, whose words are features
 * @param known columns of the table that a model was trained on
 * @param missing what becomes of missing values
 * @param pictures what is done to them
 */
public record DataRequest(
    Path path,
    @Nullable String label,
    @Nullable Path test,
    double testShare,
    long testSeed,
    @Nullable ImageShape shape,
    List<String> oneHot,
    TableColumns known,
    Missing missing,
    PictureOptions pictures) {
  /** Of numbers, for a training; pictures stay as they are. */
  public DataRequest(
      Path path,
      @Nullable String label,
      @Nullable Path test,
      double testShare,
      long testSeed,
      @Nullable ImageShape shape) {
    this(
        path,
        label,
        test,
        testShare,
        testSeed,
        shape,
        List.of(),
        TableColumns.UNNAMED,
        Missing.ERROR,
        PictureOptions.NONE);
  }

  /** The same for a model that takes these columns. */
  public DataRequest as(TableColumns taken) {
    return new DataRequest(
        path, label, test, testShare, testSeed, shape, oneHot, taken, missing, pictures);
  }

  /**
   * The same for a model that was trained on pictures of this size, where none is asked for.
   *
   * @param size null where they stay as they are
   */
  public DataRequest usually(@Nullable Resizing size) {
    if (size == null || pictures.resizing() != null || !DataFormat.PICTURES.recognises(path)) {
      return this;
    }
    PictureOptions sized = new PictureOptions(pictures.grey(), size, pictures.skipBroken());
    return new DataRequest(
        path, label, test, testShare, testSeed, shape, oneHot, known, missing, sized);
  }

  /** Whether values of tables may be missing: for a training that fills them in, or a model. */
  boolean mayMissValues() {
    return missing == Missing.MEAN || known.hasMeans();
  }

  /** With nothing beside the path. */
  public static DataRequest of(Path path) {
    return new DataRequest(path, null, null, 0, 0, null);
  }

  /**
   * Finds out what lies at the path.
   *
   * @throws DataException naming the path, and what it takes, where no format is recognised
   */
  public DataSource open() {
    return open((done, all) -> {});
  }

  /**
   * Finds out what lies at the path.
   *
   * @param progress hears how far it is, where many files are read
   * @throws DataException naming the path, and what it takes, where no format is recognised
   */
  public DataSource open(ReadingProgress progress) {
    for (DataFormat format : DataFormat.values()) {
      if (format == DataFormat.IDX && format.recognises(path)) {
        return idx(progress);
      } else if (format.recognises(path)) {
        requireUsed(format);
        return format.open(this, progress);
      }
    }
    throw new DataException(
        FileKind.of(path) == FileKind.MISSING
            ? "%s does not exist: %s".formatted(path, advice(path.toString()))
            : "%s is %s: --data takes %s".formatted(path, FileKind.phrase(path), DataFormat.all()));
  }

  /** Any folder that is nothing else is looked into; what it lacks is told first. */
  private DataSource idx(ReadingProgress progress) {
    DataSource found;
    try {
      found = DataFormat.IDX.open(this, progress);
    } catch (DataException e) {
      Path below = PictureFolders.below(path).orElseThrow(() -> e);
      throw new DataException(
          "%s has folders of classes in %s: take --data %s, or call its folders train and test"
              .formatted(path, below, below),
          e);
    }
    requireUsed(DataFormat.IDX);
    return found;
  }

  private static String advice(String path) {
    return path.startsWith("~")
        ? "the shell left ~ as it is; write $HOME in its place"
        : path.matches("[a-z]{2,}:/.*")
            ? "--data takes a path, and this is an address"
            : "choose other data with --data";
  }

  /** What was asked for means something for the format, or is refused. */
  private void requireUsed(DataFormat format) {
    for (DataFormat.Use use : DataFormat.Use.values()) {
      if (use.isAsked(this) && !format.uses(use)) {
        throw new InvalidOptionException(
            "%s concerns %s, and %s is %s"
                .formatted(use.flag(), DataFormat.using(use), path, format.words()));
      }
    }
  }
}
