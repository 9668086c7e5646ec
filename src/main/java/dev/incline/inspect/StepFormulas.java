package dev.incline.inspect;

import dev.incline.inspect.Formula.Value;
import dev.incline.model.Activation;
import dev.incline.model.Adam;
import dev.incline.model.Layer;
import dev.incline.model.Momentum;
import dev.incline.model.Network;
import dev.incline.model.Optimizer;
import dev.incline.model.Recipe;
import dev.incline.model.Sgd;
import dev.incline.wording.Numeral;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;
import java.util.function.Function;

/**
 * The formulas of {@link StepTrace}'s tensors in the order in which a step computes them, each with
 * the mistakes that are commonly made there. They share nothing with the plans.
 */
abstract class StepFormulas {
  static final String MEAN = ": is 1/N missing?";
  static final String TWICE = ": is 1/N taken twice?";

  final Network network;
  final int last; // layer, from 1
  final boolean logitRelu;
  final double rows;
  final Recipe recipe;
  private final List<Formula> formulas = new ArrayList<>();

  StepFormulas(Network network, int rows, Recipe recipe) {
    this.recipe = recipe;
    this.network = network;
    this.last = network.layers().size();
    this.logitRelu = network.last().activation() == Activation.RELU;
    this.rows = rows;
  }

  /**
   * All but X, y and the state that the step begins with.
   *
   * @param rows of the batch, N
   * @param rates of the steps, from the first
   * @param step from 1
   */
  static List<Formula> of(Network network, int rows, StepRates rates, int step) {
    Recipe recipe = rates.recipe();
    Optimizer optimizer = recipe.optimizer();
    Rate rate = new Rate(rates.of(step - 1), rates.mistaken(step - 1));
    List<Formula> all = new ArrayList<>();
    List<StepFormulas> parts = new ArrayList<>();
    parts.add(new ForwardFormulas(network, rows, recipe));
    parts.add(new BackwardFormulas(network, rows, recipe));
    parts.add(
        optimizer.accept(
            new Optimizer.Visitor<StepFormulas>() {
              @Override
              public StepFormulas visit(Sgd sgd) {
                return new SgdFormulas(network, rows, recipe, sgd, rate);
              }

              @Override
              public StepFormulas visit(Momentum momentum) {
                return new MomentumFormulas(network, rows, recipe, momentum, rate);
              }

              @Override
              public StepFormulas visit(Adam adam) {
                return new AdamFormulas(network, rows, recipe, adam, rate, step);
              }
            }));
    for (StepFormulas part : parts) {
      part.write();
      all.addAll(part.formulas());
    }
    return all;
  }

  /** Adds those of this part. */
  abstract void write();

  private List<Formula> formulas() {
    return formulas;
  }

  final Formula add(String name, List<String> inputs, Value right) {
    Formula formula = new Formula(name, inputs, right);
    formulas.add(formula);
    return formula;
  }

  final Layer layer(int l) {
    return network.layers().get(l - 1);
  }

  final String sum(int l) {
    return l == last ? "Z" : "Z" + l;
  }

  /**
   * The learning rate of a step.
   *
   * @param lr it
   * @param mistaken rates in its place, the likeliest first, and what they are
   */
  record Rate(double lr, Map<Double, String> mistaken) {}

  /** Rates of other steps, then some that are none of ours, but of many programs. */
  static void otherRates(Formula update, Rate rate, DoubleFunction<Value> with) {
    Map<Double, String> others = new LinkedHashMap<>(rate.mistaken);
    for (double other : new double[] {0.001, 0.01, 0.05, 0.1, 0.5, 1}) {
      others.putIfAbsent(other, "");
    }
    others.remove(rate.lr);
    others.forEach(
        (other, words) ->
            update.mistake(
                "lr is %s in the place of %s%s"
                    .formatted(Numeral.of(other), Numeral.of(rate.lr), words),
                with.apply(other)));
  }

  /** What layer l takes. */
  final String input(int l) {
    return l == 1 ? "X" : drops(l - 1) ? "H" + (l - 1) + "_dropped" : "H" + (l - 1);
  }

  /** Whether a hidden layer drops units. */
  final boolean drops(int l) {
    return recipe.dropout(l) > 0;
  }

  final boolean isWeighted() {
    return recipe.classWeights().exist();
  }

  /** The weight of each row's class, as a column. */
  final Rounded rowWeights(Function<String, Rounded> t) {
    Rounded labels = Rounded.oneHot(t.apply("y"), network.classes());
    return labels.times(t.apply("class_weights").transposed());
  }
}
