package dev.incline.inspect;

import dev.incline.inspect.Formula.Value;
import dev.incline.model.Activation;
import dev.incline.model.Layer;
import dev.incline.model.Network;
import dev.incline.model.Optimizer;
import dev.incline.model.Recipe;
import java.util.ArrayList;
import java.util.List;

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
  private final List<Formula> formulas = new ArrayList<>();

  StepFormulas(Network network, int rows) {
    this.network = network;
    this.last = network.layers().size();
    this.logitRelu = network.last().activation() == Activation.RELU;
    this.rows = rows;
  }

  /**
   * All but X, y and the state that the step begins with; and but the state after it where the
   * optimizer keeps any of its own.
   *
   * @param rows of the batch, N
   */
  static List<Formula> of(Network network, int rows, Recipe recipe) {
    Optimizer optimizer = recipe.optimizer();
    List<Formula> all = new ArrayList<>();
    List<StepFormulas> parts = new ArrayList<>();
    parts.add(new ForwardFormulas(network, rows, optimizer.l2()));
    parts.add(new BackwardFormulas(network, rows, optimizer.l2()));
    if (optimizer.state().isEmpty()) {
      parts.add(new UpdateFormulas(network, rows, optimizer));
    }
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

  /** What layer l takes. */
  static String input(int l) {
    return l == 1 ? "X" : "H" + (l - 1);
  }
}
