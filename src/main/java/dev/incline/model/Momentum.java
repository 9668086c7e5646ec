package dev.incline.model;

import dev.incline.wording.Numeral;
import java.util.List;

/**
 * Gradient descent with momentum, as PyTorch 2 documents {@code torch.optim.SGD} with dampening 0:
 * g = dW + l2 W, v = momentum · v + g, W = W - lr v; with Nesterov's look-ahead W = W - lr (g +
 * momentum · v). Biases likewise, without l2. v starts as 0.
 *
 * @param learningRate lr of a constant schedule, above 0
 * @param l2 at least 0
 * @param momentum from 0 to below 1
 * @param nesterov whether the step looks ahead (Sutskever et al. 2013, "On the importance of
 *     initialization and momentum in deep learning")
 */
public record Momentum(double learningRate, double l2, double momentum, boolean nesterov)
    implements Optimizer {
  /** The learning rate where none is given. */
  public static final double USUAL_RATE = 0.01;

  public Momentum {
    if (!(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException(
          "a momentum is from 0 to below 1, not " + Numeral.of(momentum));
    }
  }

  @Override
  public double usualRate() {
    return USUAL_RATE;
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
  public String words(double rate) {
    return "%s %s, %s"
        .formatted(
            nesterov ? "Nesterov momentum" : "momentum",
            Numeral.of(momentum),
            Optimizer.super.words(rate));
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
