package dev.incline.verify;

import dev.incline.plan.Epilogue;
import dev.incline.plan.Op;
import dev.incline.plan.Slot;
import java.util.Map;

/**
 * How far a device that cannot give the contract's bits may be from them: the standard forward
 * bound of a sum of K rounded products, c · K · ε · Σ|a||b| (Higham, Accuracy and Stability of
 * Numerical Algorithms, section 3), with c = 2 because both sides round, plus the numbers a device
 * that flushes denormals may lose.
 */
final class ErrorBound {
  private static final double EPSILON = Math.ulp(1f);
  private static final double C = 2;
  private static final int ELEMENTARY =
      8; // roundings of an exp, a division and an epilogue, in ulp

  private ErrorBound() {}

  /**
   * The bound of every element of a float slot that the op writes.
   *
   * @param before what every slot held before the op ran
   */
  static double[] of(Op op, Slot<float[]> written, Map<Slot<?>, Object> before) {
    if (op instanceof Op.MatMul product) {
      return product(product, before);
    } else if (op instanceof Op.ColumnSums sums) {
      return columnSums(sums, before);
    } else if (op instanceof Op.SoftmaxCrossEntropy loss) {
      return written.equals(loss.loss()) ? loss(loss, before) : slope(loss);
    }
    return constant(written.size(), EPSILON); // a gathered pixel is below 1
  }

  private static double[] product(Op.MatMul op, Map<Slot<?>, Object> before) {
    float[] a = floats(before, op.a());
    float[] b = floats(before, op.b());
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
    float[] c = op.beta() == 0 ? new float[m * n] : floats(before, op.c());
    Slot<float[]> bias = op.epilogue() instanceof Epilogue.Forward forward ? forward.bias() : null;
    float[] offset = bias == null ? new float[n] : floats(before, bias);
    for (int i = 0; i < bound.length; i++) {
      double size =
          Math.abs(op.alpha()) * bound[i]
              + Math.abs((double) op.beta() * c[i])
              + Math.abs(offset[i % n]);
      // Both activations and their derivatives have slopes of at most 1; a sigmoid adds its own
      // roundings.
      bound[i] =
          C * (k + ELEMENTARY) * EPSILON * size
              + ELEMENTARY * EPSILON
              + k * (double) Float.MIN_NORMAL;
    }
    return bound;
  }

  private static double[] columnSums(Op.ColumnSums op, Map<Slot<?>, Object> before) {
    float[] a = floats(before, op.a());
    int n = op.a().cols();
    double[] bound = new double[n];
    for (int i = 0; i < a.length; i++) {
      bound[i % n] += Math.abs((double) a[i]);
    }
    float[] c = op.beta() == 0 ? new float[n] : floats(before, op.c());
    for (int j = 0; j < n; j++) {
      double size = Math.abs(op.alpha()) * bound[j] + Math.abs((double) op.beta() * c[j]);
      bound[j] =
          C * (op.a().rows() + 4) * EPSILON * size + op.a().rows() * (double) Float.MIN_NORMAL;
    }
    return bound;
  }

  private static double[] loss(Op.SoftmaxCrossEntropy op, Map<Slot<?>, Object> before) {
    double widest = 0;
    for (float logit : floats(before, op.logits())) {
      widest = Math.max(widest, Math.abs(logit));
    }
    int classes = op.logits().cols();
    double size = 2 * widest + Math.log(classes) + 1;
    return constant(op.loss().size(), C * (classes + ELEMENTARY) * EPSILON * size);
  }

  private static double[] slope(Op.SoftmaxCrossEntropy op) {
    int classes = op.logits().cols();
    return constant(op.logits().size(), C * (classes + ELEMENTARY) * EPSILON * op.scale());
  }

  private static double[] constant(int size, double value) {
    double[] bound = new double[size];
    java.util.Arrays.fill(bound, value);
    return bound;
  }

  private static float[] floats(Map<Slot<?>, Object> memory, Slot<float[]> slot) {
    return (float[]) java.util.Objects.requireNonNull(memory.get(slot), slot.name());
  }
}
