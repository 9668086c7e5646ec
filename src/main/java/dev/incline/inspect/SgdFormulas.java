package dev.incline.inspect;

import dev.incline.inspect.Formula.Value;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.model.Sgd;
import java.util.List;

/** What a step of sgd makes of the weights and biases. */
final class SgdFormulas extends StepFormulas {
  private final Rate rate;
  private final double lr;
  private final double l2;

  SgdFormulas(Network network, int rows, Recipe recipe, Sgd optimizer, Rate rate) {
    super(network, rows, recipe);
    this.rate = rate;
    this.lr = rate.lr();
    this.l2 = optimizer.l2();
  }

  @Override
  void write() {
    for (int l = 1; l <= last; l++) {
      update("W" + l, true);
      if (layer(l).bias()) {
        update("b" + l, false);
      }
    }
  }

  /** One value after the step. */
  private void update(String p, boolean regularised) {
    String d = "d" + p;
    double decay = regularised ? l2 : 0;
    Formula update =
        add(p + "_new", List.of(p, d), moved(p, d, 1, decay))
            .mistake("it is %s: nothing was changed".formatted(p), t -> t.apply(p))
            .mistake(
                "the step goes up, not down: it is %s + lr %s".formatted(p, d),
                moved(p, d, -1, -decay));
    if (l2 != 0) {
      String name = regularised ? "W" : "b";
      if (regularised) {
        update
            .mistake("L2 is missing: W - lr dW", moved(p, d, 1, 0))
            .mistake("L2 is taken twice: W - lr (dW + 2 l2 W)", moved(p, d, 1, 2 * l2))
            .mistake("L2 is half: W - lr (dW + l2/2 W)", moved(p, d, 1, l2 / 2))
            .mistake("L2 is divided by N: W - lr (dW + l2/N W)", moved(p, d, 1, l2 / rows))
            .mistake("L2 is not times lr: W - lr dW - l2 W", moved(p, d, 1, l2 / lr))
            .mistake("L2 has the wrong sign: W - lr (dW - l2 W)", moved(p, d, 1, -l2));
      } else {
        update
            .mistake("the bias is regularised: b - lr (db + l2 b)", moved(p, d, 1, l2))
            .mistake("the bias is regularised: b - lr (db + 2 l2 b)", moved(p, d, 1, 2 * l2));
      }
      update.mistake(
          "1/N is missing, and L2 too: %s - lr N d%s".formatted(name, name), moved(p, d, rows, 0));
    }
    update
        .mistake("the step is N times as large" + MEAN, moved(p, d, rows, decay))
        .mistake("the step is 1/N of it" + TWICE, moved(p, d, 1 / rows, decay))
        .mistake("lr is taken twice", moved(p, d, lr, decay))
        .mistake("lr is missing", moved(p, d, 1 / lr, decay))
        .mistake("lr is missing, of L2 too", moved(p, d, 1 / lr, decay / lr));
    otherRates(update, rate, other -> moved(p, d, other / lr, decay * other / lr));
  }

  /** p - lr (step · d + decay · p). */
  private Value moved(String p, String d, double step, double decay) {
    return t -> t.apply(p).minus(t.apply(d).scaled(lr * step).plus(t.apply(p).scaled(lr * decay)));
  }
}
