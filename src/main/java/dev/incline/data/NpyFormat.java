package dev.incline.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads numpy's .npy: the bytes 93 "NUMPY", two of version, the header's length (two bytes, four
 * from version 2 on), the header, which is the literal of a Python dictionary, then the values.
 *
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">format</a>
 */
final class NpyFormat {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final Pattern TYPE = Pattern.compile("'descr':\\s*'([<>|=])(u1|i4|i8|f4|f8)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order':\\s*(True|False)");
  private static final Pattern SHAPE =
      Pattern.compile("'shape':\\s*\\(\\s*((?:\\d+\\s*,\\s*)*\\d*)\\s*\\)");

  private NpyFormat() {}

  static NpyArray read(byte[] file, String place) {
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    require(file.length >= 12, place, "it is too short");
    for (byte expected : MAGIC) {
      require(in.get() == expected, place, "it does not begin with \\x93NUMPY");
    }
    int version = in.get();
    in.get(); // the minor version changes nothing
    require(version >= 1 && version <= 3, place, "its version is " + version);
    long length = version == 1 ? in.getShort() & 0xffff : in.getInt() & 0xffffffffL;
    require(length <= in.remaining(), place, "its header breaks off");
    byte[] text = new byte[(int) length];
    in.get(text);
    String header = new String(text, StandardCharsets.UTF_8);

    Matcher type =
        find(TYPE, header, place, "its type is not one of uint8, int32, int64, float32, float64");
    boolean byColumns = find(ORDER, header, place, "it has no order").group(1).equals("True");
    List<Integer> shape = shape(find(SHAPE, header, place, "it has no shape").group(1), place);

    long size = 1;
    for (int each : shape) {
      size *= each;
      require(size <= Integer.MAX_VALUE, place, "it claims more values than can be held");
    }
    int width = Character.digit(type.group(2).charAt(1), 10);
    require(
        size * width == in.remaining(),
        place,
        "its shape %s takes %,d bytes, but %,d are there"
            .formatted(shape, size * width, in.remaining()));
    ByteBuffer values = in.slice();
    values.order(type.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    return new NpyArray(
        shape, values(values, type.group(2), (int) size, byColumns ? columnMajor(shape) : i -> i));
  }

  private static List<Integer> shape(String text, String place) {
    List<Integer> shape = new ArrayList<>();
    for (String length : text.split(",", -1)) {
      String digits = length.strip();
      if (!digits.isEmpty()) {
        require(digits.length() <= 9, place, "it claims " + digits + " rows or columns");
        shape.add(Integer.valueOf(digits));
      }
    }
    return shape;
  }

  /** From the row-major index of a value to its place in a column-major file. */
  private static IntUnaryOperator columnMajor(List<Integer> shape) {
    List<Integer> reversed = new ArrayList<>(shape);
    Collections.reverse(reversed);
    return index -> {
      int place = 0;
      int rest = index;
      int stride = 1;
      for (int length : shape) {
        stride *= length;
      }
      for (int length : reversed) { // the last dimension first
        stride /= length;
        place += rest % length * stride;
        rest /= length;
      }
      return place;
    };
  }

  private static Object values(ByteBuffer in, String type, int size, IntUnaryOperator place) {
    switch (type) {
      case "u1" -> {
        byte[] values = new byte[size];
        for (int i = 0; i < size; i++) {
          values[i] = in.get(place.applyAsInt(i));
        }
        return values;
      }
      case "i4" -> {
        int[] values = new int[size];
        for (int i = 0; i < size; i++) {
          values[i] = in.getInt(4 * place.applyAsInt(i));
        }
        return values;
      }
      case "i8" -> {
        long[] values = new long[size];
        for (int i = 0; i < size; i++) {
          values[i] = in.getLong(8 * place.applyAsInt(i));
        }
        return values;
      }
      case "f4" -> {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
          values[i] = in.getFloat(4 * place.applyAsInt(i));
        }
        return values;
      }
      default -> {
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
          values[i] = in.getDouble(8 * place.applyAsInt(i));
        }
        return values;
      }
    }
  }

  private static Matcher find(Pattern pattern, String header, String place, String missing) {
    Matcher matcher = pattern.matcher(header);
    require(matcher.find(), place, missing + ": " + header.strip());
    return matcher;
  }

  private static void require(boolean condition, String place, String what) {
    if (!condition) {
      throw new DataException(place + " is no usable npy array: " + what);
    }
  }
}
