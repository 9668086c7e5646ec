package dev.incline.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * Reads the IDX files of MNIST, plain or gzipped (told by their first bytes, not by their name): a
 * magic number whose last byte is the number of dimensions, the dimensions, then unsigned bytes.
 * Everything is checked before anything of the size a header claims is allocated.
 *
 * @see <a href="http://yann.lecun.com/exdb/mnist/">the format</a>
 */
public final class IdxReader {
  private static final int IMAGES = 0x00000803;
  private static final int LABELS = 0x00000801;
  private static final int GZIP = 0x1f8b;
  private static final long DEFLATE_LIMIT = 1032; // one byte of deflate never gives more

  private IdxReader() {}

  /** Images as read: [rows x height · width] bytes. */
  record Images(byte[] pixels, int rows, int height, int width) {}

  /**
   * Reads the images of a file.
   *
   * @param limit the first so many only; the whole file is checked all the same
   * @throws DataException naming the file and what is wrong
   */
  static Images images(Path file, int limit) {
    return read(
        file,
        in -> {
          requireMagic(in, file, IMAGES);
          int rows = dimension(in, file, "images");
          int height = dimension(in, file, "rows per image");
          int width = dimension(in, file, "columns per image");
          long pixels = (long) height * width;
          if (pixels > 1 << 24 || pixels * rows > Integer.MAX_VALUE - 64) {
            throw new DataException(
                "%s claims %,d images of %,d x %,d: more than can be held"
                    .formatted(file, rows, height, width));
          }
          requireRoom(file, 16 + pixels * rows);
          int kept = Math.min(rows, limit);
          byte[] bytes = body(in, file, pixels * kept, pixels * rows);
          return new Images(bytes, kept, height, width);
        });
  }

  /**
   * Reads the labels of a file.
   *
   * @param classes every label must be below this
   * @throws DataException naming the file and what is wrong
   */
  static byte[] labels(Path file, int limit, int classes) {
    return read(
        file,
        in -> {
          requireMagic(in, file, LABELS);
          int rows = dimension(in, file, "labels");
          requireRoom(file, 8 + (long) rows);
          byte[] labels = body(in, file, Math.min(rows, limit), rows);
          for (int row = 0; row < labels.length; row++) {
            if ((labels[row] & 0xff) >= classes) {
              throw new DataException(
                  "%s: label %d of row %d is not in 0..%d"
                      .formatted(file, labels[row] & 0xff, row, classes - 1));
            }
          }
          return labels;
        });
  }

  /** The number of rows the header of a file claims. */
  static int rows(Path file) {
    return read(
        file,
        in -> {
          in.readInt();
          return dimension(in, file, "rows");
        });
  }

  private interface Body<T> {
    T read(DataInputStream in) throws IOException;
  }

  private static <T> T read(Path file, Body<T> body) {
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      InputStream plain = isGzip(raw) ? new GZIPInputStream(raw, 1 << 16) : raw;
      return body.read(new DataInputStream(plain));
    } catch (NoSuchFileException e) {
      throw new DataException(file + " does not exist", e);
    } catch (EOFException e) {
      throw new DataException(file + " ends inside its header: it is not a whole IDX file", e);
    } catch (IOException e) {
      throw new DataException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static boolean isGzip(InputStream in) throws IOException {
    in.mark(2);
    int first = in.read() << 8 | in.read();
    in.reset();
    return first == GZIP;
  }

  private static void requireMagic(DataInputStream in, Path file, int expected) throws IOException {
    int magic = in.readInt();
    if (magic == expected) {
      return;
    }
    String wanted = expected == IMAGES ? "images" : "labels";
    if (magic == IMAGES || magic == LABELS) {
      throw new DataException(
          "%s holds %s where %s belong: were the two files swapped?"
              .formatted(file, magic == IMAGES ? "images" : "labels", wanted));
    }
    throw new DataException(
        "%s is not an IDX file of %s: it begins with %08x, not %08x"
            .formatted(file, wanted, magic, expected));
  }

  private static int dimension(DataInputStream in, Path file, String what) throws IOException {
    int size = in.readInt();
    if (size < 1) {
      throw new DataException("%s claims %d %s".formatted(file, size, what));
    }
    return size;
  }

  /** A header may claim anything; the file's own size says what it can hold at most. */
  private static void requireRoom(Path file, long claimed) throws IOException {
    long size = Files.size(file);
    boolean gzip;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      gzip = isGzip(in);
    }
    long most = gzip ? size * DEFLATE_LIMIT : size;
    if (claimed > most) {
      throw new DataException(
          "%s claims %,d bytes but is %,d bytes long: it is truncated or its header is damaged"
              .formatted(file, claimed, size));
    }
  }

  /**
   * The first {@code kept} bytes of a body of {@code claimed}; reads it to the end to see that it
   * is whole.
   */
  private static byte[] body(DataInputStream in, Path file, long kept, long claimed)
      throws IOException {
    byte[] bytes = new byte[(int) kept];
    long read = in.readNBytes(bytes, 0, bytes.length);
    if (read == kept) {
      byte[] rest = new byte[1 << 16];
      int more;
      while ((more = in.read(rest)) > 0) {
        read += more;
      }
    }
    if (read != claimed) {
      throw new DataException(
          read < claimed
              ? "%s is truncated: %,d bytes after the header instead of %,d"
                  .formatted(file, read, claimed)
              : "%s has trailing bytes: %,d after the header instead of %,d"
                  .formatted(file, read, claimed));
    }
    return bytes;
  }
}
