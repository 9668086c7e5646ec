package dev.incline.plan;

import dev.incline.model.Adam;
import dev.incline.model.Momentum;
import dev.incline.model.Network;
import dev.incline.model.Optimizer;
import dev.incline.model.Recipe;
import dev.incline.model.Sgd;
import dev.incline.model.Weights;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Writes the steps of training and evaluation as plans. All of backpropagation lives here and in
 * {@link StepBuilder}.
 *
 * <p>For layer l with input A (X for the first, H of the layer before otherwise), Z = A W + b and H
 * = act(Z): dW = Aᵀ dZ, db = column sums of dZ, dA = dZ Wᵀ x act'(A). dZ of the last layer comes
 * from the cross-entropy and already holds 1 / batch. Every dA is taken before any W is updated.
 *
 * <p>Where a hidden layer drops units, the next layer takes A = H x mask, and dA is multiplied by
 * the same mask, which the step keeps in a slot: forward and backward cannot differ. H stays as it
 * is, because act' is taken from it: from A it would be wrong where a unit is dropped.
 *
 * <p>With S shards, dW and db are S sums, each over the rows of a shard of the batch, added by a
 * fixed binary tree over the shards' numbers:
 *
 * <pre>
 *   sum(0, S) = sum(0, S / 2) + sum(S / 2, S), and so on; sum(s, s + 1) is the chain of shard s from +0
 * </pre>
 *
 * All else is taken row by row, so shards change none of it. Which device computes which shard
 * changes no bit either.
 */
public final class Planner {
  private Planner() {}

  /**
   * One step of training.
   *
   * @param batch rows of this step's batch
   */
  public static Plan trainingStep(Network network, Source source, int batch, Recipe recipe) {
    StepBuilder step = new StepBuilder(network, source, batch, recipe).forward(true);
    if (recipe.fixesRate()) { // the update is the epilogue of the gradient
      double lr = recipe.learningRate();
      return step.updates((float) -lr, (float) (1 - lr * recipe.optimizer().l2()))
          .plan("training step", state(network, recipe.optimizer()));
    }
    step.gradients();
    updates(network, source, recipe).forEach(step::add);
    return step.plan("training step", givenToUpdates(network, source, recipe));
  }

  /** The gradients' sum over the shards of a rank, into dW1, db1, ...; no parameter changes. */
  static Plan gradientsOf(TrainingStep step, int rank, int ranks) {
    return new StepBuilder(step, rank, ranks)
        .forward(true)
        .gradients()
        .plan("gradients of rank " + rank, Parameters.slots(step.network()));
  }

  /** What is left of a step once the gradients are there. */
  static Plan updateOf(TrainingStep step) {
    Set<Slot<?>> given =
        new HashSet<>(givenToUpdates(step.network(), step.source(), step.recipe()));
    given.addAll(step.gradients());
    List<Op> updates = updates(step.network(), step.source(), step.recipe());
    return new Plan("update, " + step.network(), given, updates);
  }

  private static List<Slot<?>> givenToUpdates(Network network, Source source, Recipe recipe) {
    List<Slot<?>> given = new ArrayList<>(state(network, recipe.optimizer()));
    given.add(scalars(source, recipe));
    return given;
  }

  private static Slot<float[]> scalars(Source source, Recipe recipe) {
    return source.scalars(recipe.scalars(0, recipe.learningRate()).length);
  }

  /** An op for each parameter. */
  private static List<Op> updates(Network network, Source source, Recipe recipe) {
    Slot<float[]> scalars = scalars(source, recipe);
    return Parameters.slots(network).stream()
        .<Op>map(parameter -> recipe.optimizer().accept(new Update(parameter, scalars)))
        .toList();
  }

  /** How a parameter follows its gradient, by optimizer. */
  private record Update(Slot<float[]> parameter, Slot<float[]> scalars)
      implements Optimizer.Visitor<Op> {
    @Override
    public Op visit(Sgd sgd) {
      return new SgdUpdate(gradientOf(parameter), parameter, scalars, l2(sgd));
    }

    @Override
    public Op visit(Momentum optimizer) {
      return new MomentumUpdate(
          gradientOf(parameter),
          kept("V", parameter),
          parameter,
          scalars,
          (float) optimizer.momentum(),
          l2(optimizer),
          optimizer.nesterov());
    }

    @Override
    public Op visit(Adam optimizer) {
      return new AdamUpdate(
          gradientOf(parameter),
          kept("M", parameter),
          kept("S", parameter),
          parameter,
          scalars,
          (float) (1 - optimizer.beta1()),
          (float) (1 - optimizer.beta2()),
          (float) optimizer.epsilon(),
          optimizer.decoupled() ? 0 : l2(optimizer),
          !parameter.isVector() && optimizer.decoupled());
    }

    /** Biases have none. */
    private float l2(Optimizer optimizer) {
      return parameter.isVector() ? 0 : (float) optimizer.l2();
    }
  }

  /**
   * The slots that a training goes on from: the parameters W1, b1, W2, ..., then what the optimizer
   * keeps of each. Steps read and change them.
   */
  public static List<Slot<float[]>> state(Network network, Optimizer optimizer) {
    List<Slot<float[]>> parameters = Parameters.slots(network);
    List<Slot<float[]>> slots = new ArrayList<>(parameters);
    for (String letter : optimizer.state()) {
      parameters.forEach(parameter -> slots.add(kept(letter, parameter)));
    }
    return slots;
  }

  /** The state before the first step. */
  public static Tensors initialState(Weights weights, Optimizer optimizer) {
    Map<Slot<float[]>, float[]> values = new LinkedHashMap<>(Tensors.of(weights).values());
    for (Slot<float[]> slot : state(weights.network(), optimizer)) {
      values.computeIfAbsent(slot, zeros -> new float[zeros.size()]);
    }
    return new Tensors(values);
  }

  /** Such as V1 for W1, and vb1 for b1. */
  private static Slot<float[]> kept(String letter, Slot<float[]> parameter) {
    String name =
        parameter.isVector()
            ? letter.toLowerCase(Locale.ROOT) + parameter.name()
            : letter + parameter.name().substring(1);
    return Slot.floats(name, parameter.rows(), parameter.cols());
  }

  /**
   * Loss and its gradient, without L2, into dW1, db1, dW2, ...; no parameter changes.
   *
   * @param recipe its optimizer does not matter
   */
  public static Plan gradientStep(Network network, Source source, int batch, Recipe recipe) {
    return new StepBuilder(network, source, batch, recipe)
        .forward(true)
        .gradients()
        .plan("gradient step", Parameters.slots(network));
  }

  /** Loss and prediction of a batch, whatever it was trained by; no parameter changes. */
  public static Plan evaluation(Network network, Source source, int batch) {
    return new StepBuilder(network, source, batch, Recipe.STANDARD)
        .forward(false)
        .plan("evaluation", Parameters.slots(network));
  }

  /**
   * Loss and prediction as a training step of this recipe has them before its update, with the ops
   * of that step where an evaluation gives others; no parameter changes.
   */
  public static Plan scoring(Network network, Source source, int batch, Recipe recipe) {
    return recipe.scoresAsEvaluated()
        ? evaluation(network, source, batch)
        : new StepBuilder(network, source, batch, recipe)
            .forward(true)
            .plan("scores of a training step", Parameters.slots(network));
  }

  /**
   * The slot of the logits, after their activation where they have one, in every plan over this
   * network and batch.
   */
  public static Slot<float[]> logits(Network network, int batch) {
    return Slot.floats("Z", batch, network.classes());
  }

  /** The slot of the factors that a hidden layer, from 1, is dropped by. */
  public static Slot<float[]> mask(int layer, int batch, int units) {
    return Slot.floats("mask" + layer, batch, units);
  }

  /** The slot of a hidden layer's output after that. */
  public static Slot<float[]> dropped(int layer, int batch, int units) {
    return Slot.floats("H" + layer + "_dropped", batch, units);
  }

  /** The slot a gradient step leaves a parameter's gradient in. */
  public static Slot<float[]> gradientOf(Slot<float[]> parameter) {
    return Slot.floats("d" + parameter.name(), parameter.rows(), parameter.cols());
  }
}
