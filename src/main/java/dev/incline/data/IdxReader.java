package dev.incline.data;

import dev.incline.file.GzipStream;
import dev.incline.file.InputFile;
import dev.incline.file.Sha256;
import dev.incline.wording.Phrase;
import dev.incline.wording.Reason;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.ZipException;

/**
 * Reads the IDX files of MNIST, plain or gzipped (told by their first bytes, not by their name): a
 * magic number whose last byte is the number of dimensions, the dimensions, then unsigned bytes.
 * Everything is checked before anything of the size a header claims is allocated.
 *
 * @see <a href="http://yann.lecun.com/exdb/mnist/">the format</a>
 */
public final class IdxReader {
  private static final long DEFLATE_LIMIT = 1032; // one byte of deflate never gives more

  private IdxReader() {}

  /** What the header of an images file says. */
  record Shape(int rows, int height, int width) {
    int features() {
      return height * width;
    }
  }

  /**
   * Reads the header of an images file.
   *
   * @throws DataException naming the file and what is wrong
   */
  static Shape shape(Path file) {
    return read(file, IdxReader::shape);
  }

  /**
   * What a file holds.
   *
   * @param bytes of its first rows
   * @param sha256 of the whole file, unpacked, header and all, in hexadecimal
   */
  record Content(byte[] bytes, String sha256) {}

  /**
   * Reads the images of a file: [min(rows, limit) x height · width] bytes.
   *
   * @param limit the first so many only; the whole file is checked all the same
   * @throws DataException naming the file and what is wrong
   */
  static Content images(Path file, int limit) {
    return read(
        file,
        source -> {
          Shape shape = shape(source);
          long features = shape.features();
          return content(
              source, body(source, features * Math.min(shape.rows, limit), features * shape.rows));
        });
  }

  /**
   * Reads all images of a file that has no labels beside it.
   *
   * @param name for messages
   * @param features pixels per image that are expected
   * @throws DataException naming the file and what is wrong
   */
  public static ImageRows rows(String name, Path file, int features) {
    return read(
        name,
        file,
        source -> {
          Shape shape = shape(source, features);
          long bytes = (long) features * shape.rows;
          return new ImageRows(body(source, bytes, bytes), shape.rows, List.of());
        });
  }

  /**
   * As {@link #rows}, but piece by piece, in order: of a damaged file there may be some before it
   * is found to be one.
   *
   * @param most rows of a piece
   */
  public static void pieces(
      String name, Path file, int features, int most, Consumer<ImageRows> taker) {
    read(
        name,
        file,
        source -> {
          Shape shape = shape(source, features);
          IdxBody body = bodyOf(source, (long) features * shape.rows);
          for (int row = 0; row < shape.rows; row += most) {
            int rows = Math.min(most, shape.rows - row);
            byte[] pixels = body.part(rows * features, (long) row * features);
            taker.accept(new ImageRows(pixels, rows, List.of()));
          }
          body.requireEnd((long) features * shape.rows);
          return shape;
        });
  }

  private static Shape shape(OpenFile source, int features) throws IOException {
    Shape shape = shape(source);
    if (shape.features() != features) {
      throw new DataException(
          Phrase.of(
              "%s holds images of %d x %d = %,d pixels, but the network takes %,d",
              source.file, shape.height, shape.width, shape.features(), features));
    }
    return shape;
  }

  /**
   * What a labels file holds.
   *
   * @param sha256 of the whole file, unpacked, header and all, in hexadecimal
   */
  record LabelFile(Labels labels, String sha256) {}

  /**
   * Reads the labels of a file: one byte for each row, or as QMNIST has them a row of 4-byte
   * numbers, of which the first is the label.
   *
   * @throws DataException naming the file and what is wrong
   */
  static LabelFile labels(Path file) {
    return read(
        file,
        source -> {
          int magic = requireMagic(source, IdxMagic.LABELS, IdxMagic.LABEL_ROWS);
          int rows = dimension(source, "labels");
          long width = magic == IdxMagic.LABELS ? 1 : 4L * dimension(source, "numbers per label");
          if (width > 1 << 16 || rows * width > Integer.MAX_VALUE - 64) {
            throw new DataException(
                Phrase.of("%s claims %,d labels: more than can be held", source.file, rows));
          }
          requireRoom(source, (magic == IdxMagic.LABELS ? 8 : 12) + rows * width);
          byte[] body = body(source, rows * width, rows * width);
          Labels labels =
              magic == IdxMagic.LABELS
                  ? Labels.ofBytes(source.file, body)
                  : firstNumbers(source.file, ByteBuffer.wrap(body), (int) width);
          return new LabelFile(labels, content(source, body).sha256);
        });
  }

  private static Labels firstNumbers(String file, ByteBuffer body, int width) {
    Labels.Collector labels = new Labels.Collector(file);
    for (int at = 0; at < body.limit(); at += width) {
      labels.add(Integer.toString(body.getInt(at)), "row", at / width);
    }
    return labels.labels();
  }

  /**
   * SHA-256 of a file's bytes, unpacked, in hexadecimal.
   *
   * @throws DataException naming the file and what is wrong
   */
  public static String sha256(Path file) {
    return read(file, source -> Sha256.of(source.plain));
  }

  private static Shape shape(OpenFile source) throws IOException {
    requireMagic(source, IdxMagic.IMAGES, IdxMagic.IMAGES);
    int rows = dimension(source, "images");
    int height = dimension(source, "rows per image");
    int width = dimension(source, "columns per image");
    long features = (long) height * width;
    if (features > 1 << 24 || features * rows > Integer.MAX_VALUE - 64) {
      throw new DataException(
          Phrase.of(
              "%s claims %,d images of %,d x %,d: more than can be held",
              source.file, rows, height, width));
    }
    requireRoom(source, 16 + features * rows);
    return new Shape(rows, height, width);
  }

  /** An open file: its size as it lies on disk, its bytes unpacked, and the sum of those read. */
  private record OpenFile(
      String file, long size, DataInputStream in, InputStream plain, MessageDigest digest) {}

  private interface Reading<T> {
    T from(OpenFile source) throws IOException;
  }

  private static <T> T read(Path file, Reading<T> reading) {
    return read(file.toString(), file, reading);
  }

  private static <T> T read(String name, Path file, Reading<T> reading) {
    try (FileChannel channel = FileChannel.open(InputFile.require(file, InputFile.LARGE));
        InputStream plain = unpacked(channel)) {
      MessageDigest digest = Sha256.digest();
      DataInputStream in = new DataInputStream(new DigestInputStream(plain, digest));
      return reading.from(new OpenFile(name, channel.size(), in, plain, digest));
    } catch (NoSuchFileException e) {
      throw new DataException(name + " does not exist", e);
    } catch (EOFException e) {
      throw new DataException(name + " " + shortOf(file), e);
    } catch (ZipException e) {
      throw new DataException(
          name + " is a damaged gzip file (" + Reason.of(e) + "): get it again", e);
    } catch (IOException e) {
      throw new DataException(name + " cannot be read: " + Reason.of(e), e);
    }
  }

  /** Why a file ends before its header does. */
  private static String shortOf(Path file) {
    FileKind kind = FileKind.of(file);
    if (kind == FileKind.EMPTY) {
      return "is empty: it ends inside its header";
    }
    return kind.name().startsWith("IDX") || kind == FileKind.UNKNOWN || kind == FileKind.GZIP
        ? "ends inside its header: it is not a whole IDX file"
        : "is %s, not an IDX file".formatted(FileKind.phrase(file));
  }

  private static InputStream unpacked(FileChannel channel) throws IOException {
    ByteBuffer first = ByteBuffer.allocate(2);
    channel.read(first, 0);
    return first.getShort(0) == 0x1f8b
        ? new GzipStream(channel)
        : new BufferedInputStream(Channels.newInputStream(channel), 1 << 16);
  }

  private static int requireMagic(OpenFile source, int expected, int orElse) throws IOException {
    int magic = source.in.readInt();
    if (magic == expected || magic == orElse) {
      return magic;
    }
    byte[] rest = source.in.readNBytes(FileKind.HEAD - 4);
    byte[] head = ByteBuffer.allocate(4 + rest.length).putInt(magic).put(rest).array();
    boolean packed = source.plain instanceof GzipStream;
    throw new DataException(source.file + " " + IdxMagic.wrong(magic, head, packed, expected));
  }

  private static int dimension(OpenFile source, String what) throws IOException {
    int size = source.in.readInt();
    if (size < 1) {
      throw new DataException(Phrase.of("%s claims %d %s", source.file, size, what));
    }
    return size;
  }

  /** A header may claim anything; the file's own size says what it can hold at most. */
  private static void requireRoom(OpenFile source, long claimed) {
    long most = source.plain instanceof GzipStream ? source.size * DEFLATE_LIMIT : source.size;
    if (claimed > most) {
      throw new DataException(
          Phrase.of(
              "%s claims %,d bytes but is %,d bytes long: it is truncated or its header is damaged",
              source.file, claimed, source.size));
    }
  }

  /** Once the body has been read to its end. */
  private static Content content(OpenFile source, byte[] bytes) {
    return new Content(bytes, Sha256.hex(source.digest.digest()));
  }

  /** See {@link IdxBody#first}. */
  private static byte[] body(OpenFile source, long kept, long claimed) throws IOException {
    return bodyOf(source, claimed).first((int) kept);
  }

  private static IdxBody bodyOf(OpenFile source, long claimed) {
    return new IdxBody(source.file, source.in, source.plain, claimed);
  }
}
