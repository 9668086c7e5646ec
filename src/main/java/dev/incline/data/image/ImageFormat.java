package dev.incline.data.image;

import dev.incline.data.DataException;
import dev.incline.data.FileKind;
import dev.incline.data.ImageRows;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The kinds of file that hold images. */
public enum ImageFormat {
  /** One PNG or JPEG image. */
  IMAGE(null, FileKind.PNG, FileKind.JPEG),
  /** MNIST's format, gzipped or not. */
  IDX(
      null,
      FileKind.GZIP,
      FileKind.IDX_IMAGES,
      FileKind.IDX_LABELS,
      FileKind.IDX,
      FileKind.IDX_SWAPPED),
  /** An array of numpy. */
  NPY(null, FileKind.NPY),
  /** A line of numbers per image. */
  CSV((name, size, in, features) -> CsvImages.read(name, in, features), FileKind.TEXT);

  /** Makes rows of a file's bytes. */
  interface Reader {
    /**
     * Reads them.
     *
     * @param name for messages
     * @param size bytes of the file
     * @param features pixels per image
     * @throws DataException naming the file, and the place in it
     */
    ImageRows read(String name, long size, InputStream in, int features) throws IOException;
  }

  /** Null where {@link ImageSource} reads the file itself. */
  @SuppressWarnings("ImmutableEnumChecker") // a reader holds nothing
  final @Nullable Reader reader;

  @SuppressWarnings("ImmutableEnumChecker") // no set of Set.of changes
  private final Set<FileKind> kinds;

  ImageFormat(@Nullable Reader reader, FileKind... kinds) {
    this.reader = reader;
    this.kinds = Set.of(kinds);
  }

  /**
   * Tells the kind by the first bytes, whatever the file's name.
   *
   * @param head the first {@link FileKind#HEAD} bytes, or all of a shorter file
   * @throws DataException naming the file and what it looks like
   */
  static ImageFormat of(String name, byte[] head) {
    FileKind kind = FileKind.of(head);
    for (ImageFormat format : values()) {
      if (format.kinds.contains(kind)) {
        return format;
      }
    }
    throw new DataException(
        kind == FileKind.EMPTY
            ? name + " is empty"
            : "%s is %s: PNG, JPEG, IDX (gzipped or not), npy and CSV are read"
                .formatted(name, FileKind.phrase(head)));
  }

  /**
   * Checks that a file is not plainly something else than the kind that was asked for.
   *
   * @throws DataException naming the file and what it is
   */
  void require(String name, byte[] head) {
    FileKind kind = FileKind.of(head);
    boolean may =
        switch (this) {
          case IMAGE -> kinds.contains(kind);
          case CSV -> kind == FileKind.TEXT || kind == FileKind.UNKNOWN || kind == FileKind.EMPTY;
          default -> true; // their readers tell
        };
    if (!may) {
      throw new DataException(
          "%s is %s, which is not %s: leave --format out to have it told by its content"
              .formatted(
                  name, FileKind.phrase(head), this == IMAGE ? "a PNG or JPEG picture" : "CSV"));
    }
  }
}
