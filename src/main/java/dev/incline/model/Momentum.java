package dev.incline.model;

import dev.incline.wording.Numeral;
import java.util.List;

/**
 * Gradient descent with momentum, as PyTorch defines it: v = momentum · v + (dW + l2 W), W = W - lr
 * v; biases likewise, without l2. v starts as 0.
 *
 * @param learningRate lr of the first step, above 0
 * @param l2 at least 0
 * @param momentum from 0 to below 1
 * @param decay above 0: what lr is multiplied by after each step; 1 for a constant lr
 */
public record Momentum(double learningRate, double l2, double momentum, double decay)
    implements Optimizer {
  public Momentum {
    if (!(momentum >= 0 && momentum < 1) || !(decay > 0 && decay <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "a momentum is from 0 to below 1 and a decay above 0, not %s and %s"
              .formatted(Numeral.of(momentum), Numeral.of(decay)));
    }
  }

  @Override
  public List<String> state() {
    return List.of("V");
  }

  @Override
  public double[] scalars(long step) {
    return new double[] {learningRate * Math.pow(decay, (double) step)};
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
