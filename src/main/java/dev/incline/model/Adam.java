package dev.incline.model;

import dev.incline.wording.Numeral;
import java.util.List;

/**
 * Adam (Kingma and Ba 2015, "Adam: a method for stochastic optimization", algorithm 1), as PyTorch
 * 2 documents {@code torch.optim.Adam}: of step t, from 1,
 *
 * <pre>
 *   g = dW + l2 W        m = beta1 · m + (1 - beta1) g        s = beta2 · s + (1 - beta2) g²
 *   W = W - lr · (m / (1 - beta1^t)) / (√(s / (1 - beta2^t)) + epsilon)
 * </pre>
 *
 * Biases likewise, without l2. m and s start as 0. Decoupled, it is AdamW (Loshchilov and Hutter
 * 2019, "Decoupled weight decay regularization") as {@code torch.optim.AdamW}: g = dW, and W is
 * multiplied by 1 - lr · l2 before it moves.
 *
 * @param learningRate lr of a constant schedule, above 0
 * @param l2 at least 0
 * @param beta1 from 0 to below 1
 * @param beta2 from 0 to below 1
 * @param epsilon from 1e-30 to 1
 * @param decoupled whether l2 shrinks the weights themselves, and not through the gradient
 */
public record Adam(
    double learningRate, double l2, double beta1, double beta2, double epsilon, boolean decoupled)
    implements Optimizer {
  /** The learning rate where none is given. */
  public static final double USUAL_RATE = 0.001;

  /** Rows of {@link #scalars}: lr / (1 - beta1^t). */
  public static final int RATE = 0;

  /** 1 / √(1 - beta2^t). */
  public static final int CORRECTION = 1;

  /** 1 - lr · l2. */
  public static final int KEPT = 2;

  public Adam {
    for (double beta : new double[] {beta1, beta2}) {
      if (!(beta >= 0 && beta < 1)) {
        throw new IllegalArgumentException(
            "a beta of Adam is from 0 to below 1, not " + Numeral.of(beta));
      }
    }
    if (!(epsilon >= 1e-30 && epsilon <= 1)) {
      throw new IllegalArgumentException(
          "Adam's epsilon is from 1e-30 to 1, not " + Numeral.of(epsilon));
    }
  }

  @Override
  public double usualRate() {
    return USUAL_RATE;
  }

  @Override
  public List<String> state() {
    return List.of("M", "S");
  }

  @Override
  public double[] scalars(long step, double rate) {
    double t = step + 1.0;
    return new double[] {
      rate / (1 - Math.pow(beta1, t)), 1 / Math.sqrt(1 - Math.pow(beta2, t)), 1 - rate * l2
    };
  }

  @Override
  public String words(double rate) {
    return "%s, beta1 %s, beta2 %s, epsilon %s, %s"
        .formatted(
            decoupled ? "AdamW" : "Adam",
            Numeral.of(beta1),
            Numeral.of(beta2),
            Numeral.of(epsilon),
            Optimizer.super.words(rate));
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
