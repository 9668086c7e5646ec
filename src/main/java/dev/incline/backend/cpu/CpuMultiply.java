package dev.incline.backend.cpu;

import dev.incline.plan.Multiply;

/** {@link Multiply}. */
final class CpuMultiply implements CpuOp {
  private final Team team;
  private final float[][] a;
  private final float[][] factor;
  private final float[][] c;

  CpuMultiply(Multiply op, CpuMemory memory, Team team) {
    this.team = team;
    this.a = memory.rows(op.a());
    this.factor = memory.rows(op.factor());
    this.c = memory.rows(op.c());
  }

  @Override
  public void run(int cursor) {
    team.share(
        c.length,
        (thread, from, to) -> {
          for (int i = from; i < to; i++) {
            multiply(a[i], factor[i], c[i]);
          }
        });
  }

  private static void multiply(float[] a, float[] factor, float[] c) {
    for (int j = 0; j < c.length; j++) {
      c[j] = a[j] * factor[j];
    }
  }
}
