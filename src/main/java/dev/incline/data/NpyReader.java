package dev.incline.data;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads images from an array of numpy: uint8, float32 or float64 of either byte order, in C or
 * Fortran order, of shape [D], [N, D], [h, w] or [N, h, w] with h · w = D. Format versions 1 to 3:
 * {@code \x93NUMPY}, version, little-endian length of the header, the header (a Python dict), the
 * values.
 *
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">format</a>
 */
final class NpyReader {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int LONGEST_HEADER = 10_000; // numpy's own limit when it reads
  private static final Pattern DTYPE = key("descr", "'([^']*)'");
  private static final Pattern ORDER = key("fortran_order", "(True|False)");
  private static final Pattern SHAPE = key("shape", "\\(([0-9L, ]*)\\)");
  private static final Map<String, Integer> BYTES =
      Map.of("|u1", 1, "<f4", 4, ">f4", 4, "<f8", 8, ">f8", 8);

  private final String name;
  private final long size;
  private final DataInputStream in;
  private long position;

  private NpyReader(String name, long size, InputStream in) {
    this.name = name;
    this.size = size;
    this.in = new DataInputStream(in);
  }

  private static Pattern key(String name, String value) {
    return Pattern.compile("'" + name + "'\\s*:\\s*" + value + "\\s*[,}]");
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
    return new NpyReader(name, size, in).read(features);
  }

  /** Element (n, i, j) of {@code rows} images; a flat image has one line. */
  private record Layout(int rows, int height, int width, boolean fortran) {
    /** Where the value at a place of the file goes: [rows x height · width]. */
    int target(int place) {
      if (!fortran) {
        return place;
      }
      int n = place % rows;
      int i = place / rows % height;
      int j = place / rows / height;
      return (n * height + i) * width + j;
    }
  }

  private ImageRows read(int features) throws IOException {
    String header = header();
    String dtype = find(DTYPE, header, "dtype of plain numbers");
    int bytes = BYTES.getOrDefault(dtype, 0);
    require(
        bytes > 0, "holds %s: save it as uint8, float32 or float64 (array.astype('uint8'))", dtype);
    boolean fortran = find(ORDER, header, "fortran_order").equals("True");
    long[] shape = shape(find(SHAPE, header, "shape"));
    Layout layout = layout(shape, fortran, features);
    long values = (long) layout.rows * features;
    long left = size - position;
    require(
        values * bytes == left,
        "%s: %,d bytes after its header, but shape %s of %s takes %,d",
        values * bytes > left ? "is truncated" : "has trailing bytes",
        left,
        Arrays.toString(shape),
        dtype,
        values * bytes);
    return dtype.equals("|u1") ? bytes(layout, (int) values) : floats(layout, (int) values, dtype);
  }

  private String header() throws IOException {
    require(size >= 10 && Arrays.equals(in.readNBytes(MAGIC.length), MAGIC), "is not an npy file");
    int major = in.readUnsignedByte();
    int minor = in.readUnsignedByte();
    require(
        major >= 1 && major <= 3 && minor == 0,
        "has npy version %d.%d: 1.0, 2.0 and 3.0 are read",
        major,
        minor);
    int field = major == 1 ? 2 : 4;
    require(size >= 8 + field, "ends inside its header");
    long length =
        major == 1
            ? Short.toUnsignedInt(Short.reverseBytes(in.readShort()))
            : Integer.toUnsignedLong(Integer.reverseBytes(in.readInt()));
    position = 8 + field + length;
    require(position <= size, "ends inside its header, which claims %,d bytes", length);
    require(length <= LONGEST_HEADER, "has a header of %,d bytes", length);
    byte[] text = in.readNBytes((int) length);
    require(text.length == length, "ends inside its header");
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  private String find(Pattern key, String header, String what) {
    Matcher matcher = key.matcher(header);
    require(matcher.find(), "has no %s in its header: %s", what, header.strip());
    String value = matcher.group(1);
    require(!matcher.find(), "has more than one %s in its header", what);
    return value;
  }

  private long[] shape(String text) {
    List<Long> sizes = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      String digits = part.strip().replaceAll("L$", ""); // Python 2 wrote (3L, 784L)
      if (!digits.isEmpty()) {
        require(
            digits.matches("[0-9]{1,10}") && Long.parseLong(digits) <= Integer.MAX_VALUE,
            "claims the shape (%s)",
            text);
        sizes.add(Long.parseLong(digits));
      }
    }
    return sizes.stream().mapToLong(Long::longValue).toArray();
  }

  private Layout layout(long[] shape, boolean fortran, int features) {
    int last = shape.length - 1;
    long width = last >= 0 ? shape[last] : 0;
    long height = last >= 1 ? shape[last - 1] : 1;
    Layout layout;
    if (shape.length <= 2 && width == features) {
      layout = new Layout((int) height, 1, features, fortran);
    } else if ((shape.length == 2 || shape.length == 3) && height * width == features) {
      int rows = shape.length == 3 ? (int) shape[0] : 1;
      layout = new Layout(rows, (int) height, (int) width, fortran);
    } else {
      throw wrong(
          "has shape %s, but the network takes images of %,d pixels: [%d], [N, %d], [h, w] or"
              + " [N, h, w] with h x w = %d",
          Arrays.toString(shape), features, features, features, features);
    }
    require(layout.rows > 0, "holds no image: its shape is %s", Arrays.toString(shape));
    require(
        (long) layout.rows * features <= ImageRows.MOST_BYTES,
        "claims %,d images: more than can be held",
        layout.rows);
    return layout;
  }

  private ImageRows bytes(Layout layout, int values) throws IOException {
    byte[] read = body(values);
    if (!layout.fortran) {
      return new ImageRows(read, layout.rows, List.of());
    }
    byte[] pixels = new byte[values];
    for (int place = 0; place < values; place++) {
      pixels[layout.target(place)] = read[place];
    }
    return new ImageRows(pixels, layout.rows, List.of());
  }

  private ImageRows floats(Layout layout, int values, String dtype) throws IOException {
    boolean wide = dtype.endsWith("8");
    ByteOrder order = dtype.startsWith("<") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    float[] numbers = new float[values];
    int most = 1 << 13;
    for (int from = 0; from < values; from += most) {
      int count = Math.min(most, values - from);
      ByteBuffer chunk = ByteBuffer.wrap(body(count * (wide ? 8 : 4))).order(order);
      for (int k = 0; k < count; k++) {
        numbers[layout.target(from + k)] = wide ? (float) chunk.getDouble() : chunk.getFloat();
      }
    }
    return PixelValues.toRows(name, numbers, layout.rows);
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
    return new DataException(name + " " + what.formatted(values));
  }
}
