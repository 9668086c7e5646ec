package dev.incline.bench;

import dev.incline.backend.Backend;
import dev.incline.backend.Executable;
import dev.incline.plan.Epilogue;
import dev.incline.plan.MatMul;
import dev.incline.plan.Plan;
import dev.incline.plan.Slot;
import java.util.Random;

/**
 * How fast a device multiplies dense matrices of one shape. One fma counts as two operations.
 *
 * @param of where the shape comes from, for people
 * @param m rows of the result
 * @param n columns of the result
 * @param k length of the sums
 * @param transA whether the left matrix is stored transposed
 * @param transB whether the right matrix is stored transposed
 * @param flopsPerSecond 2 m n k over the time of one product
 */
public record ProductRate(
    String of, int m, int n, int k, boolean transA, boolean transB, double flopsPerSecond) {

  /** Measures a product over random matrices, many asked for together as a training's steps are. */
  public static ProductRate measure(
      Backend backend, Stopwatch stopwatch, String of, MatMul product) {
    MatMul op = renamed(product);
    for (Slot<?> slot : op.reads()) {
      fill(backend, slot);
    }
    Executable executable = backend.compile(Plan.of(op));
    double seconds = stopwatch.secondsOfMany(backend, products -> executable.run(0, products, 0));
    return new ProductRate(
        of, op.m(), op.n(), op.k(), op.transA(), op.transB(), flops(op) / seconds);
  }

  /** Measures a plain product of two square matrices. */
  public static ProductRate square(Backend backend, Stopwatch stopwatch, int size) {
    MatMul product =
        new MatMul(
            Slot.floats("A", size, size),
            Slot.floats("B", size, size),
            Slot.floats("C", size, size),
            false,
            false,
            1,
            0,
            Epilogue.NONE);
    return measure(backend, stopwatch, "square", product);
  }

  /** Operations of a dense product. */
  static double flops(MatMul product) {
    return 2.0 * product.m() * product.n() * product.k();
  }

  /** The two letters of BLAS: N for a matrix as stored, T for its transpose. */
  public String transposes() {
    return (transA ? "T" : "N") + (transB ? "T" : "N");
  }

  /** The same product over memory of its own, so that no training is disturbed. */
  private static MatMul renamed(MatMul op) {
    Epilogue epilogue = op.epilogue();
    if (epilogue instanceof Epilogue.Gradient gradient) {
      epilogue = new Epilogue.Gradient(gradient.activation(), renamed(gradient.output()));
    } else if (epilogue instanceof Epilogue.Forward forward && forward.bias() != null) {
      epilogue = new Epilogue.Forward(renamed(forward.bias()), forward.activation());
    }
    return new MatMul(
        renamed(op.a()),
        renamed(op.b()),
        renamed(op.c()),
        op.transA(),
        op.transB(),
        op.alpha(),
        op.beta(),
        epilogue);
  }

  private static Slot<float[]> renamed(Slot<float[]> slot) {
    return Slot.floats("bench." + slot.name(), slot.rows(), slot.cols());
  }

  private static void fill(Backend backend, Slot<?> slot) {
    Random random = new Random(1);
    float[] values = new float[slot.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    backend.write(Slot.floats(slot.name(), slot.rows(), slot.cols()), values);
  }
}
