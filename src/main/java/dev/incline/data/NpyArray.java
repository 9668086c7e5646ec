package dev.incline.data;

import dev.incline.file.InputFile;
import dev.incline.wording.Phrase;
import dev.incline.wording.Reason;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An array as numpy stores it.
 *
 * @param shape sizes whose product is the number of values; empty for a single number
 * @param values row-major: float[], double[], int[], long[] or byte[] (unsigned)
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">format</a>
 */
public record NpyArray(List<Integer> shape, Object values) {
  private static final Pattern TYPE = Pattern.compile("[<>|=]([iu][1248]|f4|f8)");
  private static final int LARGEST_PIECE = 1 << 25; // values
  private static final int ALIGNMENT = 64; // of the first value in its file

  public NpyArray {
    shape = List.copyOf(shape);
    long size = 1;
    for (int length : shape) {
      size *= length;
    }
    if (size != length(values)) {
      throw new IllegalArgumentException(
          Phrase.of("%d values do not fill the shape %s", length(values), shape));
    }
  }

  /** A matrix, or whatever has these sizes. */
  public static NpyArray of(Object values, Integer... shape) {
    return new NpyArray(List.of(shape), values);
  }

  private static int length(Object values) {
    return java.lang.reflect.Array.getLength(values);
  }

  /** Number of values. */
  public int size() {
    return length(values);
  }

  /** Value i, as the nearest double. */
  public double get(int i) {
    if (values instanceof byte[] bytes) {
      return bytes[i] & 0xff;
    }
    return java.lang.reflect.Array.getDouble(values, i);
  }

  /** Such as {@code 64 x 128}; {@code 1} for a single number. */
  public String sizes() {
    return shape.isEmpty()
        ? "1"
        : shape.stream().map(String::valueOf).collect(Collectors.joining(" x "));
  }

  /** Such as {@code <f4}. */
  public String type() {
    if (values instanceof byte[]) {
      return "|u1";
    } else if (values instanceof float[]) {
      return "<f4";
    } else if (values instanceof double[]) {
      return "<f8";
    } else if (values instanceof long[]) {
      return "<i8";
    }
    return "<i4";
  }

  /**
   * Reads a .npy file.
   *
   * @throws DataException naming the file and what is wrong
   */
  public static NpyArray read(Path file) {
    if (Files.isDirectory(file)) {
      throw new DataException(file + " is a folder, not an npy file");
    }
    try {
      return read(InputFile.bytes(file, 1L << 30), file.toString());
    } catch (NoSuchFileException e) {
      throw new DataException(file + " does not exist", e);
    } catch (IOException e) {
      throw new DataException(file + " cannot be read: " + Reason.of(e), e);
    }
  }

  /**
   * Reads a .npy file in pieces of so many rows (the first index), so that it need not fit into
   * memory. Where the last index does not run fastest it is one piece.
   *
   * @throws DataException naming the file and what is wrong
   */
  public static void pieces(Path file, int most, Consumer<NpyArray> taker) {
    String name = file.toString();
    try (InputStream in = new BufferedInputStream(InputFile.open(file, InputFile.LARGE), 1 << 16)) {
      long size = Files.size(file);
      NpyHeader header = NpyHeader.read(name, size, in);
      if (header.fortran() || header.shape().size() < 2) {
        taker.accept(read(file));
        return;
      }
      requireType(header);
      int rows = header.shape().get(0);
      int columns = rows == 0 ? 0 : header.values(size) / rows;
      int step = (int) Math.max(1, Math.min(most, LARGEST_PIECE / Math.max(1L, columns)));
      for (int row = 0; row < rows; row += step) {
        int count = Math.min(step, rows - row);
        byte[] bytes = in.readNBytes(count * columns * header.width());
        List<Integer> shape = new ArrayList<>(header.shape());
        shape.set(0, count);
        NpyHeader piece = new NpyHeader(name, header.dtype(), false, shape, 0);
        piece.values(bytes.length);
        ByteBuffer values = ByteBuffer.wrap(bytes).order(header.order());
        taker.accept(new NpyArray(shape, values(values, piece, count * columns)));
      }
      if (rows == 0) {
        taker.accept(read(file));
      }
    } catch (NoSuchFileException e) {
      throw new DataException(file + " does not exist", e);
    } catch (IOException e) {
      throw new DataException(file + " cannot be read: " + Reason.of(e), e);
    }
  }

  /**
   * Reads a .npy file: numbers of either byte order, row- or column-major.
   *
   * @param name of the file, for messages
   * @throws DataException naming the file and what is wrong
   */
  static NpyArray read(byte[] file, String name) {
    NpyHeader header;
    try {
      header = NpyHeader.read(name, file.length, new ByteArrayInputStream(file));
    } catch (IOException e) {
      throw new AssertionError("reading from memory does not fail", e);
    }
    requireType(header);
    int size = header.values(file.length);
    ByteBuffer in = ByteBuffer.wrap(file).position(header.length()).order(header.order());
    return new NpyArray(header.shape(), values(in, header, size));
  }

  private static void requireType(NpyHeader header) {
    if (!TYPE.matcher(header.dtype()).matches()) {
      throw new DataException(
          "%s holds %s: its type is not one of integers of 8 to 64 bits, float32 and float64. %s"
              .formatted(header.name(), header.dtype(), advice(header.dtype())));
    }
  }

  private static String advice(String dtype) {
    return dtype.contains("O")
        ? "Arrays of objects are not read"
        : dtype.matches(".[US].*")
            ? "Words are not read: numpy.unique(words, return_inverse=True)[1] are numbers for them"
            : dtype.matches(".(f2|f16|g.*)")
                ? "Save it by astype('float32')"
                : dtype.endsWith("b1") ? "Save it by astype('uint8')" : "Save real numbers";
  }

  /** Why a number that is no finite float is not taken. */
  public static String unfit(double value) {
    return Double.isFinite(value)
        ? "a float32 does not hold numbers so large"
        : "only finite numbers are taken";
  }

  private static Object values(ByteBuffer in, NpyHeader header, int size) {
    switch (header.dtype().substring(1)) {
      case "u1" -> {
        byte[] values = new byte[size];
        if (!header.fortran()) {
          in.get(values);
          return values;
        }
        for (int place = 0; place < size; place++) {
          values[header.index(place)] = in.get();
        }
        return values;
      }
      case "i1" -> {
        return ints(header, size, in::get);
      }
      case "i2" -> {
        return ints(header, size, in::getShort);
      }
      case "u2" -> {
        return ints(header, size, () -> Short.toUnsignedInt(in.getShort()));
      }
      case "i4" -> {
        return ints(header, size, in::getInt);
      }
      case "u4" -> {
        return longs(header, size, () -> Integer.toUnsignedLong(in.getInt()));
      }
      case "i8", "u8" -> {
        return longs(header, size, in::getLong);
      }
      case "f4" -> {
        float[] values = new float[size];
        if (!header.fortran()) {
          in.asFloatBuffer().get(values);
          return values;
        }
        for (int place = 0; place < size; place++) {
          values[header.index(place)] = in.getFloat();
        }
        return values;
      }
      default -> {
        double[] values = new double[size];
        for (int place = 0; place < size; place++) {
          values[header.index(place)] = in.getDouble();
        }
        return values;
      }
    }
  }

  private static int[] ints(NpyHeader header, int size, IntSupplier next) {
    int[] values = new int[size];
    for (int place = 0; place < size; place++) {
      values[header.index(place)] = next.getAsInt();
    }
    return values;
  }

  private static long[] longs(NpyHeader header, int size, LongSupplier next) {
    boolean signed = header.dtype().contains("i");
    long[] values = new long[size];
    for (int place = 0; place < size; place++) {
      long value = next.getAsLong();
      if (value < 0 && !signed) {
        throw new DataException(header.name() + " holds a number of 2^63 or more");
      }
      values[header.index(place)] = value;
    }
    return values;
  }

  /** The whole .npy file, version 1.0. */
  public byte[] file() {
    String lengths =
        shape.size() == 1
            ? shape.get(0) + ","
            : shape.stream().map(String::valueOf).collect(Collectors.joining(", "));
    String header =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }".formatted(type(), lengths);
    int unpadded = 10 + header.length() + 1;
    int padding = (ALIGNMENT - unpadded % ALIGNMENT) % ALIGNMENT;
    byte[] text = (header + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
    int width = Character.digit(type().charAt(2), 10);
    ByteBuffer bytes =
        ByteBuffer.allocate(10 + text.length + size() * width).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    bytes.put((byte) 1).put((byte) 0).putShort((short) text.length).put(text);
    if (values instanceof byte[] raw) {
      bytes.put(raw);
    } else if (values instanceof float[] floats) {
      bytes.asFloatBuffer().put(floats);
    } else if (values instanceof double[] doubles) {
      bytes.asDoubleBuffer().put(doubles);
    } else if (values instanceof long[] longs) {
      bytes.asLongBuffer().put(longs);
    } else {
      bytes.asIntBuffer().put((int[]) values);
    }
    return bytes.array();
  }
}
