package dev.incline.model;

/**
 * Stochastic gradient descent: W = W - lr (dW + l2 W), b = b - lr db.
 *
 * @param learningRate above 0
 * @param l2 at least 0
 */
public record Sgd(double learningRate, double l2) implements Optimizer {
  /** That of a training without options. */
  public static final Sgd STANDARD = new Sgd(0.1, 1e-3);

  @Override
  public double[] scalars(long step, double rate) {
    return new double[] {rate};
  }

  @Override
  public double usualRate() {
    return STANDARD.learningRate;
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
