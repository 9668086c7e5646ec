package dev.incline.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;

/**
 * Reads images from an array of numpy: uint8, float32 or float64 of either byte order, in C or
 * Fortran order, of shape [D], [N, D], [h, w] or [N, h, w] with h · w = D.
 */
final class NpyImages {
  private static final Set<String> DTYPES = Set.of("|u1", "<f4", ">f4", "<f8", ">f8");
  private static final int PIECE = 1 << 13; // values

  private final NpyHeader header;
  private final InputStream in;

  private NpyImages(NpyHeader header, InputStream in) {
    this.header = header;
    this.in = in;
  }

  /**
   * Reads a whole file.
   *
   * @param name for messages
   * @param size of the file in bytes: nothing larger is allocated, whatever the header claims
   * @param in at the file's beginning
   * @param features pixels per image, D
   * @throws DataException naming the file and what is wrong
   */
  static ImageRows read(String name, long size, InputStream in, int features) throws IOException {
    return new NpyImages(NpyHeader.read(name, size, in), in).read(size, features);
  }

  private ImageRows read(long size, int features) throws IOException {
    require(
        DTYPES.contains(header.dtype()),
        "holds %s: save it as uint8, float32 or float64 (array.astype('uint8'))",
        header.dtype());
    int rows = rows(features);
    int values = header.values(size);
    return header.dtype().equals("|u1") ? bytes(rows, values) : floats(rows, values);
  }

  private int rows(int features) {
    List<Integer> shape = header.shape();
    int last = shape.size() - 1;
    long width = last >= 0 ? shape.get(last) : 0;
    int height = last >= 1 ? shape.get(last - 1) : 1;
    int rows;
    if (last <= 1 && width == features) {
      rows = height;
    } else if ((last == 1 || last == 2) && height * width == features) {
      rows = last == 2 ? shape.get(0) : 1;
    } else {
      throw wrong(
          "has shape %s, but the network takes images of %,d pixels: [%d], [N, %d], [h, w] or"
              + " [N, h, w] with h x w = %d",
          shape, features, features, features, features);
    }
    require(rows > 0, "holds no image: its shape is %s", shape);
    require(
        (long) rows * features <= ImageRows.MOST_BYTES,
        "claims %,d images: more than can be held",
        rows);
    return rows;
  }

  private ImageRows bytes(int rows, int values) throws IOException {
    byte[] read = body(values);
    if (!header.fortran()) {
      return new ImageRows(read, rows, List.of());
    }
    byte[] pixels = new byte[values];
    for (int place = 0; place < values; place++) {
      pixels[header.index(place)] = read[place];
    }
    return new ImageRows(pixels, rows, List.of());
  }

  private ImageRows floats(int rows, int values) throws IOException {
    boolean wide = header.width() == 8;
    float[] numbers = new float[values];
    for (int from = 0; from < values; from += PIECE) {
      int count = Math.min(PIECE, values - from);
      ByteBuffer piece = ByteBuffer.wrap(body(count * header.width())).order(header.order());
      for (int k = 0; k < count; k++) {
        numbers[header.index(from + k)] = wide ? (float) piece.getDouble() : piece.getFloat();
      }
    }
    return PixelValues.toRows(header.name(), numbers, rows);
  }

  private byte[] body(int bytes) throws IOException {
    byte[] body = in.readNBytes(bytes);
    require(body.length == bytes, "is truncated");
    return body;
  }

  private void require(boolean condition, String what, Object... values) {
    if (!condition) {
      throw wrong(what, values);
    }
  }

  private DataException wrong(String what, Object... values) {
    return new DataException(header.name() + " " + what.formatted(values));
  }
}
