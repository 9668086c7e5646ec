package dev.incline.inspect;

import dev.incline.inspect.Formula.Value;
import dev.incline.model.Activation;
import dev.incline.model.Layer;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.wording.Phrase;
import java.util.List;
import java.util.function.Function;

/** From X to the loss. */
final class ForwardFormulas extends StepFormulas {
  private final double l2;

  ForwardFormulas(Network network, int rows, Recipe recipe) {
    super(network, rows, recipe);
    this.l2 = recipe.optimizer().l2();
  }

  @Override
  void write() {
    for (int l = 1; l <= last; l++) {
      forward(l);
    }
    loss();
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
          .mistake("it is softmax(%s)".formatted(z), t -> t.apply(z).softmax());
      for (Activation other : Activation.hidden()) {
        output.mistake("it is %s(%s)".formatted(spelt(other), z), t -> t.apply(z).activated(other));
      }
      if (l < last && drops(l)) {
        drop(l);
      }
    }
  }

  private void drop(int l) {
    String h = "H" + l;
    String mask = "mask" + l;
    double kept = 1 - recipe.dropout(l);
    Value right = t -> t.apply(h).hadamard(t.apply(mask));
    add(h + "_dropped", List.of(h, mask), right)
        .mistake("it is %s: was nothing dropped?".formatted(h), t -> t.apply(h))
        .mistake(
            "kept units are not divided by 1 - P: dropout here is inverted",
            t -> right.apply(t).scaled(kept))
        .mistake("kept units are divided by 1 - P twice", t -> right.apply(t).scaled(1 / kept));
  }

  private Rounded activated(int l, Rounded z) {
    return z.activated(layer(l).activation());
  }

  private static String spelt(Activation activation) {
    return activation == Activation.RELU ? "ReLU" : activation.toString();
  }

  private void loss() {
    String z = logitRelu ? "R" : "Z";
    Formula s = add("S", List.of(z), t -> t.apply(z).softmax());
    s.mistake(
            "it is the softmax over the rows of the batch: over the classes of each row is wanted",
            t -> t.apply(z).transposed().softmax().transposed())
        .mistake("it is exp(%s), not divided by its sum".formatted(z), t -> exp(t.apply(z)))
        .mistake(
            "it is log(softmax(%s))".formatted(z), t -> t.apply(z).softmax().minusLog().scaled(-1))
        .mistake("it is sigmoid(%s)".formatted(z), t -> t.apply(z).activated(Activation.SIGMOID));
    if (logitRelu) {
      s.mistake("it is softmax(Z): the logits are R = ReLU(Z)", t -> t.apply("Z").softmax());
    }
    Value plain = t -> t.apply("S").pick(t.apply("y")).minusLog();
    Value each = isWeighted() ? t -> plain.apply(t).hadamard(rowWeights(t).transposed()) : plain;
    List<String> inputs = isWeighted() ? List.of("S", "y", "class_weights") : List.of("S", "y");
    Formula losses = add("losses", inputs, each);
    if (isWeighted()) {
      losses.mistake("the class weights are missing", plain);
    }
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
    if (isWeighted()) {
      loss.mistake(
          "it is divided by the sum of the rows' class weights, as PyTorch's mean is: N is wanted",
          t -> t.apply("losses").sum().scaled(1 / rowWeights(t).sum().value()[0]));
    }
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

  private Rounded squares(Function<String, Rounded> t, boolean biases) {
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
}
