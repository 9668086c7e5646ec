package dev.incline.inspect;

import dev.incline.inspect.Formula.Value;
import dev.incline.model.Activation;
import dev.incline.model.Layer;
import dev.incline.model.Network;
import dev.incline.wording.Phrase;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The formulas of {@link StepTrace}'s tensors in the order in which a step computes them, each with
 * the mistakes that are commonly made there. They share nothing with the plans.
 */
final class StepFormulas {
  private static final String MEAN = ": is 1/N missing?";
  private static final String TWICE = ": is 1/N taken twice?";

  private final Network network;
  private final int last; // layer, from 1
  private final boolean logitRelu;
  private final double rows;
  private final double lr;
  private final double l2;
  private final List<Formula> formulas = new ArrayList<>();

  private StepFormulas(Network network, int rows, double lr, double l2) {
    this.network = network;
    this.last = network.layers().size();
    this.logitRelu = network.last().activation() == Activation.RELU;
    this.rows = rows;
    this.lr = lr;
    this.l2 = l2;
  }

  /**
   * All but X, y and the weights that the step begins with.
   *
   * @param rows of the batch, N
   */
  static List<Formula> of(Network network, int rows, double lr, double l2) {
    StepFormulas step = new StepFormulas(network, rows, lr, l2);
    for (int l = 1; l <= step.last; l++) {
      step.forward(l);
    }
    step.loss();
    step.logitGradient();
    for (int l = step.last; l >= 1; l--) {
      step.gradients(l);
      if (l > 1) {
        step.back(l - 1);
      }
    }
    for (int l = 1; l <= step.last; l++) {
      step.update("W" + l, true);
      if (step.layer(l).bias()) {
        step.update("b" + l, false);
      }
    }
    return step.formulas;
  }

  private Formula add(String name, List<String> inputs, Value right) {
    Formula formula = new Formula(name, inputs, right);
    formulas.add(formula);
    return formula;
  }

  private Layer layer(int l) {
    return network.layers().get(l - 1);
  }

  private String sum(int l) {
    return l == last ? "Z" : "Z" + l;
  }

  /** What layer l takes. */
  private static String input(int l) {
    return l == 1 ? "X" : "H" + (l - 1);
  }

  private String logits() {
    return logitRelu ? "R" : "Z";
  }

  private void forward(int l) {
    String in = input(l);
    String w = "W" + l;
    String b = "b" + l;
    Layer layer = layer(l);
    Value product = t -> t.apply(in).times(t.apply(w));
    Value right = layer.bias() ? t -> product.apply(t).plus(t.apply(b)) : product;
    List<String> inputs = layer.bias() ? List.of(in, w, b) : List.of(in, w);
    Formula sum = add(sum(l), inputs, right);
    if (layer.bias()) {
      sum.mistake("it is %s %s: was the bias not added?".formatted(in, w), product);
    }
    sum.mistake("it is after the activation, not before", t -> activated(l, right.apply(t)));
    if (l > 1) {
      Value before =
          t -> {
            Rounded z = t.apply(sum(l - 1)).times(t.apply(w));
            return layer.bias() ? z.plus(t.apply(b)) : z;
          };
      sum.mistake(Phrase.of("it follows from Z%d in the place of H%d", l - 1, l - 1), before);
    }
    if (layer.inputs() == layer.outputs()) {
      sum.mistake(
          "%s looks transposed in the product".formatted(w),
          t -> {
            Rounded z = t.apply(in).times(t.apply(w).transposed());
            return layer.bias() ? z.plus(t.apply(b)) : z;
          });
    }
    if (l < last || logitRelu) {
      String name = l == last ? "R" : "H" + l;
      String z = sum(l);
      Formula output = add(name, List.of(z), t -> activated(l, t.apply(z)));
      output
          .mistake("it is %s: was no activation taken?".formatted(z), t -> t.apply(z))
          .mistake("it is ReLU(%s)".formatted(z), t -> t.apply(z).relu())
          .mistake("it is sigmoid(%s)".formatted(z), t -> t.apply(z).sigmoid())
          .mistake("it is tanh(%s)".formatted(z), t -> t.apply(z).map(Math::tanh, x -> 1))
          .mistake("it is softmax(%s)".formatted(z), t -> t.apply(z).softmax());
    }
  }

  private Rounded activated(int l, Rounded z) {
    return switch (layer(l).activation()) {
      case IDENTITY -> z;
      case RELU -> z.relu();
      case SIGMOID -> z.sigmoid();
    };
  }

  private void loss() {
    String z = logits();
    Formula s = add("S", List.of(z), t -> t.apply(z).softmax());
    s.mistake(
            "it is the softmax over the rows of the batch: over the classes of each row is wanted",
            t -> t.apply(z).transposed().softmax().transposed())
        .mistake("it is exp(%s), not divided by its sum".formatted(z), t -> exp(t.apply(z)))
        .mistake(
            "it is log(softmax(%s))".formatted(z), t -> t.apply(z).softmax().minusLog().scaled(-1))
        .mistake("it is sigmoid(%s)".formatted(z), t -> t.apply(z).sigmoid());
    if (logitRelu) {
      s.mistake("it is softmax(Z): the logits are R = ReLU(Z)", t -> t.apply("Z").softmax());
    }
    Value each = t -> t.apply("S").pick(t.apply("y")).minusLog();
    Formula losses = add("losses", List.of("S", "y"), each);
    losses
        .mistake("each is divided by N", t -> each.apply(t).scaled(1 / rows))
        .mistake("it is a logarithm of base 2", t -> each.apply(t).scaled(1 / Math.log(2)))
        .mistake("it is a logarithm of base 10", t -> each.apply(t).scaled(1 / Math.log(10)))
        .mistake("it is the probability of the label", t -> t.apply("S").pick(t.apply("y")))
        .mistake("the sign is turned", t -> each.apply(t).scaled(-1));
    penalties(losses, each);
    Value mean = t -> t.apply("losses").sum().scaled(1 / rows);
    Formula loss = add("loss", List.of("losses"), mean);
    loss.mistake("it is the sum of the losses, not their mean", t -> t.apply("losses").sum())
        .mistake(
            "it is divided by the classes too", t -> mean.apply(t).scaled(1.0 / network.classes()));
    penalties(loss, mean);
    add("prediction", List.of(z), t -> t.apply(z).argMax())
        .mistake("it is the smallest logit's column", t -> t.apply(z).scaled(-1).argMax())
        .mistake("it counts from 1", t -> plus(t.apply(z).argMax(), 1));
  }

  private static Rounded exp(Rounded z) {
    return z.map(Math::exp, Math::exp);
  }

  private static Rounded plus(Rounded a, double number) {
    return Rounded.of(a.rows(), a.cols(), i -> a.value()[i] + number, i -> a.error()[i]);
  }

  /** L2 in the loss, which a step without it in its loss lacks. */
  private void penalties(Formula formula, Value right) {
    if (l2 == 0) {
      return;
    }
    for (boolean biases : new boolean[] {false, true}) {
      String of = biases ? "the weights and the biases" : "the weights";
      for (double factor : new double[] {0.5, 1}) {
        String half = factor == 1 ? "" : "/2";
        formula.mistake(
            "it has l2%s times the squares of %s added: the loss here is without L2"
                .formatted(half, of),
            t -> right.apply(t).plus(squares(t, biases).scaled(factor * l2)));
        formula.mistake(
            "it has l2%s/N times the squares of %s added: the loss here is without L2"
                .formatted(half, of),
            t -> right.apply(t).plus(squares(t, biases).scaled(factor * l2 / rows)));
      }
    }
  }

  private Rounded squares(java.util.function.Function<String, Rounded> t, boolean biases) {
    Rounded sum = Rounded.of(1, 1, i -> 0, i -> 0);
    for (int l = 1; l <= last; l++) {
      Rounded w = t.apply("W" + l);
      sum = sum.plus(w.hadamard(w).sum());
      if (biases && layer(l).bias()) {
        Rounded b = t.apply("b" + l);
        sum = sum.plus(b.hadamard(b).sum());
      }
    }
    return sum;
  }

  private void logitGradient() {
    Value difference = t -> t.apply("S").minus(Rounded.oneHot(t.apply("y"), network.classes()));
    Value mean = t -> difference.apply(t).scaled(1 / rows);
    Value sums = difference;
    Formula first = add(logitRelu ? "dR" : "dZ", List.of("S", "y"), mean);
    first
        .mistake("it is N times as large" + MEAN, sums)
        .mistake("it is 1/N of it" + TWICE, t -> mean.apply(t).scaled(1 / rows))
        .mistake("the sign is turned", t -> mean.apply(t).scaled(-1))
        .mistake(
            "the sign is turned, and it is N times as large" + MEAN, t -> sums.apply(t).scaled(-1))
        .mistake(
            "1 was not subtracted in the column of the label", t -> t.apply("S").scaled(1 / rows))
        .mistake("it is S: neither 1 at the label nor 1/N was taken", t -> t.apply("S"))
        .mistake(
            "it is divided by the classes too", t -> mean.apply(t).scaled(1.0 / network.classes()));
    if (logitRelu) {
      Value right = t -> t.apply("dR").hadamard(t.apply("Z").positive());
      add("dZ", List.of("dR", "Z"), right)
          .mistake("it is dR: was the derivative of the logits' ReLU left out?", t -> t.apply("dR"))
          .mistake("it is N times as large" + MEAN, t -> right.apply(t).scaled(rows))
          .mistake("it is dR times Z", t -> t.apply("dR").hadamard(t.apply("Z")))
          .mistake("it is dR times R", t -> t.apply("dR").hadamard(t.apply("R")));
    }
  }

  /** dW and db of a layer. */
  private void gradients(int l) {
    String in = input(l);
    String dz = "d" + sum(l);
    String w = "W" + l;
    Value right = t -> t.apply(in).transposed().times(t.apply(dz));
    Formula gradient = add("d" + w, List.of(in, dz), right);
    if (l2 != 0) {
      gradient.custom(
          "it has l2 W added: so do many programs, but dW here is without L2",
          t -> right.apply(t).plus(t.apply(w).scaled(l2)));
      gradient.custom(
          "it has 2 l2 W added: dW here is without L2",
          t -> right.apply(t).plus(t.apply(w).scaled(2 * l2)));
      gradient.custom(
          "it has l2/N W added: dW here is without L2",
          t -> right.apply(t).plus(t.apply(w).scaled(l2 / rows)));
    }
    gradient
        .mistake("it is 1/N of it" + TWICE, t -> right.apply(t).scaled(1 / rows))
        .mistake("it is N times as large" + MEAN, t -> right.apply(t).scaled(rows));
    if (l > 1) {
      gradient.mistake(
          Phrase.of("it follows from Z%d in the place of H%d", l - 1, l - 1),
          t -> t.apply(sum(l - 1)).transposed().times(t.apply(dz)));
    }
    if (!layer(l).bias()) {
      return;
    }
    String b = "b" + l;
    Value sums = t -> t.apply(dz).columnSums();
    Formula bias = add("d" + b, List.of(dz), sums);
    bias.mistake("it is the mean over the rows, not their sum" + TWICE, t -> mean(t.apply(dz)))
        .mistake("it is N times as large" + MEAN, t -> sums.apply(t).scaled(rows));
    if (l2 != 0) {
      bias.mistake(
              "it has l2 b added: L2 is on the weights alone",
              t -> sums.apply(t).plus(t.apply(b).scaled(l2)))
          .mistake(
              "it has 2 l2 b added: L2 is on the weights alone",
              t -> sums.apply(t).plus(t.apply(b).scaled(2 * l2)));
    }
    if (layer(l).outputs() == rows) {
      bias.mistake(
          "it is summed over the columns, not over the rows of the batch",
          t -> t.apply(dz).transposed().columnSums());
    }
  }

  private Rounded mean(Rounded a) {
    return a.columnSums().scaled(1 / rows);
  }

  /** dH and dZ of a hidden layer. */
  private void back(int l) {
    String dz = "d" + sum(l + 1);
    String w = "W" + (l + 1);
    Value right = t -> t.apply(dz).times(t.apply(w).transposed());
    Formula output = add("dH" + l, List.of(dz, w), right);
    output.mistake(
        "it follows from %s_new: were the weights changed before the gradient was taken?"
            .formatted(w),
        t -> t.apply(dz).times(t.apply(w + "_new").transposed()));
    if (layer(l + 1).inputs() == layer(l + 1).outputs()) {
      output.mistake(
          "%s looks transposed in the product".formatted(w), t -> t.apply(dz).times(t.apply(w)));
    }
    String h = "H" + l;
    String dh = "dH" + l;
    String z = sum(l);
    boolean sigmoid = layer(l).activation() == Activation.SIGMOID;
    List<String> inputs = List.of(dh, sigmoid ? h : z);
    Value slope =
        sigmoid
            ? t -> t.apply(h).sigmoidSlope()
            : layer(l).activation() == Activation.RELU
                ? t -> t.apply(z).positive()
                : t -> Rounded.of(t.apply(z).rows(), t.apply(z).cols(), i -> 1, i -> 0);
    add("dZ" + l, inputs, t -> t.apply(dh).hadamard(slope.apply(t)))
        .mistake(
            "it is %s: was the derivative of the activation left out?".formatted(dh),
            t -> t.apply(dh))
        .mistake(
            "the derivative of the activation is taken twice",
            t -> t.apply(dh).hadamard(slope.apply(t)).hadamard(slope.apply(t)))
        .mistake(
            "the derivative is taken at %s in the place of %s: sigmoid(H) (1 - sigmoid(H))"
                .formatted(h, z),
            t -> t.apply(dh).hadamard(t.apply(h).sigmoid().sigmoidSlope()))
        .mistake(
            "the derivative is Z (1 - Z) in the place of H (1 - H)",
            t -> t.apply(dh).hadamard(t.apply(z).sigmoidSlope()))
        .mistake("it is %s times %s".formatted(dh, h), t -> t.apply(dh).hadamard(t.apply(h)))
        .mistake("the derivative is a ReLU's", t -> t.apply(dh).hadamard(t.apply(z).positive()))
        .mistake(
            "the derivative is a sigmoid's",
            t -> t.apply(dh).hadamard(t.apply(z).sigmoid().sigmoidSlope()));
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
    for (double other : new double[] {0.001, 0.01, 0.05, 0.1, 0.5, 1}) {
      if (other != lr) {
        update.mistake(
            String.format(Locale.ROOT, "lr is %s in the place of %s", other, lr),
            moved(p, d, other / lr, decay * other / lr));
      }
    }
  }

  /** p - lr (step · d + decay · p). */
  private Value moved(String p, String d, double step, double decay) {
    return t -> t.apply(p).minus(t.apply(d).scaled(lr * step).plus(t.apply(p).scaled(lr * decay)));
  }
}
