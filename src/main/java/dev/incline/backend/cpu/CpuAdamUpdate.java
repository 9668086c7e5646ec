package dev.incline.backend.cpu;

import dev.incline.backend.reference.Elementary;
import dev.incline.model.Adam;
import dev.incline.plan.AdamUpdate;

/** {@link AdamUpdate}. */
final class CpuAdamUpdate implements CpuOp {
  private final AdamUpdate op;
  private final Team team;
  private final float[][] gradient;
  private final float[][] mean;
  private final float[][] square;
  private final float[][] parameter;
  private final float[][] scalars;

  CpuAdamUpdate(AdamUpdate op, CpuMemory memory, Team team) {
    this.op = op;
    this.team = team;
    this.gradient = memory.rows(op.gradient());
    this.mean = memory.rows(op.mean());
    this.square = memory.rows(op.square());
    this.parameter = memory.rows(op.parameter());
    this.scalars = memory.rows(op.scalars());
  }

  @Override
  public void run(int cursor) {
    float rate = scalars[Adam.RATE][cursor];
    float correction = scalars[Adam.CORRECTION][cursor];
    float kept = op.decoupled() ? scalars[Adam.KEPT][cursor] : 1; // 1 · w is w
    team.share(
        parameter.length,
        (thread, from, to) -> {
          for (int i = from; i < to; i++) {
            average(op.l2(), op.meanShare(), gradient[i], parameter[i], mean[i]);
            averageSquares(op.l2(), op.squareShare(), gradient[i], parameter[i], square[i]);
            move(rate, correction, op.epsilon(), kept, mean[i], square[i], parameter[i]);
          }
        });
  }

  // A loop each: HotSpot makes vectors of loops that are this short.

  private static void average(float l2, float share, float[] gradient, float[] w, float[] m) {
    for (int j = 0; j < m.length; j++) {
      float g = Math.fma(l2, w[j], gradient[j]);
      m[j] = Elementary.nearer(Math.fma(share, g - m[j], m[j]));
    }
  }

  private static void averageSquares(
      float l2, float share, float[] gradient, float[] w, float[] s) {
    for (int j = 0; j < s.length; j++) {
      float g = Math.fma(l2, w[j], gradient[j]);
      float square = Math.fma(share, Math.fma(g, g, -s[j]), s[j]);
      s[j] = Math.max(square, Elementary.MIN_SQUARE);
    }
  }

  private static void move(
      float rate, float correction, float epsilon, float kept, float[] m, float[] s, float[] w) {
    for (int j = 0; j < w.length; j++) {
      float d = Math.fma(Elementary.sqrt(s[j]), correction, epsilon);
      w[j] = Math.fma(-rate, m[j] * (1f / d), kept * w[j]);
    }
  }
}
