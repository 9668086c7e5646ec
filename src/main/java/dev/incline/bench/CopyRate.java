package dev.incline.bench;

import dev.incline.backend.Backend;
import dev.incline.plan.Slot;

/**
 * How fast a large array is copied between Java and the device.
 *
 * @param bytes of the array
 * @param writeBytesPerSecond to the device
 * @param readBytesPerSecond from the device, into a fresh array
 */
public record CopyRate(long bytes, double writeBytesPerSecond, double readBytesPerSecond) {
  /**
   * Measures it.
   *
   * @param mebibytes of the array
   */
  public static CopyRate measure(Backend backend, Stopwatch stopwatch, int mebibytes) {
    Slot<int[]> slot = Slot.ints("bench.copy", mebibytes, 1 << 18);
    int[] array = new int[slot.size()];
    double write = stopwatch.secondsPerRun(backend, i -> backend.write(slot, array));
    double read = stopwatch.secondsPerRun(backend, i -> backend.read(slot));
    long bytes = 4L * slot.size();
    return new CopyRate(bytes, bytes / write, bytes / read);
  }
}
