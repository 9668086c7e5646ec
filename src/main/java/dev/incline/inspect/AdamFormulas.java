package dev.incline.inspect;

import dev.incline.backend.reference.Elementary;
import dev.incline.inspect.Formula.Value;
import dev.incline.model.Adam;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import java.util.List;

/** What a step of Adam or AdamW makes of the weights and biases, and of what it keeps of them. */
final class AdamFormulas extends StepFormulas {
  private final Adam adam;
  private final Rate rate;
  private final double lr;
  private final int t;

  /**
   * @param t the step, from 1
   */
  AdamFormulas(Network network, int rows, Recipe recipe, Adam adam, Rate rate, int t) {
    super(network, rows, recipe);
    this.adam = adam;
    this.rate = rate;
    this.lr = rate.lr();
    this.t = t;
  }

  @Override
  void write() {
    for (int l = 1; l <= last; l++) {
      update("W" + l, l, true);
      if (layer(l).bias()) {
        update("b" + l, l, false);
      }
    }
  }

  private void update(String p, int l, boolean regularised) {
    String m = regularised ? "M" + l : "mb" + l;
    String s = regularised ? "S" + l : "sb" + l;
    double decay = regularised && !adam.decoupled() ? adam.l2() : 0;
    double other = decay == 0 ? adam.l2() : 0;
    String words =
        decay != 0
            ? "L2 is missing: the gradient is dW + l2 W"
            : regularised
                ? "L2 is in the gradient: that is adam's, not adamw's"
                : "the bias is regularised: L2 is on the weights alone";
    Value g = gradient(p, decay);
    Value square = squared(g);
    double b1 = adam.beta1();
    double b2 = adam.beta2();
    Formula mean = average(p, m, b1, b2, g, Elementary.MIN_KEPT);
    Formula squares = average(p, s, b2, b1, square, Elementary.MIN_SQUARE);
    if (adam.l2() != 0) {
      Value wrong = gradient(p, other);
      mean.mistake(words, kept(m, b1, wrong, 1 - b1));
      squares.mistake(words, kept(s, b2, squared(wrong), 1 - b2));
    }
    squares.mistake("the gradient is not squared", kept(s, b2, g, 1 - b2));
    parameter(p, m + "_new", s + "_new", regularised ? adam.l2() : 0);
  }

  /**
   * A mean that is kept of a parameter: beta is its own, {@code other} that of the other mean; it
   * may be off by {@code least}.
   */
  private Formula average(
      String p, String kept, double beta, double other, Value of, double least) {
    Value exact = kept(kept, beta, of, 1 - beta);
    Value right = f -> exact.apply(f).within(least);
    return add(kept + "_new", List.of(kept, p, "d" + p), right)
        .mistake("it is %s: nothing was changed".formatted(kept), f -> f.apply(kept))
        .mistake("beta1 and beta2 are exchanged", kept(kept, other, of, 1 - other))
        .mistake("1 - beta is missing", kept(kept, beta, of, 1))
        .mistake("beta and 1 - beta are exchanged", kept(kept, 1 - beta, of, beta))
        .custom(
            "it is divided by 1 - beta^t: %s here is without that".formatted(kept),
            f -> right.apply(f).scaled(1 / (1 - Math.pow(beta, t))));
  }

  private void parameter(String p, String m, String s, double decay) {
    double first = 1 / (1 - Math.pow(adam.beta1(), t));
    double second = 1 / (1 - Math.pow(adam.beta2(), t));
    double shrunk = adam.decoupled() ? 1 - lr * decay : 1;
    Step right = new Step(shrunk, lr * first, second, adam.epsilon(), Root.OUTSIDE);
    Formula update =
        add(p + "_new", List.of(p, m, s), right.of(p, m, s))
            .mistake("it is %s: nothing was changed".formatted(p), f -> f.apply(p))
            .mistake("the step goes up, not down", right.rate(-lr * first).of(p, m, s))
            .mistake("the bias corrections are missing", right.rate(lr).correction(1).of(p, m, s))
            .mistake("the correction of M, 1 - beta1^t, is missing", right.rate(lr).of(p, m, s))
            .mistake(
                "the correction of S, 1 - beta2^t, is missing", right.correction(1).of(p, m, s))
            .mistake(
                "t is one too large: the first step is 1", corrected(right, t + 1).of(p, m, s));
    if (t > 1) {
      update.mistake(
          "t is one too small: the first step is 1", corrected(right, t - 1).of(p, m, s));
    }
    if (decay != 0 && adam.decoupled()) {
      update
          .mistake("l2 does not shrink the weights", right.shrunk(1).of(p, m, s))
          .mistake("l2 is not times lr: W shrinks by 1 - l2", right.shrunk(1 - decay).of(p, m, s));
    } else if (decay != 0) {
      update.mistake(
          "W shrinks by 1 - lr l2: that is adamw's", right.shrunk(1 - lr * decay).of(p, m, s));
    }
    update
        .mistake("epsilon is inside the root", right.root(Root.INSIDE).of(p, m, s))
        .mistake(
            "epsilon is added before the correction of S",
            right.epsilon(adam.epsilon() * Math.sqrt(second)).of(p, m, s))
        .mistake("the root is missing", right.root(Root.NONE).of(p, m, s))
        .mistake("lr is missing", right.rate(first).of(p, m, s));
    otherRates(
        update,
        rate,
        other ->
            right.shrunk(adam.decoupled() ? 1 - other * decay : 1).rate(other * first).of(p, m, s));
  }

  private Step corrected(Step right, int step) {
    return right
        .rate(lr / (1 - Math.pow(adam.beta1(), step)))
        .correction(1 / (1 - Math.pow(adam.beta2(), step)));
  }

  private enum Root {
    OUTSIDE,
    INSIDE,
    NONE
  }

  /** p_new = shrunk · p - rate · m / (√(correction · s) + epsilon). */
  private record Step(double shrunk, double rate, double correction, double epsilon, Root root) {
    Step shrunk(double other) {
      return new Step(other, rate, correction, epsilon, root);
    }

    Step rate(double other) {
      return new Step(shrunk, other, correction, epsilon, root);
    }

    Step correction(double other) {
      return new Step(shrunk, rate, other, epsilon, root);
    }

    Step epsilon(double other) {
      return new Step(shrunk, rate, correction, other, root);
    }

    Step root(Root other) {
      return new Step(shrunk, rate, correction, epsilon, other);
    }

    Value of(String p, String m, String s) {
      return f ->
          f.apply(p)
              .scaled(shrunk)
              .minus(f.apply(m).hadamard(f.apply(s).falling(this::inverse)).scaled(rate));
    }

    private double inverse(double s) {
      return switch (root) {
        case OUTSIDE -> 1 / (Math.sqrt(correction * s) + epsilon);
        case INSIDE -> 1 / Math.sqrt(correction * s + epsilon);
        case NONE -> 1 / (correction * s + epsilon);
      };
    }
  }

  /** dp + decay · p. */
  private static Value gradient(String p, double decay) {
    return f -> f.apply("d" + p).plus(f.apply(p).scaled(decay));
  }

  private static Value squared(Value g) {
    return f -> g.apply(f).hadamard(g.apply(f));
  }

  private static Value kept(String name, double beta, Value of, double share) {
    return f -> f.apply(name).scaled(beta).plus(of.apply(f).scaled(share));
  }
}
