package dev.incline.backend.cpu;

import dev.incline.backend.reference.Elementary;
import dev.incline.plan.MomentumUpdate;

/** {@link MomentumUpdate}. */
final class CpuMomentumUpdate implements CpuOp {
  private final MomentumUpdate op;
  private final Team team;
  private final float[][] gradient;
  private final float[][] velocity;
  private final float[][] parameter;
  private final float[] rates;

  CpuMomentumUpdate(MomentumUpdate op, CpuMemory memory, Team team) {
    this.op = op;
    this.team = team;
    this.gradient = memory.rows(op.gradient());
    this.velocity = memory.rows(op.velocity());
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
            if (op.nesterov()) {
              ahead(op.l2(), op.momentum(), rate, gradient[i], velocity[i], parameter[i]);
            } else {
              update(op.l2(), op.momentum(), rate, gradient[i], velocity[i], parameter[i]);
            }
          }
        });
  }

  private static void update(
      float l2, float momentum, float rate, float[] gradient, float[] v, float[] w) {
    for (int j = 0; j < w.length; j++) {
      v[j] = Elementary.nearer(Math.fma(momentum, v[j], Math.fma(l2, w[j], gradient[j])));
      w[j] = Math.fma(-rate, v[j], w[j]);
    }
  }

  private static void ahead(
      float l2, float momentum, float rate, float[] gradient, float[] v, float[] w) {
    for (int j = 0; j < w.length; j++) {
      float g = Math.fma(l2, w[j], gradient[j]);
      v[j] = Elementary.nearer(Math.fma(momentum, v[j], g));
      w[j] = Math.fma(-rate, Math.fma(momentum, v[j], g), w[j]);
    }
  }
}
