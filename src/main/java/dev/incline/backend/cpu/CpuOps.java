package dev.incline.backend.cpu;

import dev.incline.plan.AdamUpdate;
import dev.incline.plan.Add;
import dev.incline.plan.ColumnSums;
import dev.incline.plan.DropoutMask;
import dev.incline.plan.GatherRows;
import dev.incline.plan.GatherValues;
import dev.incline.plan.MatMul;
import dev.incline.plan.MomentumUpdate;
import dev.incline.plan.Multiply;
import dev.incline.plan.Op;
import dev.incline.plan.SgdUpdate;
import dev.incline.plan.SoftmaxCrossEntropy;
import java.util.Map;

/**
 * The ops that have fast Java. Each is shared out by the rows of its result (columns for {@link
 * CpuColumnSums}), so that any number of threads gives the same bits. An op that has none runs the
 * reference's loop: see {@link CpuLoop}.
 */
final class CpuOps {
  /** Binds an op to its memory and its threads. */
  interface Maker<O extends Op> {
    CpuOp make(O op, CpuMemory memory, Team team);
  }

  /** By the op's class. */
  static final Map<Class<?>, Maker<Op>> FAST =
      Map.ofEntries(
          fast(GatherRows.class, CpuGatherRows::new),
          fast(GatherValues.class, CpuGatherValues::new),
          fast(MatMul.class, CpuMatMul::new),
          fast(ColumnSums.class, CpuColumnSums::new),
          fast(DropoutMask.class, CpuDropoutMask::new),
          fast(Multiply.class, CpuMultiply::new),
          fast(Add.class, CpuAdd::new),
          fast(SoftmaxCrossEntropy.class, CpuSoftmaxCrossEntropy::new),
          fast(SgdUpdate.class, CpuSgdUpdate::new),
          fast(MomentumUpdate.class, CpuMomentumUpdate::new),
          fast(AdamUpdate.class, CpuAdamUpdate::new));

  private CpuOps() {}

  private static <O extends Op> Map.Entry<Class<?>, Maker<Op>> fast(Class<O> type, Maker<O> maker) {
    return Map.entry(type, (op, memory, team) -> maker.make(type.cast(op), memory, team));
  }
}
