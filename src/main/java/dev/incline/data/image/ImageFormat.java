package dev.incline.data.image;

import dev.incline.data.DataException;
import dev.incline.data.FileKind;

/** The kinds of file that hold images. */
public enum ImageFormat {
  /** One PNG or JPEG image. */
  IMAGE,
  /** MNIST's format, gzipped or not. */
  IDX,
  /** An array of numpy. */
  NPY,
  /** A line of numbers per image. */
  CSV;

  /**
   * Tells the kind by the first bytes, whatever the file's name.
   *
   * @param head the first {@link FileKind#HEAD} bytes, or all of a shorter file
   * @throws DataException naming the file and what it looks like
   */
  static ImageFormat of(String name, byte[] head) {
    FileKind kind = FileKind.of(head);
    return switch (kind) {
      case PNG, JPEG -> IMAGE;
      case NPY -> NPY;
      case GZIP, IDX_IMAGES, IDX_LABELS, IDX, IDX_SWAPPED -> IDX;
      case TEXT -> CSV;
      case EMPTY -> throw new DataException(name + " is empty");
      default ->
          throw new DataException(
              "%s is %s: PNG, JPEG, IDX (gzipped or not), npy and CSV are read"
                  .formatted(name, FileKind.phrase(head)));
    };
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
          case IMAGE -> kind == FileKind.PNG || kind == FileKind.JPEG;
          case CSV -> kind == FileKind.TEXT || kind == FileKind.UNKNOWN || kind == FileKind.EMPTY;
          case IDX, NPY -> true; // their readers tell
        };
    if (!may) {
      throw new DataException(
          "%s is %s, which is not %s: leave --format out to have it told by its content"
              .formatted(
                  name, FileKind.phrase(head), this == IMAGE ? "a PNG or JPEG picture" : "CSV"));
    }
  }
}
