package dev.incline.testing;

import dev.incline.data.Dataset;
import java.io.ByteArrayOutputStream;

/** Writes records of CIFAR's binary batches, by the format's definition. */
public final class CifarBytes {
  private CifarBytes() {}

  /**
   * A record: labels, then each channel whole.
   *
   * @param pixels [32 x 32 x 3] red, green and blue of each pixel
   * @param order of the planes: 0, 1, 2 is the format's
   */
  public static byte[] record(byte[] labels, byte[] pixels, int... order) {
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    record.writeBytes(labels);
    for (int channel : order) {
      for (int p = 0; p < 1024; p++) {
        record.write(pixels[3 * p + channel]);
      }
    }
    return record.toByteArray();
  }

  /** CIFAR-10's records of some rows. */
  public static byte[] batch(Dataset data, int from, int to, int... order) {
    ByteArrayOutputStream batch = new ByteArrayOutputStream();
    for (int row = from; row < to; row++) {
      byte[] pixels = new byte[3072];
      System.arraycopy(data.images(), row * 3072, pixels, 0, 3072);
      batch.writeBytes(record(new byte[] {data.labels()[row]}, pixels, order));
    }
    return batch.toByteArray();
  }
}
