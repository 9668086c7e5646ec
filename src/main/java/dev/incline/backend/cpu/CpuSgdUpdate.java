package dev.incline.backend.cpu;

import dev.incline.plan.SgdUpdate;

/** {@link SgdUpdate}. */
final class CpuSgdUpdate implements CpuOp {
  private final float l2;
  private final Team team;
  private final float[][] gradient;
  private final float[][] parameter;
  private final float[] rates;

  CpuSgdUpdate(SgdUpdate op, CpuMemory memory, Team team) {
    this.l2 = op.l2();
    this.team = team;
    this.gradient = memory.rows(op.gradient());
    this.parameter = memory.rows(op.parameter());
    this.rates = memory.row(op.scalars());
  }

  @Override
  public void run(int cursor) {
    float rate = rates[cursor];
    team.share(
        parameter.length,
        (thread, from, to) -> {
          for (int i = from; i < to; i++) {
            update(l2, rate, gradient[i], parameter[i]);
          }
        });
  }

  private static void update(float l2, float rate, float[] gradient, float[] w) {
    for (int j = 0; j < w.length; j++) {
      w[j] = Math.fma(-rate, Math.fma(l2, w[j], gradient[j]), w[j]);
    }
  }
}
