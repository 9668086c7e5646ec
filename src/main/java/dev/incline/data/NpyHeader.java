package dev.incline.data;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an npy file says before its values. Format versions 1 to 3: {@code \x93NUMPY}, version,
 * little-endian length of the text, the text (a Python dict), the values.
 *
 * @param name of the file, for messages
 * @param dtype as numpy writes it, such as {@code <f4}; whoever reads the values says which it
 *     takes
 * @param fortran whether the first index runs fastest
 * @param shape sizes; none for a single number
 * @param length in bytes: where the values begin
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">format</a>
 */
public record NpyHeader(
    String name, String dtype, boolean fortran, List<Integer> shape, int length) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int LONGEST = 10_000; // numpy's own limit when it reads
  private static final Pattern DTYPE = key("descr", "'([^']*)'");
  private static final Pattern ORDER = key("fortran_order", "(True|False)");
  private static final Pattern SHAPE = key("shape", "\\(([0-9L, ]*)\\)");

  private static Pattern key(String name, String value) {
    return Pattern.compile("'" + name + "'\\s*:\\s*" + value + "\\s*[,}]");
  }

  /**
   * Reads the header and nothing beyond it.
   *
   * @param name for messages
   * @param size of the file in bytes: nothing larger is allocated, whatever the header claims
   * @param from at the file's beginning
   * @throws DataException naming the file and what is wrong
   */
  public static NpyHeader read(String name, long size, InputStream from) throws IOException {
    DataInputStream in = new DataInputStream(from);
    byte[] magic = in.readNBytes(MAGIC.length);
    if (!Arrays.equals(magic, MAGIC)) {
      byte[] rest = in.readNBytes(FileKind.HEAD - MAGIC.length);
      byte[] head = Arrays.copyOf(magic, magic.length + rest.length);
      System.arraycopy(rest, 0, head, magic.length, rest.length);
      boolean unknown = FileKind.of(head) == FileKind.UNKNOWN;
      throw new DataException(
          "%s is %s"
              .formatted(
                  name,
                  unknown
                      ? "not an npy file: it does not begin with \\x93NUMPY and a version"
                      : FileKind.phrase(head) + ", which is not an npy file"));
    }
    require(size >= 10, name, "ends inside its header");
    int major = in.readUnsignedByte();
    int minor = in.readUnsignedByte();
    require(
        major >= 1 && major <= 3 && minor == 0,
        name,
        "has npy version %d.%d: 1.0, 2.0 and 3.0 are read",
        major,
        minor);
    int begin = major == 1 ? 10 : 12;
    require(size >= begin, name, "ends inside its header");
    long claimed =
        major == 1
            ? Short.toUnsignedInt(Short.reverseBytes(in.readShort()))
            : Integer.toUnsignedLong(Integer.reverseBytes(in.readInt()));
    require(
        begin + claimed <= size, name, "ends inside its header, which claims %,d bytes", claimed);
    require(claimed <= LONGEST, name, "has a header of %,d bytes", claimed);
    byte[] bytes = in.readNBytes((int) claimed);
    require(bytes.length == claimed, name, "ends inside its header");
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    return new NpyHeader(
        name,
        find(name, DTYPE, text, "dtype of plain numbers"),
        find(name, ORDER, text, "fortran_order").equals("True"),
        shape(name, find(name, SHAPE, text, "shape")),
        begin + (int) claimed);
  }

  private static String find(String name, Pattern key, String text, String what) {
    Matcher matcher = key.matcher(text);
    require(matcher.find(), name, "has no %s in its header: %s", what, text.strip());
    String value = matcher.group(1);
    require(!matcher.find(), name, "has more than one %s in its header", what);
    return value;
  }

  private static List<Integer> shape(String name, String text) {
    List<Integer> shape = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      String digits = part.strip().replaceAll("L$", ""); // Python 2 wrote (3L, 784L)
      if (!digits.isEmpty()) {
        require(
            digits.matches("[0-9]{1,10}") && Long.parseLong(digits) <= Integer.MAX_VALUE,
            name,
            "claims the shape (%s)",
            text);
        shape.add(Integer.valueOf(digits));
      }
    }
    return List.copyOf(shape);
  }

  /** Bytes of a value, of a dtype of one digit. */
  public int width() {
    return Character.digit(dtype.charAt(2), 10);
  }

  /** Of a value's bytes. */
  public ByteOrder order() {
    return dtype.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }

  /**
   * How many values the shape has, when the file is as long as that takes.
   *
   * @param fileSize in bytes
   * @throws DataException when it is longer or shorter
   */
  public int values(long fileSize) {
    long values = 1;
    for (int each : shape) {
      values *= each;
      require(values <= Integer.MAX_VALUE, name, "claims shape %s: more than can be held", shape);
    }
    long left = fileSize - length;
    require(
        values * width() == left,
        name,
        "%s: %,d bytes after its header, but shape %s of %s takes %,d",
        values * width() > left ? "is truncated" : "has trailing bytes",
        left,
        shape,
        dtype,
        values * width());
    return (int) values;
  }

  /** Row-major index of the value at a place of the file. */
  public int index(int place) {
    if (!fortran) {
      return place;
    }
    int index = 0;
    int rest = place;
    for (int each : shape) {
      index = index * each + rest % each;
      rest /= each;
    }
    return index;
  }

  private static void require(boolean condition, String name, String what, Object... values) {
    if (!condition) {
      throw new DataException(name + " " + String.format(Locale.ROOT, what, values));
    }
  }
}
