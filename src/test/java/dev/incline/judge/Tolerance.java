package dev.incline.judge;

import java.util.Arrays;

/**
 * How far single precision may stray from the double-precision truth: every tolerance of the
 * judges.
 *
 * <p>The bounds are first-order rounding bounds, c · K · u · Σ|a||b| with u = 2^-24 (Higham,
 * Accuracy and Stability of Numerical Algorithms, section 3). K is the length of all chains on the
 * way, and the sums are carried through the network without cancellation: P = |W|ᵀ Q + |b| bounds
 * what Z is made of, and Q, what the next layer's input is made of, is P (plus 1 after a sigmoid or
 * tanh, whose result has roundings of its own). No activation here has a slope above 1, so Z is off
 * by at most K · u · P and the softmax, relatively, by twice that. Backwards, M = (S + onehot) / N
 * and M |W|ᵀ bound what dZ is made of.
 */
final class Tolerance {
  static final double UNIT_ROUNDOFF = 0x1p-24;

  /** 2 for the two directions through the network, 2 because a device may round each step twice. */
  private static final double C = 4;

  /** Roundings of a pixel, an exp, a log, a division, an epilogue. */
  private static final int ELEMENTARY = 16;

  /** Truncation and rounding of a central difference, relative to 1 + loss. */
  static final double FINITE_DIFFERENCE = 1e-8;

  final double[][][] w; // of each weight's gradient [layer][in][out]
  final double[][] b; // of each bias's gradient [layer][out]
  private final double unit; // c · K · u · (1 + 2 P)

  /** Bounds for one batch: x [batch][in], y [batch]. */
  Tolerance(ReferenceMlp mlp, double[][] x, int[] y) {
    int chains = x.length + ELEMENTARY;
    double largest = 0;
    double[][][] q = new double[x.length][][];
    for (int r = 0; r < x.length; r++) {
      q[r] = magnitudes(mlp, x[r]);
      largest = Math.max(largest, Arrays.stream(q[r][mlp.w.length]).max().orElseThrow());
    }
    for (double[][] layer : mlp.w) {
      chains += layer.length + layer[0].length;
    }
    unit = C * chains * UNIT_ROUNDOFF * (1 + 2 * largest);
    w = new double[mlp.w.length][][];
    b = new double[mlp.w.length][];
    for (int l = 0; l < w.length; l++) {
      w[l] = new double[mlp.w[l].length][mlp.w[l][0].length];
      b[l] = new double[mlp.b[l].length];
    }
    for (int r = 0; r < x.length; r++) {
      addGradient(mlp, q[r], mlp.forward(x[r]).logits(), y[r], unit / x.length);
    }
  }

  /** Q of every layer's input, and P of the logits. */
  private static double[][] magnitudes(ReferenceMlp mlp, double[] x) {
    double[][] q = new double[mlp.w.length + 1][];
    q[0] = x;
    for (int l = 0; l < mlp.w.length; l++) {
      q[l + 1] = new double[mlp.w[l][0].length];
      boolean curved = l < mlp.w.length - 1 && !mlp.isRelu(l);
      for (int j = 0; j < q[l + 1].length; j++) {
        q[l + 1][j] = (mlp.b[l].length == 0 ? 0 : Math.abs(mlp.b[l][j])) + (curved ? 1 : 0);
        for (int i = 0; i < q[l].length; i++) {
          q[l + 1][j] += q[l][i] * Math.abs(mlp.w[l][i][j]);
        }
      }
    }
    return q;
  }

  private void addGradient(ReferenceMlp mlp, double[][] q, double[] logits, int y, double scale) {
    double logSum = ReferenceMlp.logSumExp(logits);
    double[] m = new double[logits.length];
    for (int j = 0; j < m.length; j++) {
      m[j] = scale * (Math.exp(logits[j] - logSum) + (j == y ? 1 : 0));
    }
    for (int l = w.length - 1; l >= 0; l--) {
      double[] before = new double[q[l].length];
      for (int j = 0; j < m.length; j++) {
        for (int i = 0; i < before.length; i++) {
          w[l][i][j] += q[l][i] * m[j] + Float.MIN_NORMAL;
          before[i] += Math.abs(mlp.w[l][i][j]) * m[j];
        }
        if (b[l].length > 0) {
          b[l][j] += m[j] + Float.MIN_NORMAL;
        }
      }
      m = before;
    }
  }

  /** Of a sample's loss, and of the lead of a logit, after {@code steps} updates or fewer. */
  double loss(int steps) {
    return unit * (steps + 1);
  }

  /**
   * Of a parameter after {@code steps} updates: each adds lr times the error of its gradient and
   * rounds the result; as much again for what the first errors do to later gradients.
   *
   * @param gradient the largest bound of the array's gradient
   * @param largest the largest element of the array
   */
  static double parameter(int steps, double lr, double gradient, double largest) {
    return 2 * steps * (lr * gradient + C * UNIT_ROUNDOFF * largest);
  }

  /**
   * Holds each element to its bound; a NaN is within none.
   *
   * @throws AssertionError naming the array, the place and both values
   */
  static void check(String what, float[] actual, double[] expected, double[] bound) {
    if (actual.length != expected.length) {
      throw new AssertionError(what + " has " + actual.length + " elements");
    }
    for (int i = 0; i < actual.length; i++) {
      check(what + "[" + i + "]", actual[i], expected[i], bound[i]);
    }
  }

  /** Holds one value to its bound, as above. */
  static void check(String what, double actual, double expected, double bound) {
    if (!(Math.abs(actual - expected) <= bound)) {
      throw new AssertionError(
          "%s is %s, but should be %s, give or take %s".formatted(what, actual, expected, bound));
    }
  }
}
