package dev.incline.tune;

import dev.incline.backend.Backend;
import dev.incline.backend.Executable;
import dev.incline.backend.cpu.CpuBackend;
import dev.incline.backend.opencl.tiling.RegisterTiling;
import dev.incline.backend.opencl.tiling.Tiles;
import dev.incline.backend.opencl.tiling.Tiling;
import dev.incline.plan.MatMul;
import dev.incline.plan.Plan;
import dev.incline.plan.Slot;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** One product on a device, under one tiling after the other, on fixed operands. */
final class Trial implements AutoCloseable {
  private static final Slot<float[]> FENCE = Slot.floats("fence", 1, 1);

  private final MatMul op;
  private final Map<Slot<float[]>, float[]> operands = new HashMap<>();
  private final float[] before; // what c holds before the product
  private final float[] truth; // and after it
  private final Backend backend;
  private final LongSupplier clock;
  private Tiling tiling = new RegisterTiling(1, 1); // of what is compiled next

  /**
   * @param reference says what is right
   * @param open gives the device, under any tiles
   * @param clock nanoseconds
   */
  Trial(MatMul op, Backend reference, Function<Tiles, Backend> open, LongSupplier clock) {
    this.op = op;
    Random random = new Random(5);
    for (Slot<?> slot : Plan.of(op).slots()) {
      Slot<float[]> floats = Slot.floats(slot.name(), slot.rows(), slot.cols());
      operands.put(floats, numbers(random, floats.size()));
    }
    this.before = operands.getOrDefault(op.c(), new float[0]);
    if (op.beta() == 0) {
      Arrays.fill(before, Float.NaN); // a tile that stores nothing is seen
    }
    load(reference);
    reference.compile(Plan.of(op)).run(0);
    this.truth = reference.read(op.c());
    this.clock = clock;
    this.backend = open.apply((device, shape) -> tiling);
    load(backend);
  }

  /** The reference: plain Java. */
  static Backend reference() {
    return new CpuBackend(Runtime.getRuntime().availableProcessors());
  }

  /**
   * Builds the product under a tiling.
   *
   * @throws dev.incline.backend.opencl.cl.ClException when the device cannot
   */
  Executable compile(Tiling chosen) {
    tiling = chosen;
    return backend.compile(Plan.of(op));
  }

  /** Whether the result is plain Java's in every bit. */
  boolean isRight(Executable product) {
    backend.write(op.c(), before);
    product.run(0);
    return Arrays.equals(backend.read(op.c()), truth); // -0 differs from +0
  }

  /** Seconds of one product of so many, asked for together as a training's steps are. */
  double seconds(Executable product, int repetitions) {
    long start = clock.getAsLong();
    product.run(0, repetitions, 0);
    backend.read(FENCE); // waits for all of them
    return (clock.getAsLong() - start) / 1e9 / repetitions;
  }

  private void load(Backend to) {
    operands.forEach(to::write);
  }

  /** Ordinary numbers and zeros: no denormals, on which conforming devices alone agree. */
  private static float[] numbers(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextInt(8) == 0 ? 0f : (float) random.nextGaussian();
    }
    return values;
  }

  @Override
  public void close() {
    backend.close();
  }
}
