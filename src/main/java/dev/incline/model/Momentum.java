package dev.incline.model;

import dev.incline.wording.Numeral;
import java.util.List;

/**
 * Gradient descent with momentum, as PyTorch defines it: v = momentum · v + (dW + l2 W), W = W - lr
 * v; biases likewise, without l2. v starts as 0.
 *
 * @param learningRate lr of a constant schedule, above 0
 * @param l2 at least 0
 * @param momentum from 0 to below 1
 */
public record Momentum(double learningRate, double l2, double momentum) implements Optimizer {
  public Momentum {
    if (!(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException(
          "a momentum is from 0 to below 1, not " + Numeral.of(momentum));
    }
  }

  @Override
  public List<String> state() {
    return List.of("V");
  }

  @Override
  public double[] scalars(long step, double rate) {
    return new double[] {rate};
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
