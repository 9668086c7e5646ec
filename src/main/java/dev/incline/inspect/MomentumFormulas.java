package dev.incline.inspect;

import dev.incline.backend.reference.Elementary;
import dev.incline.inspect.Formula.Value;
import dev.incline.model.Momentum;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import java.util.List;

/** What a step with momentum makes of the weights and biases, and of what it keeps of them. */
final class MomentumFormulas extends StepFormulas {
  private final Rate rate;
  private final double lr;
  private final double l2;
  private final double mu;
  private final boolean nesterov;

  MomentumFormulas(Network network, int rows, Recipe recipe, Momentum optimizer, Rate rate) {
    super(network, rows, recipe);
    this.rate = rate;
    this.lr = rate.lr();
    this.l2 = optimizer.l2();
    this.mu = optimizer.momentum();
    this.nesterov = optimizer.nesterov();
  }

  @Override
  void write() {
    for (int l = 1; l <= last; l++) {
      update("W" + l, "V" + l, true);
      if (layer(l).bias()) {
        update("b" + l, "vb" + l, false);
      }
    }
  }

  /** The velocity v of a parameter p, then p. */
  private void update(String p, String v, boolean regularised) {
    double decay = regularised ? l2 : 0;
    velocity(p, v, regularised, decay);
    String after = v + "_new";
    Value plain = moved(p, t -> t.apply(after));
    Value ahead = moved(p, t -> gradient(p, decay).apply(t).plus(t.apply(after).scaled(mu)));
    Formula update =
        add(p + "_new", List.of(p, "d" + p, after), nesterov ? ahead : plain)
            .mistake("it is %s: nothing was changed".formatted(p), t -> t.apply(p));
    if (nesterov) {
      update.mistake("the look-ahead is missing: it is %s - lr %s".formatted(p, after), plain);
    } else {
      update.mistake("it looks ahead, as Nesterov's momentum does", ahead);
    }
    update
        .mistake("it moves by %s, from before the step".formatted(v), moved(p, t -> t.apply(v)))
        .mistake(
            "it moves by the gradient alone: momentum is missing", moved(p, gradient(p, decay)))
        .mistake(
            "the step goes up, not down: it is %s + lr %s".formatted(p, after),
            t -> t.apply(p).plus(t.apply(after).scaled(lr)))
        .mistake(
            "lr is missing: it is %s - %s".formatted(p, after),
            t -> t.apply(p).minus(t.apply(after)));
    if (decay != 0) {
      update.mistake(
          "L2 is taken beside momentum: it is W - lr (%s + l2 W)".formatted(after),
          moved(p, t -> t.apply(after).plus(t.apply(p).scaled(decay))));
    }
    otherRates(
        update,
        rate,
        other ->
            t -> t.apply(p).plus(update.right().apply(t).minus(t.apply(p)).scaled(other / lr)));
  }

  private void velocity(String p, String v, boolean regularised, double decay) {
    Value exact = kept(v, mu, gradient(p, decay), 1);
    Value right = t -> exact.apply(t).within(Elementary.MIN_KEPT);
    Formula velocity =
        add(v + "_new", List.of(v, p, "d" + p), right)
            .mistake("it is %s: nothing was changed".formatted(v), t -> t.apply(v));
    if (l2 != 0) {
      velocity.mistake(
          regularised
              ? "L2 is missing: it is momentum V + dW"
              : "the bias is regularised: L2 is on the weights alone",
          kept(v, mu, gradient(p, regularised ? 0 : l2), 1));
    }
    velocity
        .mistake(
            "the gradient is times 1 - momentum, which PyTorch calls dampening",
            kept(v, mu, gradient(p, decay), 1 - mu))
        .mistake("momentum %s is missing".formatted(v), gradient(p, decay))
        .custom(
            "it is momentum %s - lr g: so do some programs, but V here is without lr".formatted(v),
            kept(v, mu, gradient(p, decay), -lr))
        .mistake("it is momentum %s - g".formatted(v), kept(v, mu, gradient(p, decay), -1))
        .mistake("the gradient is N times as large" + MEAN, kept(v, mu, gradient(p, decay), rows));
  }

  /** dp + decay · p. */
  private static Value gradient(String p, double decay) {
    return t -> t.apply("d" + p).plus(t.apply(p).scaled(decay));
  }

  private static Value kept(String v, double mu, Value gradient, double share) {
    return t -> t.apply(v).scaled(mu).plus(gradient.apply(t).scaled(share));
  }

  private Value moved(String p, Value by) {
    return t -> t.apply(p).minus(by.apply(t).scaled(lr));
  }
}
