package dev.incline.data;

import dev.incline.file.Sha256;
import dev.incline.wording.Phrase;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads the IDX files of MNIST, plain or gzipped (told by their first bytes, not by their name): a
 * magic number whose last byte is the number of dimensions, the dimensions, then unsigned bytes.
 * Everything is checked before anything of the size a header claims is allocated.
 *
 * @see <a href="http://yann.lecun.com/exdb/mnist/">the format</a>
 */
public final class IdxReader {
  private static final int HEADER = 16; // bytes before the first image

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
          long kept = features * Math.min(shape.rows, limit);
          requireHeld(source, shape, kept);
          return new Content(source.body(features * shape.rows).first((int) kept), source.sha256());
        });
  }

  /**
   * Images that stay in their file.
   *
   * @param sha256 of the whole file
   */
  record InFile(Inputs.FilePixels pixels, String sha256) {}

  /** Whether a file is as it would be unpacked: rows can be read from the middle of it. */
  static boolean isPlain(Path file) {
    return read(file, source -> !source.isPacked());
  }

  /**
   * Reads the whole of a plain file once, and leaves its images there.
   *
   * @param limit the first so many only; the whole file is checked all the same
   * @throws DataException naming the file and what is wrong
   */
  static InFile imagesInFile(Path file, int limit) {
    return read(
        file,
        source -> {
          Shape shape = shape(source);
          int[] sums = new int[Math.min(shape.rows, limit)];
          IdxBody body = source.body((long) shape.features() * shape.rows);
          body.each(
              shape.features(),
              sums.length,
              (row, bytes) -> sums[row] = Inputs.FilePixels.sum(bytes));
          body.requireEnd((long) sums.length * shape.features());
          Inputs.FilePixels pixels = new Inputs.FilePixels(file, HEADER, shape.features(), sums);
          return new InFile(pixels, source.sha256());
        });
  }

  /**
   * Reads all images of a file that has no labels beside it, piece by piece, in order: of a damaged
   * file there may be some before it is found to be one.
   *
   * @param name for messages
   * @param features pixels per image that are expected
   * @param most rows of a piece
   * @throws DataException naming the file and what is wrong
   */
  public static void pieces(
      String name, Path file, int features, int most, Consumer<ImageRows> taker) {
    IdxFile.read(
        name,
        file,
        source -> {
          Shape shape = shape(source, features);
          IdxBody body = source.body((long) features * shape.rows);
          for (int row = 0; row < shape.rows; row += most) {
            int rows = Math.min(most, shape.rows - row);
            byte[] pixels = body.part(rows * features, (long) row * features);
            taker.accept(new ImageRows(pixels, rows, List.of()));
          }
          body.requireEnd((long) features * shape.rows);
          return shape;
        });
  }

  private static Shape shape(IdxFile source, int features) throws IOException {
    Shape shape = shape(source);
    if (shape.features() != features) {
      throw new DataException(
          Phrase.of(
              "%s holds images of %d x %d = %,d pixels, but the network takes %,d",
              source.name(), shape.height, shape.width, shape.features(), features));
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
          int magic = source.magic(IdxMagic.LABELS, IdxMagic.LABEL_ROWS);
          int rows = source.dimension("labels");
          long width = magic == IdxMagic.LABELS ? 1 : 4L * source.dimension("numbers per label");
          if (width > 1 << 16 || rows * width > Integer.MAX_VALUE - 64) {
            throw new DataException(
                Phrase.of("%s claims %,d labels: more than can be held", source.name(), rows));
          }
          source.requireRoom((magic == IdxMagic.LABELS ? 8 : 12) + rows * width);
          byte[] body = source.body(rows * width).first((int) (rows * width));
          Labels labels =
              magic == IdxMagic.LABELS
                  ? Labels.ofBytes(source.name(), body)
                  : firstNumbers(source.name(), ByteBuffer.wrap(body), (int) width);
          return new LabelFile(labels, source.sha256());
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
    return read(file, source -> Sha256.of(source.plain()));
  }

  private static Shape shape(IdxFile source) throws IOException {
    source.magic(IdxMagic.IMAGES, IdxMagic.IMAGES);
    int rows = source.dimension("images");
    int height = source.dimension("rows per image");
    int width = source.dimension("columns per image");
    long features = (long) height * width;
    Shape shape = new Shape(rows, height, width);
    if (features > 1 << 24) {
      throw tooLarge(source, shape);
    }
    source.requireRoom(HEADER + features * rows);
    return shape;
  }

  /** Whether an array holds so many bytes. */
  private static void requireHeld(IdxFile source, Shape shape, long bytes) {
    if (bytes > Integer.MAX_VALUE - 64) {
      throw tooLarge(source, shape);
    }
  }

  private static DataException tooLarge(IdxFile source, Shape shape) {
    return new DataException(
        Phrase.of(
            "%s claims %,d images of %,d x %,d: more than can be held%s",
            source.name(),
            shape.rows,
            shape.height,
            shape.width,
            source.isPacked() ? ". Unpack it: rows are read from a plain file" : ""));
  }

  private static <T> T read(Path file, IdxFile.Reading<T> reading) {
    return IdxFile.read(file.toString(), file, reading);
  }
}
