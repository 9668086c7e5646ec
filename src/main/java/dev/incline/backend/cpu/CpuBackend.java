package dev.incline.backend.cpu;

import dev.incline.backend.Backend;
import dev.incline.backend.Capacity;
import dev.incline.backend.Crew;
import dev.incline.backend.Executable;
import dev.incline.plan.Epilogue;
import dev.incline.plan.Op;
import dev.incline.plan.Plan;
import dev.incline.plan.Slot;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plain Java on all cores: the fallback, and the bits every other backend is held to. */
public final class CpuBackend implements Backend {
  /** One op bound to its memory. */
  private interface BoundOp {
    void run(int cursor);
  }

  private final Team team;
  private final Map<Slot<?>, Object> memory =
      new HashMap<>(); // floats as rows, ints and bytes flat

  /**
   * @param threads at least 1; the result does not depend on it
   */
  public CpuBackend(int threads) {
    this.team = new Team(threads);
  }

  @Override
  public String name() {
    return "plain Java, " + team.threads() + (team.threads() == 1 ? " thread" : " threads");
  }

  /** What the heap has left. */
  @Override
  public Capacity capacity() {
    Runtime jvm = Runtime.getRuntime();
    long used = jvm.totalMemory() - jvm.freeMemory();
    return new Capacity(jvm.maxMemory() - used, Integer.MAX_VALUE);
  }

  @Override
  public <A> void write(Slot<A> slot, A array) {
    if (Array.getLength(array) != slot.size()) {
      throw new IllegalArgumentException(slot + " takes " + slot.size() + " elements");
    }
    Object held = memory(slot);
    if (held instanceof float[][] rows) {
      for (int i = 0; i < rows.length; i++) {
        System.arraycopy(array, i * slot.cols(), rows[i], 0, slot.cols());
      }
    } else {
      System.arraycopy(array, 0, held, 0, slot.size());
    }
  }

  @Override
  public <A> A read(Slot<A> slot) {
    Object held = memory(slot);
    Object copy = Array.newInstance(slot.type().getComponentType(), slot.size());
    if (held instanceof float[][] rows) {
      for (int i = 0; i < rows.length; i++) {
        System.arraycopy(rows[i], 0, copy, i * slot.cols(), slot.cols());
      }
    } else {
      System.arraycopy(held, 0, copy, 0, slot.size());
    }
    return slot.type().cast(copy);
  }

  @Override
  public Executable compile(Plan plan) {
    List<BoundOp> ops = new ArrayList<>();
    for (Op op : plan.ops()) {
      ops.add(bind(op));
    }
    Crew crew = new Crew(team.threads());
    return new Executable() {
      @Override
      public void run(int cursor) {
        plan.requireCursor(cursor);
        crew.share(1, threads -> run(threads, cursor), () -> {});
      }

      private void run(int threads, int cursor) {
        team.limit(threads);
        for (BoundOp op : ops) {
          op.run(cursor);
        }
      }

      @Override
      public int launches(int steps) {
        return steps * ops.size();
      }
    };
  }

  private BoundOp bind(Op op) {
    if (op instanceof Op.GatherRows gather) {
      return bind(gather);
    } else if (op instanceof Op.MatMul product) {
      return bind(product);
    } else if (op instanceof Op.ColumnSums sums) {
      return bind(sums);
    } else if (op instanceof Op.SoftmaxCrossEntropy loss) {
      return bind(loss);
    }
    throw new AssertionError(op);
  }

  private BoundOp bind(Op.GatherRows op) {
    byte[] images = flat(op.images());
    int[] order = flat(op.order());
    float[][] out = rows(op.out());
    return cursor ->
        team.share(
            out.length,
            (thread, from, to) -> CpuOps.gatherRows(images, order, cursor, out, from, to));
  }

  private BoundOp bind(Op.MatMul op) {
    float[][] a = rows(op.a());
    float[][] given = rows(op.b());
    float[][] b = op.transB() ? new float[op.k()][op.n()] : given;
    float[][] c = rows(op.c());
    float @Nullable [] bias =
        op.epilogue() instanceof Epilogue.Forward forward && forward.bias() != null
            ? rows(forward.bias())[0]
            : null;
    float @Nullable [][] output =
        op.epilogue() instanceof Epilogue.Gradient gradient ? rows(gradient.output()) : null;
    CpuOps.Scratch[] scratch = new CpuOps.Scratch[team.threads()];
    Arrays.setAll(scratch, thread -> new CpuOps.Scratch(op.k(), op.n()));
    return cursor -> {
      if (op.transB()) {
        team.share(op.k(), (thread, from, to) -> CpuOps.transpose(given, b, from, to));
      }
      team.share(
          op.m(),
          (thread, from, to) ->
              CpuOps.matMul(op, a, b, c, bias, output, scratch[thread], from, to));
    };
  }

  private BoundOp bind(Op.ColumnSums op) {
    float[][] a = rows(op.a());
    float[] c = rows(op.c())[0];
    return cursor ->
        team.share(c.length, (thread, from, to) -> CpuOps.columnSums(op, a, c, from, to));
  }

  private BoundOp bind(Op.SoftmaxCrossEntropy op) {
    float[][] logits = rows(op.logits());
    byte[] labels = flat(op.labels());
    int[] order = flat(op.order());
    float @Nullable [][] gradient = op.gradient() == null ? null : rows(op.gradient());
    float[] loss = rows(op.loss())[0];
    int[] prediction = flat(op.prediction());
    return cursor ->
        team.share(
            logits.length,
            (thread, from, to) ->
                CpuOps.softmaxCrossEntropy(
                    op, logits, labels, order, cursor, gradient, loss, prediction, from, to));
  }

  private float[][] rows(Slot<float[]> slot) {
    return (float[][]) memory(slot);
  }

  private <A> A flat(Slot<A> slot) {
    return slot.type().cast(memory(slot));
  }

  private Object memory(Slot<?> slot) {
    return memory.computeIfAbsent(slot, CpuBackend::allocate);
  }

  private static Object allocate(Slot<?> slot) {
    if (slot.type() == float[].class) {
      return new float[slot.rows()][slot.cols()];
    }
    return Array.newInstance(slot.type().getComponentType(), slot.size());
  }

  @Override
  public void close() {
    team.close();
    memory.clear();
  }
}
