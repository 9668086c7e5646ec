package dev.incline.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** Writes IDX files, right and wrong ones, by the format's definition. */
public final class IdxBytes {
  public static final int IMAGES = 0x00000803;
  public static final int LABELS = 0x00000801;

  private IdxBytes() {}

  /** Big-endian numbers. */
  public static byte[] header(int... numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * numbers.length);
    for (int number : numbers) {
      bytes.putInt(number);
    }
    return bytes.array();
  }

  public static byte[] join(byte[]... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }

  /** Noise over all 256 values, the same for the same shape. */
  public static byte[] pixels(int rows, int height, int width) {
    byte[] pixels = new byte[rows * height * width];
    new Random(rows).nextBytes(pixels);
    return pixels;
  }

  public static byte[] images(int rows, int height, int width) {
    return join(header(IMAGES, rows, height, width), pixels(rows, height, width));
  }

  /** Labels row mod 10. */
  public static byte[] labels(int rows) {
    byte[] labels = new byte[rows];
    for (int row = 0; row < rows; row++) {
      labels[row] = (byte) (row % 10);
    }
    return join(header(LABELS, rows), labels);
  }

  /** Rows of 8 big-endian numbers of 4 bytes, of which the first is the label. */
  public static byte[] qmnistLabels(int... labels) {
    ByteBuffer body = ByteBuffer.allocate(32 * labels.length);
    for (int label : labels) {
      body.putInt(label);
      for (int other = 1; other < 8; other++) {
        body.putInt(1000 + other);
      }
    }
    return join(header(0x00000c02, labels.length, 8), body.array());
  }

  public static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  public static Path write(Path file, byte[] bytes) {
    try {
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
