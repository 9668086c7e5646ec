package dev.incline.judge;

import dev.incline.backend.Backend;
import dev.incline.backend.Executable;
import dev.incline.plan.AdamUpdate;
import dev.incline.plan.MomentumUpdate;
import dev.incline.plan.Op;
import org.jspecify.annotations.Nullable;

/** Updates of optimizers with one thing done wrong, on the host, over the backend's memory. */
enum WrongUpdate {
  /** Right, to show that the others are caught for their mistake. */
  NONE,
  NO_BIAS_CORRECTION,
  /** Of the first step that of the second, and so on. */
  CORRECTION_OFF_BY_ONE,
  EPSILON_INSIDE_THE_ROOT,
  DECAY_ADDED_TO_G_IN_ADAMW,
  MOMENTUM_BEFORE_L2,
  NO_LOOK_AHEAD;

  private static final float KEPT = (float) (1 - OptimizerJudgeTest.LR * OptimizerJudgeTest.L2);

  /**
   * The op done so; null for an op that is no update.
   *
   * @param batch rows of a step
   */
  @Nullable Executable of(Backend backend, Op op, int batch) {
    if (op instanceof MomentumUpdate momentum) {
      return cursor -> momentum(backend, momentum);
    }
    return op instanceof AdamUpdate adam ? cursor -> adam(backend, adam, cursor / batch + 1) : null;
  }

  private void momentum(Backend backend, MomentumUpdate op) {
    float[] d = backend.read(op.gradient());
    float[] v = backend.read(op.velocity());
    float[] w = backend.read(op.parameter());
    float lr = (float) OptimizerJudgeTest.LR;
    for (int i = 0; i < w.length; i++) {
      float decay = op.l2() * w[i];
      float g = d[i] + (this == MOMENTUM_BEFORE_L2 ? 0 : decay);
      v[i] = op.momentum() * v[i] + g;
      float step = op.nesterov() && this != NO_LOOK_AHEAD ? g + op.momentum() * v[i] : v[i];
      w[i] -= lr * (this == MOMENTUM_BEFORE_L2 ? step + decay : step);
    }
    backend.write(op.velocity(), v);
    backend.write(op.parameter(), w);
  }

  private void adam(Backend backend, AdamUpdate op, int step) {
    float[] d = backend.read(op.gradient());
    float[] m = backend.read(op.mean());
    float[] s = backend.read(op.square());
    float[] w = backend.read(op.parameter());
    int t = this == CORRECTION_OFF_BY_ONE ? step + 1 : step;
    boolean corrects = this != NO_BIAS_CORRECTION;
    double first = corrects ? 1 - Math.pow(ReferenceOptimizer.BETA1, t) : 1;
    double second = corrects ? 1 - Math.pow(ReferenceOptimizer.BETA2, t) : 1;
    boolean mixed = this == DECAY_ADDED_TO_G_IN_ADAMW && op.decoupled();
    for (int i = 0; i < w.length; i++) {
      double g = d[i] + (mixed ? OptimizerJudgeTest.L2 : op.l2()) * w[i];
      m[i] += (float) (op.meanShare() * (g - m[i]));
      s[i] += (float) (op.squareShare() * (g * g - s[i]));
      double square = s[i] / second;
      double divisor =
          this == EPSILON_INSIDE_THE_ROOT
              ? Math.sqrt(square + op.epsilon())
              : Math.sqrt(square) + op.epsilon();
      float from = op.decoupled() && !mixed ? KEPT * w[i] : w[i];
      w[i] = from - (float) (OptimizerJudgeTest.LR * (m[i] / first) / divisor);
    }
    backend.write(op.mean(), m);
    backend.write(op.square(), s);
    backend.write(op.parameter(), w);
  }
}
