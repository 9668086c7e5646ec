package dev.incline.data.image;

import dev.incline.data.DataException;
import dev.incline.data.ImageRows;
import dev.incline.data.NpyHeader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Reads images from an array of numpy: bool, integers of 8 to 64 bits or floats of 16 to 64, of
 * either byte order, in C or Fortran order, of shape [D], [N, D], [h, w] or [N, h, w] with h · w =
 * D, or [h, w, 3] or [N, h, w, 3] with 3 · h · w = D.
 */
record NpyImages(NpyHeader header, InputStream in) {
  private static final Pattern DTYPES = Pattern.compile("[<>|=](b1|[iu][1248]|f[248])");
  private static final int PIECE = 1 << 13; // values

  /**
   * Reads a file, in pieces where the values are grey levels as bytes, in C order.
   *
   * @param name for messages
   * @param features pixels per image, D
   * @param most rows of a piece
   * @throws DataException naming the file and what is wrong
   */
  static void pieces(String name, Path file, int features, int most, Consumer<ImageRows> taker)
      throws IOException {
    long size = Files.size(file);
    boolean whole = !isOfGreyLevels(name, file);
    try (InputStream in = open(file)) {
      NpyImages images = new NpyImages(NpyHeader.read(name, size, in), in);
      if (whole) {
        taker.accept(images.read(size, features));
        return;
      }
      int rows = images.rows(features);
      images.header.values(size);
      for (int row = 0; row < rows; row += most) {
        int count = Math.min(most, rows - row);
        taker.accept(new ImageRows(images.body(count * features), count, List.of()));
      }
    }
  }

  /** Whether the values are bytes in C order, and one is above 1: else they may be a mask. */
  private static boolean isOfGreyLevels(String name, Path file) throws IOException {
    try (InputStream in = open(file)) {
      NpyHeader header = NpyHeader.read(name, Files.size(file), in);
      int value = 0;
      while (value == 0 || value == 1) {
        value = in.read();
      }
      return value > 1 && header.dtype().endsWith("u1") && !header.fortran();
    }
  }

  private static InputStream open(Path file) throws IOException {
    return new BufferedInputStream(Files.newInputStream(file), 1 << 16);
  }

  private ImageRows read(long size, int features) throws IOException {
    require(
        DTYPES.matcher(header.dtype()).matches(),
        "holds values of type %s: bool, integers and floats of up to 64 bits are read. Save array.astype('float32')",
        header.dtype());
    int rows = rows(features);
    int values = header.values(size);
    return header.dtype().endsWith("u1") ? bytes(rows, values) : numbers(rows, values);
  }

  private int rows(int features) {
    List<Integer> shape = header.shape();
    int last = shape.size() - 1;
    long width = last >= 0 ? shape.get(last) : 0;
    int height = last >= 1 ? shape.get(last - 1) : 1;
    if (width == 3 && last >= 2 && 3L * height * shape.get(last - 2) == features) {
      width = 3L * height; // the colours of a line of pixels
      height = shape.get(last - 2);
      last--;
    }
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
        (long) rows * features <= ImageRows.MAX_BYTES,
        "claims %,d images: more than can be held",
        rows);
    return rows;
  }

  private ImageRows bytes(int rows, int values) throws IOException {
    byte[] read = body(values);
    int most = 0;
    for (byte value : read) {
      most = Math.max(most, value & 0xff);
    }
    boolean flags = most == 1; // a mask: 1 is white
    if (!header.fortran() && !flags) {
      return new ImageRows(read, rows, List.of());
    }
    byte[] pixels = new byte[values];
    for (int place = 0; place < values; place++) {
      pixels[header.index(place)] = (byte) (flags ? -read[place] : read[place]);
    }
    return new ImageRows(pixels, rows, flags ? List.of(PixelValues.SHARES) : List.of());
  }

  private ImageRows numbers(int rows, int values) throws IOException {
    float[] numbers = new float[values];
    for (int from = 0; from < values; from += PIECE) {
      int count = Math.min(PIECE, values - from);
      ByteBuffer piece = ByteBuffer.wrap(body(count * header.width())).order(header.order());
      for (int k = 0; k < count; k++) {
        numbers[header.index(from + k)] = number(piece);
      }
    }
    return PixelValues.toRows(header.name(), numbers, rows);
  }

  private float number(ByteBuffer piece) {
    return switch (header.dtype().substring(1)) {
      case "b1" -> piece.get() == 0 ? 0 : 1;
      case "i1" -> piece.get();
      case "i2" -> piece.getShort();
      case "u2" -> Short.toUnsignedInt(piece.getShort());
      case "i4" -> piece.getInt();
      case "u4" -> Integer.toUnsignedLong(piece.getInt());
      case "i8" -> piece.getLong();
      case "u8" -> unsigned(piece.getLong());
      case "f2" -> half(piece.getShort());
      case "f4" -> piece.getFloat();
      default -> (float) piece.getDouble();
    };
  }

  private static float unsigned(long bits) {
    return bits >= 0 ? bits : (bits >>> 1) * 2f;
  }

  /** IEEE 754 binary16: 1 bit of sign, 5 of exponent, 10 of fraction. */
  static float half(short bits) {
    int exponent = bits >> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    float size;
    if (exponent == 0x1f) {
      size = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
    } else if (exponent == 0) {
      size = Math.scalb((float) fraction, -24); // subnormal
    } else {
      size = Math.scalb((float) (fraction + 0x400), exponent - 25);
    }
    return bits < 0 ? -size : size;
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
    return new DataException(header.name() + " " + String.format(Locale.ROOT, what, values));
  }
}
