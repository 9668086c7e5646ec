package dev.incline.jmh;

import dev.incline.model.Recipe;
import dev.incline.model.Sgd;
import dev.incline.plan.ColumnSums;
import dev.incline.plan.MatMul;
import dev.incline.backend.Backend;
import dev.incline.model.Activation;
import dev.incline.model.Network;
import dev.incline.plan.Op;
import dev.incline.plan.Plan;
import dev.incline.plan.Planner;
import dev.incline.plan.Slot;
import dev.incline.plan.Source;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** The ops of real training steps, each alone, by a name that tells op and shape. */
final class OpCase {
  private static final int ROWS = 60_000;
  private static final int FEATURES = 784;
  private static final int CLASSES = 10;

  private OpCase() {}

  /**
   * A plan of one op of 784-128-10 at batch 64 or of 784-1024-10 at batch 512.
   *
   * @param name such as {@code MatMul 64x128x784 NN}: m, n, k, and BLAS's letters for the
   *     transposes
   * @throws IllegalArgumentException naming all there are
   */
  static Plan plan(String name) {
    Map<String, Op> ops = new LinkedHashMap<>();
    step(128, 64).ops().forEach(op -> ops.putIfAbsent(name(op), op));
    step(1024, 512).ops().forEach(op -> ops.putIfAbsent(name(op), op));
    Op op = ops.get(name);
    if (op == null) {
      throw new IllegalArgumentException("no op " + name + " in " + ops.keySet());
    }
    return Plan.of(op);
  }

  private static Plan step(int hidden, int batch) {
    Network network = Network.mlp(FEATURES, List.of(hidden), CLASSES, Activation.SIGMOID);
    return Planner.trainingStep(
        network, Source.of("training", ROWS, FEATURES, ROWS), batch, Recipe.of(new Sgd(0.1, 1e-3)));
  }

  private static String name(Op op) {
    String kind = op.getClass().getSimpleName();
    if (op instanceof MatMul p) {
      String transposes = (p.transA() ? "T" : "N") + (p.transB() ? "T" : "N");
      return "%s %dx%dx%d %s".formatted(kind, p.m(), p.n(), p.k(), transposes);
    }
    Slot<?> slot = op instanceof ColumnSums sums ? sums.a() : op.writes().get(0);
    return "%s %dx%d".formatted(kind, slot.rows(), slot.cols());
  }

  /** Fills all that the plan reads with random numbers of the right kind. */
  static void fill(Backend backend, Plan plan) {
    Random random = new Random(1);
    for (Slot<?> slot : plan.given()) {
      if (slot.type() == byte[].class) {
        byte[] bytes = new byte[slot.size()];
        for (int i = 0; i < bytes.length; i++) {
          bytes[i] = (byte) random.nextInt(slot.cols() == 1 ? CLASSES : 256);
        }
        backend.write(Slot.bytes(slot.name(), slot.rows(), slot.cols()), bytes);
      } else if (slot.type() == int[].class) {
        int[] order = IntStream.range(0, slot.size()).toArray();
        backend.write(Slot.ints(slot.name(), slot.rows(), slot.cols()), order);
      } else {
        float[] floats = new float[slot.size()];
        for (int i = 0; i < floats.length; i++) {
          floats[i] = random.nextFloat() - 0.5f;
        }
        backend.write(Slot.floats(slot.name(), slot.rows(), slot.cols()), floats);
      }
    }
  }
}
