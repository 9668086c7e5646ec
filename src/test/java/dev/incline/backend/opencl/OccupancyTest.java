package dev.incline.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.plan.Slot;
import java.util.Arrays;
import java.util.Random;
import org.jocl.Pointer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One bit per pixel, for rows of whole words of 64, of whole eights, and of neither. */
class OccupancyTest {
  private static final int ROWS = 37;
  private static final byte[] PIXELS = {0, 0, 0, 1, 0x7f, (byte) 0x80, (byte) 0xff, 0x40};

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 9, 63, 64, 65, 100, 128, 784})
  void isSetWhereAPixelIsNotZero(int features) {
    assertThat(isRight(KernelSources.BUILT_IN, features)).isTrue();
  }

  /** Whether these kernels set the bits of images of that many pixels. */
  static boolean isRight(KernelSources kernels, int features) {
    byte[] images = new byte[ROWS * features];
    Random random = new Random(features);
    for (int i = 0; i < images.length; i++) {
      images[i] = PIXELS[random.nextInt(PIXELS.length)];
    }
    int words = (features + 63) / 64;
    long[] expected = new long[ROWS * words];
    for (int row = 0; row < ROWS; row++) {
      for (int p = 0; p < features; p++) {
        expected[row * words + p / 64] |= images[row * features + p] == 0 ? 0 : 1L << (p % 64);
      }
    }
    return Arrays.equals(occupancy(kernels, images, features, words), expected);
  }

  private static long[] occupancy(KernelSources kernels, byte[] images, int features, int words) {
    Slot<byte[]> slot = Slot.bytes("images", ROWS, features);
    try (ClContext context = new ClContext(TestDevices.all().get(0), kernels);
        ClBuffer buffer = new ClBuffer(context, "images", "uchar", images.length)) {
      context.write(buffer, Pointer.to(images), images.length);
      OpenClBackend.Occupancy occupancy =
          new Launches(context, any -> buffer, OpenClOptions.STANDARD).occupancy(slot);
      try (ClKernel kernel = occupancy.kernel();
          ClBuffer bits = occupancy.buffer()) {
        kernel.launch(context.queue(), 0, 1, 0);
        long[] read = new long[ROWS * words];
        context.read(bits, Pointer.to(read));
        return read;
      }
    }
  }
}
