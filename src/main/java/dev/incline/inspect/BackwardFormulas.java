package dev.incline.inspect;

import dev.incline.inspect.Formula.Value;
import dev.incline.model.Activation;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.wording.Phrase;
import java.util.List;
import java.util.function.Function;

/** From the loss to the gradient of each weight and bias. */
final class BackwardFormulas extends StepFormulas {
  private final double l2;

  BackwardFormulas(Network network, int rows, Recipe recipe) {
    super(network, rows, recipe);
    this.l2 = recipe.optimizer().l2();
  }

  @Override
  void write() {
    logitGradient();
    for (int l = last; l >= 1; l--) {
      gradients(l);
      if (l > 1) {
        back(l - 1);
      }
    }
  }

  private void logitGradient() {
    Value plain = t -> t.apply("S").minus(Rounded.oneHot(t.apply("y"), network.classes()));
    Value difference = isWeighted() ? t -> plain.apply(t).hadamard(weights(t)) : plain;
    Value mean = t -> difference.apply(t).scaled(1 / rows);
    List<String> inputs = isWeighted() ? List.of("S", "y", "class_weights") : List.of("S", "y");
    Formula first = add(logitRelu ? "dR" : "dZ", inputs, mean);
    if (isWeighted()) {
      first
          .mistake(
              "the class weights are missing: are they in the loss alone?",
              t -> plain.apply(t).scaled(1 / rows))
          .mistake(
              "it is divided by the sum of the rows' class weights, as PyTorch's mean is: N is wanted",
              t -> difference.apply(t).scaled(1 / rowWeights(t).sum().value()[0]));
    }
    first
        .mistake("it is N times as large" + MEAN, difference)
        .mistake("it is 1/N of it" + TWICE, t -> mean.apply(t).scaled(1 / rows))
        .mistake("the sign is turned", t -> mean.apply(t).scaled(-1))
        .mistake(
            "the sign is turned, and it is N times as large" + MEAN,
            t -> difference.apply(t).scaled(-1))
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

  /** The weight of each row's class in all columns. */
  private Rounded weights(Function<String, Rounded> t) {
    return rowWeights(t).times(Rounded.of(1, network.classes(), i -> 1, i -> 0));
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
    if (l > 1 && drops(l - 1)) {
      gradient.mistake(
          Phrase.of("it follows from H%d, with nothing dropped", l - 1),
          t -> t.apply("H" + (l - 1)).transposed().times(t.apply(dz)));
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

  /** dH of a hidden layer that drops units. */
  private void undrop(int l) {
    String of = "dH" + l + "_dropped";
    String mask = "mask" + l;
    double kept = 1 - recipe.dropout(l);
    Value right = t -> t.apply(of).hadamard(t.apply(mask));
    add("dH" + l, List.of(of, mask), right)
        .mistake("it is %s: was the mask left out on the way back?".formatted(of), t -> t.apply(of))
        .mistake("it is not divided by 1 - P", t -> right.apply(t).scaled(kept))
        .mistake("it is divided by 1 - P twice", t -> right.apply(t).scaled(1 / kept));
  }

  private Rounded mean(Rounded a) {
    return a.columnSums().scaled(1 / rows);
  }

  /** dH and dZ of a hidden layer. */
  private void back(int l) {
    String dz = "d" + sum(l + 1);
    String w = "W" + (l + 1);
    Value right = t -> t.apply(dz).times(t.apply(w).transposed());
    Formula output = add(drops(l) ? "dH" + l + "_dropped" : "dH" + l, List.of(dz, w), right);
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
    if (drops(l)) {
      undrop(l);
    }
    String z = sum(l);
    Activation activation = layer(l).activation();
    boolean relu = activation == Activation.RELU;
    Value slope = t -> relu ? t.apply(z).positive() : t.apply(h).slopes(activation);
    Formula gradient =
        add("dZ" + l, List.of(dh, relu ? z : h), t -> t.apply(dh).hadamard(slope.apply(t)));
    gradient
        .mistake(
            "it is %s: was the derivative of the activation left out?".formatted(dh),
            t -> t.apply(dh))
        .mistake(
            "the derivative of the activation is taken twice",
            t -> t.apply(dh).hadamard(slope.apply(t)).hadamard(slope.apply(t)))
        .mistake("it is %s times %s".formatted(dh, h), t -> t.apply(dh).hadamard(t.apply(h)))
        .mistake("the derivative is a ReLU's", t -> t.apply(dh).hadamard(t.apply(z).positive()));
    for (Activation smooth : Activation.hidden()) {
      if (smooth.isGate()) {
        continue;
      }
      gradient
          .mistake(
              "the derivative of %s is taken at %s in the place of %s".formatted(smooth, h, z),
              t -> t.apply(dh).hadamard(t.apply(h).activated(smooth).slopes(smooth)))
          .mistake(
              "the derivative of %s is taken from %s as if it were %s".formatted(smooth, z, h),
              t -> t.apply(dh).hadamard(t.apply(z).slopes(smooth)))
          .mistake(
              "the derivative is that of %s".formatted(smooth),
              t -> t.apply(dh).hadamard(t.apply(z).activated(smooth).slopes(smooth)));
    }
  }
}
