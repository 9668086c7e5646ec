package dev.incline.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes npy files, right and wrong ones, by the format's definition. */
public final class NpyBytes {
  private NpyBytes() {}

  public static byte[] file(String dtype, boolean fortran, String shape, byte[] body) {
    return file(1, header(dtype, fortran, shape), body);
  }

  public static String header(String dtype, boolean fortran, String shape) {
    return "{'descr': '%s', 'fortran_order': %s, 'shape': (%s), }"
        .formatted(dtype, fortran ? "True" : "False", shape);
  }

  /** Version {@code major}.0, the header padded as numpy pads it. */
  public static byte[] file(int major, String header, byte[] body) {
    int field = major == 1 ? 2 : 4;
    int padding = 64 - (8 + field + header.length() + 1) % 64;
    byte[] text = (header + " ".repeat(padding) + "\n").getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + field + text.length + body.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    bytes.put((byte) major).put((byte) 0);
    if (major == 1) {
      bytes.putShort((short) text.length);
    } else {
      bytes.putInt(text.length);
    }
    return bytes.put(text).put(body).array();
  }

  /** Float32 or, where {@code wide}, float64. */
  public static byte[] numbers(boolean wide, ByteOrder order, double... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * (wide ? 8 : 4)).order(order);
    for (double value : values) {
      if (wide) {
        bytes.putDouble(value);
      } else {
        bytes.putFloat((float) value);
      }
    }
    return bytes.array();
  }
}
