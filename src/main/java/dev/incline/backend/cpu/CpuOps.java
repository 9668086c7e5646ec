package dev.incline.backend.cpu;

import dev.incline.plan.AdamUpdate;
import dev.incline.plan.ColumnSums;
import dev.incline.plan.DropoutMask;
import dev.incline.plan.GatherRows;
import dev.incline.plan.MatMul;
import dev.incline.plan.MomentumUpdate;
import dev.incline.plan.Multiply;
import dev.incline.plan.Op;
import dev.incline.plan.SgdUpdate;
import dev.incline.plan.SoftmaxCrossEntropy;

/**
 * Binds each op to its memory. Every op is shared out by the rows of its result (columns for {@link
 * CpuColumnSums}), so that any number of threads gives the same bits.
 */
record CpuOps(CpuMemory memory, Team team) implements Op.Visitor<CpuOp> {
  @Override
  public CpuOp visit(GatherRows op) {
    return new CpuGatherRows(op, memory, team);
  }

  @Override
  public CpuOp visit(MatMul op) {
    return new CpuMatMul(op, memory, team);
  }

  @Override
  public CpuOp visit(ColumnSums op) {
    return new CpuColumnSums(op, memory, team);
  }

  @Override
  public CpuOp visit(DropoutMask op) {
    return new CpuDropoutMask(op, memory, team);
  }

  @Override
  public CpuOp visit(Multiply op) {
    return new CpuMultiply(op, memory, team);
  }

  @Override
  public CpuOp visit(SoftmaxCrossEntropy op) {
    return new CpuSoftmaxCrossEntropy(op, memory, team);
  }

  @Override
  public CpuOp visit(SgdUpdate op) {
    return new CpuSgdUpdate(op, memory, team);
  }

  @Override
  public CpuOp visit(MomentumUpdate op) {
    return new CpuMomentumUpdate(op, memory, team);
  }

  @Override
  public CpuOp visit(AdamUpdate op) {
    return new CpuAdamUpdate(op, memory, team);
  }
}
