package dev.incline.plan;

import dev.incline.model.Activation;
import dev.incline.model.Layer;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A plan being written, front to back. */
final class StepBuilder {
  private final Network network;
  private final Source source;
  private final int batch;
  private final List<Parameters> parameters;
  private final List<Slot<float[]>> inputs = new ArrayList<>(); // of each layer
  private final List<Slot<float[]>> outputs = new ArrayList<>(); // likewise, nothing dropped
  private final Slot<float[]> dLogits;
  private final List<Slot<?>> given = new ArrayList<>(); // beside rows and state
  private final Recipe recipe;
  private final List<Op> ops = new ArrayList<>();

  StepBuilder(Network network, Source source, int batch, Recipe recipe) {
    this.recipe = recipe;
    this.network = network;
    this.source = source;
    this.batch = batch;
    this.parameters = Parameters.of(network);
    this.dLogits = Slot.floats("dZ", batch, network.classes());
  }

  StepBuilder forward(boolean withGradient) {
    Slot<float[]> x = Slot.floats("X", batch, network.inputs());
    ops.add(source.gather(x));
    int last = network.layers().size() - 1;
    for (int l = 0; l <= last; l++) {
      Layer layer = network.layers().get(l);
      Parameters p = parameters.get(l);
      Slot<float[]> out =
          l == last
              ? Planner.logits(network, batch)
              : Slot.floats("H" + (l + 1), batch, layer.outputs());
      Epilogue epilogue = new Epilogue.Forward(p.bias(), layer.activation());
      ops.add(new MatMul(x, p.weight(), out, false, false, 1, 0, epilogue));
      inputs.add(x);
      outputs.add(out);
      x = l == last ? out : dropping(l + 1, out);
    }
    ops.add(
        new SoftmaxCrossEntropy(
            x,
            source.labels(),
            source.order(),
            classWeights(),
            withGradient ? dLogits : null,
            network.last().activation(),
            1f / batch,
            source.loss(),
            source.prediction()));
    return this;
  }

  /** What the next layer takes of the output of a hidden layer, from 1. */
  private Slot<float[]> dropping(int layer, Slot<float[]> out) {
    double rate = recipe.dropout(layer);
    if (rate == 0) {
      return out;
    }
    Slot<float[]> mask = Planner.mask(layer, out.rows(), out.cols());
    Slot<float[]> dropped = Planner.dropped(layer, out.rows(), out.cols());
    ops.add(new DropoutMask(source.draw(), mask, layer, rate, source.order().size()));
    ops.add(new Multiply(out, mask, dropped));
    given.add(source.draw());
    return dropped;
  }

  private @Nullable Slot<float[]> classWeights() {
    if (!recipe.classWeights().exist()) {
      return null;
    }
    Slot<float[]> weights = source.classWeights(network.classes());
    given.add(weights);
    return weights;
  }

  /**
   * W = weightBeta · W + alpha · dW and b = biasBeta · b + alpha · db, in place; or into slots of
   * their own.
   */
  StepBuilder backward(float alpha, float weightBeta, float biasBeta, boolean intoGradientSlots) {
    List<Slot<float[]>> dz = new ArrayList<>(); // of each layer, the last first
    dz.add(dLogits);
    int last = network.layers().size() - 1;
    for (int l = last; l > 0; l--) {
      Slot<float[]> input = inputs.get(l);
      Slot<float[]> dInput = Slot.floats("dH" + l, batch, input.cols());
      Activation activation = network.layers().get(l - 1).activation();
      Epilogue derivative =
          activation == Activation.IDENTITY
              ? Epilogue.NONE
              : new Epilogue.Gradient(activation, outputs.get(l - 1));
      ops.add(
          new MatMul(
              dz.get(last - l), parameters.get(l).weight(), dInput, false, true, 1, 0, derivative));
      if (recipe.dropout(l) > 0) {
        ops.add(new Multiply(dInput, Planner.mask(l, batch, input.cols()), dInput));
      }
      dz.add(dInput);
    }
    for (int l = last; l >= 0; l--) {
      Slot<float[]> weight = parameters.get(l).weight();
      Slot<float[]> bias = parameters.get(l).bias();
      Slot<float[]> target = intoGradientSlots ? Planner.gradientOf(weight) : weight;
      ops.add(
          new MatMul(
              inputs.get(l),
              dz.get(last - l),
              target,
              true,
              false,
              alpha,
              weightBeta,
              Epilogue.NONE));
      if (bias != null) {
        Slot<float[]> biasTarget = intoGradientSlots ? Planner.gradientOf(bias) : bias;
        ops.add(new ColumnSums(dz.get(last - l), biasTarget, alpha, biasBeta));
      }
    }
    return this;
  }

  /** Adds an op at the end. */
  void add(Op op) {
    ops.add(op);
  }

  /**
   * The plan so far.
   *
   * @param held what is in memory before it, beside rows and draw
   */
  Plan plan(String name, Collection<? extends Slot<?>> held) {
    Set<Slot<?>> before = new HashSet<>(Set.of(source.inputs(), source.labels(), source.order()));
    before.addAll(held);
    before.addAll(given);
    return new Plan(name + ", " + network + ", batch " + batch, before, ops);
  }
}
