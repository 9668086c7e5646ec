package dev.incline.plan;

import dev.incline.model.Adam;
import dev.incline.model.Momentum;
import dev.incline.model.Network;
import dev.incline.model.Optimizer;
import dev.incline.model.Recipe;
import dev.incline.model.Sgd;
import dev.incline.model.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;

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
    return recipe.optimizer().accept(new TrainingStep(network, source, batch, recipe));
  }

  /** The steps of training, by optimizer. */
  private record TrainingStep(Network network, Source source, int batch, Recipe recipe)
      implements Optimizer.Visitor<Plan> {
    @Override
    public Plan visit(Sgd sgd) {
      return recipe.fixesRate()
          ? fused(sgd)
          : updated(
              sgd,
              (parameter, scalars) ->
                  new SgdUpdate(
                      gradientOf(parameter),
                      parameter,
                      scalars,
                      parameter.isVector() ? 0 : (float) sgd.l2()));
    }

    /** W = (1 - lr · l2) W - lr · dW, b = b - lr · db, as the epilogue of the gradient. */
    private Plan fused(Sgd sgd) {
      double lr = sgd.learningRate();
      return forward()
          .updates((float) -lr, (float) (1 - lr * sgd.l2()))
          .plan("training step", state(network, sgd));
    }

    @Override
    public Plan visit(Momentum optimizer) {
      return updated(
          optimizer,
          (parameter, scalars) ->
              new MomentumUpdate(
                  gradientOf(parameter),
                  kept("V", parameter),
                  parameter,
                  scalars,
                  (float) optimizer.momentum(),
                  parameter.isVector() ? 0 : (float) optimizer.l2(),
                  optimizer.nesterov()));
    }

    @Override
    public Plan visit(Adam optimizer) {
      return updated(
          optimizer,
          (parameter, scalars) -> {
            boolean regularised = !parameter.isVector();
            return new AdamUpdate(
                gradientOf(parameter),
                kept("M", parameter),
                kept("S", parameter),
                parameter,
                scalars,
                (float) (1 - optimizer.beta1()),
                (float) (1 - optimizer.beta2()),
                (float) optimizer.epsilon(),
                regularised && !optimizer.decoupled() ? (float) optimizer.l2() : 0,
                regularised && optimizer.decoupled());
          });
    }

    /**
     * All gradients into slots of their own, then an op for each parameter.
     *
     * @param update of a parameter, by the scalars of the step
     */
    private Plan updated(Optimizer optimizer, BiFunction<Slot<float[]>, Slot<float[]>, Op> update) {
      Slot<float[]> scalars = source.scalars(optimizer.scalars(0, optimizer.learningRate()).length);
      StepBuilder step = forward().gradients();
      Parameters.slots(network).forEach(parameter -> step.add(update.apply(parameter, scalars)));
      List<Slot<?>> given = new ArrayList<>(state(network, optimizer));
      given.add(scalars);
      return step.plan("training step", given);
    }

    private StepBuilder forward() {
      return new StepBuilder(network, source, batch, recipe).forward(true);
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

  /** Loss and its gradient, without L2, into dW1, db1, dW2, ...; no parameter changes. */
  public static Plan gradientStep(Network network, Source source, int batch) {
    return gradientStep(network, source, batch, Recipe.STANDARD);
  }

  /** The same with all of a recipe but its optimizer. */
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
