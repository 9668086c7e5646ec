package dev.incline.judge;

import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Optimizers in double precision, written down from the papers; shares no code with the program.
 * With the gradient d of a parameter w, and λ for weights but not for biases:
 *
 * <ul>
 *   <li>momentum (Polyak 1964; PyTorch's form): v = μ v + (d + λ w), w = w - lr v
 *   <li>Nesterov's (Sutskever et al. 2013; PyTorch's form): the same v, w = w - lr (d + λ w + μ v)
 *   <li>Adam (Kingma and Ba 2015, algorithm 1), of d + λ w
 *   <li>AdamW (Loshchilov and Hutter 2019, algorithm 2): Adam of d, and w shrinks by lr λ w
 * </ul>
 */
final class ReferenceOptimizer {
  enum Kind {
    SGD,
    MOMENTUM,
    NESTEROV,
    ADAM,
    ADAMW
  }

  static final double MU = 0.9;
  static final double BETA1 = 0.9;
  static final double BETA2 = 0.99;
  static final double EPSILON = 0.1;

  private final Kind kind;
  private final double lr;
  private final double l2;
  private final Map<double[], double[][]> kept = new IdentityHashMap<>(); // by parameter
  private int t;

  ReferenceOptimizer(Kind kind, double lr, double l2) {
    this.kind = kind;
    this.lr = lr;
    this.l2 = l2;
  }

  /** One step of the network's parameters. */
  void step(ReferenceMlp mlp, ReferenceMlp.Gradient gradient) {
    t++;
    for (int l = 0; l < mlp.w.length; l++) {
      for (int i = 0; i < mlp.w[l].length; i++) {
        update(mlp.w[l][i], gradient.w()[l][i], l2);
      }
      update(mlp.b[l], gradient.b()[l], 0);
    }
  }

  private void update(double[] w, double[] d, double decay) {
    double[][] state = kept.computeIfAbsent(w, zeros -> new double[2][w.length]);
    for (int i = 0; i < w.length; i++) {
      double g = d[i] + decay * w[i];
      switch (kind) {
        case SGD -> w[i] -= lr * g;
        case MOMENTUM, NESTEROV -> {
          state[0][i] = MU * state[0][i] + g;
          w[i] -= lr * (kind == Kind.NESTEROV ? g + MU * state[0][i] : state[0][i]);
        }
        case ADAM -> w[i] -= lr * adam(state, i, g);
        case ADAMW -> w[i] = w[i] - lr * decay * w[i] - lr * adam(state, i, d[i]);
      }
    }
  }

  private double adam(double[][] state, int i, double g) {
    state[0][i] = BETA1 * state[0][i] + (1 - BETA1) * g;
    state[1][i] = BETA2 * state[1][i] + (1 - BETA2) * g * g;
    double mean = state[0][i] / (1 - Math.pow(BETA1, t));
    double square = state[1][i] / (1 - Math.pow(BETA2, t));
    return mean / (Math.sqrt(square) + EPSILON);
  }

  /**
   * How far a parameter may move for an error of 1 in each gradient, in learning rates. Velocities
   * are sums of such errors times powers of μ. Adam's mean moves by at most 1, and its root, which
   * is a norm of the gradients, by at most 1 too; their ratio is at most √((1 - β1) / (1 - β2)).
   */
  double gain() {
    return switch (kind) {
      case SGD -> 1;
      case MOMENTUM, NESTEROV -> 1 / (1 - MU);
      case ADAM, ADAMW -> (1 + Math.sqrt((1 - BETA1) / (1 - BETA2))) / EPSILON;
    };
  }
}
