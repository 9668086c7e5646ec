package dev.incline.backend.opencl.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.opencl.TestDevices;
import dev.incline.backend.opencl.cl.ClBuffer;
import dev.incline.backend.opencl.cl.ClContext;
import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.backend.opencl.cl.ClKernel;
import dev.incline.backend.opencl.tiling.Tiling;
import dev.incline.plan.GatherRows;
import dev.incline.plan.Slot;
import dev.incline.plan.SparseInput;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** For rows of whole words of 64 pixels and of parts, and batches of whole tiles and of parts. */
public class OccupiedColumnsTest {
  private static final int ROWS = 90; // of the file
  private static final int CURSOR = 3;
  private static final byte[] PIXELS = {0, 0, 0, 1, 0x7f, (byte) 0x80, (byte) 0xff, 0x40};

  @ParameterizedTest
  @CsvSource({"1, 1", "7, 5", "63, 17", "64, 64", "65, 71", "100, 13", "784, 33"})
  void aBitIsSetWhereARowHasThePixel(int features, int batch) {
    assertThat(isRight(KernelSources.BUILT_IN, features, batch)).isTrue();
  }

  /** Whether these kernels find the rows of a batch that have each pixel. */
  public static boolean isRight(KernelSources kernels, int features, int batch) {
    Random random = new Random(features);
    byte[] images = new byte[ROWS * features];
    for (int i = 0; i < images.length; i++) {
      images[i] = PIXELS[random.nextInt(PIXELS.length)];
    }
    int[] order = random.ints(CURSOR + batch, 0, ROWS).toArray();
    GatherRows op =
        new GatherRows(
            Slot.bytes("images", ROWS, features),
            Slot.ints("order", 1, order.length),
            Slot.floats("batch", batch, features));
    try (ClContext context = new ClContext(TestDevices.all().get(0));
        ClBuffer pixels = new ClBuffer(context, "images", "uchar", images.length);
        ClBuffer rows = new ClBuffer(context, "order", "int", 4L * order.length)) {
      context.write(pixels, images);
      context.write(rows, order);
      ClDevice device = context.device();
      SparseLaunches columns =
          new SparseLaunches(
              new CpuDevice(device, (d, shape) -> Tiling.SMALLEST, true, true),
              new SparseInput(op, List.of()));
      int bytes = columns.occupied().size();
      try (ClBuffer buffer = new ClBuffer(context, "occupied columns", "uchar", bytes);
          ClKernel kernel =
              new Kernels(context, kernels)
                  .of(
                      columns.occupiedColumns(),
                      Map.of(op.images(), pixels, op.order(), rows, columns.occupied(), buffer)
                          ::get)) {
        kernel.launch(1, CURSOR, 1, 0);
        byte[] found = new byte[bytes];
        context.read(buffer, found);
        return Arrays.equals(
            bits(found, features, columns), expected(images, order, features, batch, columns));
      }
    }
  }

  /** The bytes that mean something. */
  private static byte[] bits(byte[] found, int features, SparseLaunches columns) {
    byte[] bits = new byte[columns.occupied().rows() * features];
    for (int tile = 0; tile < columns.occupied().rows(); tile++) {
      System.arraycopy(found, tile * padded(features), bits, tile * features, features);
    }
    return bits;
  }

  private static byte[] expected(
      byte[] images, int[] order, int features, int batch, SparseLaunches columns) {
    byte[] bits = new byte[columns.occupied().rows() * features];
    for (int i = 0; i < batch; i++) {
      for (int p = 0; p < features; p++) {
        if (images[order[CURSOR + i] * features + p] != 0) {
          bits[i / columns.rows() * features + p] |= (byte) (1 << i % columns.rows());
        }
      }
    }
    return bits;
  }

  private static int padded(int features) {
    return (features + 63) / 64 * 64;
  }
}
