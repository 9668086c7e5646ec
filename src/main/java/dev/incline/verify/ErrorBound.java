package dev.incline.verify;

import dev.incline.model.Adam;
import dev.incline.plan.AdamUpdate;
import dev.incline.plan.ColumnSums;
import dev.incline.plan.DropoutMask;
import dev.incline.plan.Epilogue;
import dev.incline.plan.GatherRows;
import dev.incline.plan.MatMul;
import dev.incline.plan.MomentumUpdate;
import dev.incline.plan.Multiply;
import dev.incline.plan.Op;
import dev.incline.plan.SgdUpdate;
import dev.incline.plan.Slot;
import dev.incline.plan.SoftmaxCrossEntropy;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;

/**
 * How far a device that cannot give the contract's bits may be from them: the standard forward
 * bound of a sum of K rounded products, c · K · ε · Σ|a||b| (Higham, Accuracy and Stability of
 * Numerical Algorithms, section 3), with c = 2 because both sides round, plus the numbers a device
 * that flushes denormals may lose.
 */
record ErrorBound(Slot<float[]> written, Map<Slot<?>, Object> before)
    implements Op.Visitor<double[]> {
  private static final double EPSILON = Math.ulp(1f);
  private static final double C = 2;
  private static final int ELEMENTARY =
      8; // roundings of an exp, a division and an epilogue, in ulp

  /**
   * The bound of every element of a float slot that the op writes.
   *
   * @param before what every slot held before the op ran
   */
  static double[] of(Op op, Slot<float[]> written, Map<Slot<?>, Object> before) {
    return op.accept(new ErrorBound(written, before));
  }

  @Override
  public double[] visit(GatherRows op) {
    return constant(written.size(), EPSILON); // a pixel / 255 is at most 1
  }

  @Override
  public double[] visit(MatMul op) {
    float[] a = floats(op.a());
    float[] b = floats(op.b());
    int m = op.m();
    int n = op.n();
    int k = op.k();
    double[] bound = new double[m * n];
    for (int i = 0; i < m; i++) {
      for (int p = 0; p < k; p++) {
        double factor = Math.abs((double) a[op.transA() ? p * m + i : i * k + p]);
        for (int j = 0; j < n; j++) {
          bound[i * n + j] += factor * Math.abs((double) b[op.transB() ? j * k + p : p * n + j]);
        }
      }
    }
    float[] c = op.beta() == 0 ? new float[m * n] : floats(op.c());
    Slot<float[]> bias = op.epilogue() instanceof Epilogue.Forward forward ? forward.bias() : null;
    float[] offset = bias == null ? new float[n] : floats(bias);
    for (int i = 0; i < bound.length; i++) {
      double size =
          Math.abs(op.alpha()) * bound[i]
              + Math.abs((double) op.beta() * c[i])
              + Math.abs(offset[i % n]);
      // Activations and their derivatives are of slopes of at most 2; a curved one adds its own
      // roundings.
      bound[i] =
          C * (k + ELEMENTARY) * EPSILON * size
              + ELEMENTARY * EPSILON
              + k * (double) Float.MIN_NORMAL;
    }
    return bound;
  }

  @Override
  public double[] visit(ColumnSums op) {
    float[] a = floats(op.a());
    int n = op.a().cols();
    double[] bound = new double[n];
    for (int i = 0; i < a.length; i++) {
      bound[i % n] += Math.abs((double) a[i]);
    }
    float[] c = op.beta() == 0 ? new float[n] : floats(op.c());
    for (int j = 0; j < n; j++) {
      double size = Math.abs(op.alpha()) * bound[j] + Math.abs((double) op.beta() * c[j]);
      bound[j] =
          C * (op.a().rows() + 4) * EPSILON * size + op.a().rows() * (double) Float.MIN_NORMAL;
    }
    return bound;
  }

  @Override
  public double[] visit(SgdUpdate op) {
    float[] gradient = floats(op.gradient());
    float[] w = floats(op.parameter());
    double rate = largest(op.scalars());
    double[] bound = new double[w.length];
    for (int i = 0; i < bound.length; i++) {
      double size = Math.abs((double) gradient[i]) + Math.abs((double) op.l2() * w[i]);
      double all = Math.abs((double) w[i]) + rate * size;
      bound[i] = C * 2 * EPSILON * all + 2 * (1 + rate) * Float.MIN_NORMAL;
    }
    return bound;
  }

  @Override
  public double[] visit(MomentumUpdate op) {
    float[] gradient = floats(op.gradient());
    float[] v = floats(op.velocity());
    float[] w = floats(op.parameter());
    double rate = largest(op.scalars());
    double[] bound = new double[w.length];
    for (int i = 0; i < bound.length; i++) {
      double size =
          Math.abs((double) gradient[i])
              + Math.abs((double) op.l2() * w[i])
              + Math.abs((double) op.momentum() * v[i]);
      if (op.nesterov() && !written.equals(op.velocity())) {
        size *= 2; // g + momentum · v
      }
      double all = written.equals(op.velocity()) ? size : Math.abs((double) w[i]) + rate * size;
      bound[i] = C * 3 * EPSILON * all + 3 * (1 + rate) * Float.MIN_NORMAL;
    }
    return bound;
  }

  /** Whole numbers: exact anywhere. */
  @Override
  public double[] visit(DropoutMask op) {
    return constant(written.size(), Float.MIN_NORMAL);
  }

  @Override
  public double[] visit(Multiply op) {
    float[] a = floats(op.a());
    float[] factor = floats(op.factor());
    double[] bound = new double[a.length];
    for (int i = 0; i < bound.length; i++) {
      bound[i] = C * EPSILON * Math.abs((double) a[i] * factor[i]) + Float.MIN_NORMAL;
    }
    return bound;
  }

  @Override
  public double[] visit(AdamUpdate op) {
    float[] gradient = floats(op.gradient());
    float[] m = floats(op.mean());
    float[] s = floats(op.square());
    float[] w = floats(op.parameter());
    float[] scalars = floats(op.scalars());
    int steps = op.scalars().cols();
    double rate = largest(scalars, Adam.RATE, steps);
    double correction = largest(scalars, Adam.CORRECTION, steps);
    double kept = op.decoupled() ? largest(scalars, Adam.KEPT, steps) : 1;
    double[] bound = new double[w.length];
    for (int i = 0; i < bound.length; i++) {
      double g = Math.abs((double) gradient[i]) + Math.abs((double) op.l2() * w[i]);
      double mean = Math.abs((double) m[i]) + op.meanShare() * g;
      double offMean = C * 4 * EPSILON * mean + Float.MIN_NORMAL;
      double square = s[i] + op.squareShare() * g * g;
      double offSquare = C * 4 * EPSILON * square + Float.MIN_NORMAL;
      if (written.equals(op.mean())) {
        bound[i] = offMean;
      } else if (written.equals(op.square())) {
        bound[i] = offSquare;
      } else {
        // √(s + off) - √s is at most √off; what is divided by is at least epsilon.
        double off = Math.sqrt(offSquare) * correction;
        double ratio = (offMean + mean * (C * 4 * EPSILON + off / op.epsilon())) / op.epsilon();
        bound[i] =
            C * 3 * EPSILON * (kept * Math.abs((double) w[i]) + rate * mean / op.epsilon())
                + rate * ratio
                + Float.MIN_NORMAL;
      }
    }
    return bound;
  }

  private static double largest(float[] scalars, int row, int steps) {
    double largest = 0;
    for (int i = row * steps; i < (row + 1) * steps; i++) {
      largest = Math.max(largest, Math.abs((double) scalars[i]));
    }
    return largest;
  }

  @Override
  public double[] visit(SoftmaxCrossEntropy op) {
    return written.equals(op.loss()) ? loss(op) : slope(op);
  }

  private double[] loss(SoftmaxCrossEntropy op) {
    double widest = 0;
    for (float logit : floats(op.logits())) {
      widest = Math.max(widest, Math.abs(logit));
    }
    int classes = op.logits().cols();
    double size = 2 * widest + Math.log(classes) + 1;
    return constant(op.loss().size(), C * (classes + ELEMENTARY) * EPSILON * size * weight(op));
  }

  private double[] slope(SoftmaxCrossEntropy op) {
    int classes = op.logits().cols();
    double bound = C * (classes + ELEMENTARY) * EPSILON * op.scale() * weight(op);
    return constant(op.logits().size(), bound);
  }

  /** The largest; 1 where there are none. */
  private double weight(SoftmaxCrossEntropy op) {
    double largest = op.weights() == null ? 1 : 0;
    for (float weight : op.weights() == null ? new float[0] : floats(op.weights())) {
      largest = Math.max(largest, weight);
    }
    return largest;
  }

  private static double[] constant(int size, double value) {
    double[] bound = new double[size];
    Arrays.fill(bound, value);
    return bound;
  }

  private double largest(Slot<float[]> slot) {
    double largest = 0;
    for (float value : floats(slot)) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  private float[] floats(Slot<float[]> slot) {
    return (float[]) Objects.requireNonNull(before.get(slot), slot.name());
  }
}
