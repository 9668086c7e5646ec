package dev.incline.backend.opencl;

import dev.incline.backend.Backend;
import dev.incline.backend.cpu.CpuBackend;
import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.backend.opencl.compile.LaunchChoice.Form;
import dev.incline.backend.opencl.compile.Lowering;
import dev.incline.backend.opencl.tiling.LocalTiling;
import dev.incline.plan.Epilogue;
import dev.incline.plan.GatherRows;
import dev.incline.plan.MatMul;
import dev.incline.plan.Plan;
import dev.incline.plan.Slot;
import dev.incline.verify.Verification;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * A product that reads images by itself, and the gradient that reads what it leaves: small, and in
 * no whole tiles. That the product adds to its result keeps it from being taken row by row.
 */
final class ImagesInTiles {
  static final OpenClOptions OPTIONS =
      OpenClOptions.STANDARD
          .withLaunches(Form.TILED)
          .withTiles((d, shape) -> new LocalTiling(8, 16, 8, 4, 2, 2, 2, 2));

  private static final int ROWS = 7; // of the images
  private static final int COLUMNS = 18;
  private static final int CURSOR = 4;

  private ImagesInTiles() {}

  private static Slot<float[]> a(int batch, int features) {
    return Slot.floats("a", batch, features);
  }

  private static Slot<float[]> b(int features) {
    return Slot.floats("b", features, COLUMNS);
  }

  private static Slot<float[]> slope(int features) {
    return Slot.floats("slope", features, COLUMNS);
  }

  private static Slot<byte[]> images(int features) {
    return Slot.bytes("images", ROWS, features);
  }

  private static Slot<int[]> order(int batch) {
    return Slot.ints("order", 1, CURSOR + batch);
  }

  private static Slot<float[]> c(int batch) {
    return Slot.floats("c", batch, COLUMNS);
  }

  private static Plan plan(int batch, int features) {
    Slot<float[]> a = a(batch, features);
    return new Plan(
        "images",
        Set.of(images(features), order(batch), b(features), c(batch)),
        List.of(
            new GatherRows(images(features), order(batch), a),
            new MatMul(a, b(features), c(batch), false, false, 1, 0.5f, Epilogue.NONE),
            new MatMul(a, c(batch), slope(features), true, false, 1, 0, Epilogue.NONE)));
  }

  /** The kernels of its launches. */
  static List<String> launches(ClDevice device, int batch, int features) {
    return new Lowering(OPTIONS.policy(device))
        .of(plan(batch, features), pixels -> false).stream()
            .flatMap(launch -> launch.kernels().stream())
            .toList();
  }

  /** What has other bits than plain Java's. */
  static List<Slot<float[]>> wrong(Backend ours, int batch, int features) {
    try (Backend truth = new CpuBackend(1)) {
      for (Backend backend : List.of(ours, truth)) {
        Random random = new Random(3);
        byte[] pixels = new byte[images(features).size()];
        random.nextBytes(pixels);
        backend.write(images(features), pixels);
        backend.write(order(batch), random.ints(order(batch).size(), 0, ROWS).toArray());
        backend.write(b(features), numbers(random, b(features).size()));
        backend.write(c(batch), numbers(random, c(batch).size()));
        Verification.run(backend, plan(batch, features), CURSOR);
      }
      return List.of(a(batch, features), c(batch), slope(features)).stream()
          .filter(slot -> !Arrays.equals(ours.read(slot), truth.read(slot)))
          .toList();
    }
  }

  private static float[] numbers(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
