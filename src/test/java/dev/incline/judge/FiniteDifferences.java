package dev.incline.judge;

import java.util.BitSet;

/**
 * Central differences of a network's loss, (L(p + h) - L(p - h)) / 2h for a parameter p, in double
 * precision: with h near the cube root of the machine epsilon, truncation (h² / 6 · L''') and
 * rounding (ε L / h) are both near 1e-10.
 */
final class FiniteDifferences {
  static final double STEP = 1e-5;

  private final ReferenceMlp mlp;
  private final double[][] x; // [batch][in]
  private final int[] y; // [batch]
  private final BitSet side;

  FiniteDifferences(ReferenceMlp mlp, double[][] x, int[] y) {
    this.mlp = mlp;
    this.x = x;
    this.y = y;
    this.side = side();
  }

  /**
   * The slope of the mean loss along {@code parameters[index]}, one of the network's own arrays,
   * which is left as it was.
   *
   * @throws IllegalStateException when a ReLU changes sides within the step: there the loss has no
   *     derivative to compare with
   */
  double slope(double[] parameters, int index) {
    double middle = parameters[index];
    double above = lossAt(parameters, index, middle + STEP);
    double below = lossAt(parameters, index, middle - STEP);
    parameters[index] = middle;
    return (above - below) / (2 * STEP);
  }

  private double lossAt(double[] parameters, int index, double value) {
    double middle = parameters[index];
    parameters[index] = value;
    boolean crossed = !side().equals(side);
    double loss = mlp.loss(x, y);
    parameters[index] = middle;
    if (crossed) {
      throw new IllegalStateException("a ReLU has its kink within the step: choose other inputs");
    }
    return loss;
  }

  /** Which ReLUs are on, for every sample. */
  private BitSet side() {
    BitSet on = new BitSet();
    int n = 0;
    for (double[] row : x) {
      double[][] z = mlp.forward(row).z();
      for (int l = 0; l < z.length; l++) {
        for (double value : z[l]) {
          on.set(n++, mlp.isRelu(l) && value > 0);
        }
      }
    }
    return on;
  }
}
