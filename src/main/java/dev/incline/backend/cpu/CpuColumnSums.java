package dev.incline.backend.cpu;

import dev.incline.plan.ColumnSums;

/** {@link ColumnSums}. */
final class CpuColumnSums implements CpuOp {
  private final ColumnSums op;
  private final Team team;
  private final float[][] a;
  private final float[] c;

  CpuColumnSums(ColumnSums op, CpuMemory memory, Team team) {
    this.op = op;
    this.team = team;
    this.a = memory.rows(op.a(), op.first(), op.rows());
    this.c = memory.row(op.c());
  }

  @Override
  public void run(int cursor) {
    team.share(c.length, (thread, from, to) -> sum(op, a, c, from, to));
  }

  private static void sum(ColumnSums op, float[][] a, float[] c, int from, int to) {
    for (int j = from; j < to; j++) {
      float sum = 0f;
      for (float[] row : a) {
        sum += row[j];
      }
      c[j] = op.beta() == 0f ? op.alpha() * sum : Math.fma(op.alpha(), sum, op.beta() * c[j]);
    }
  }
}
