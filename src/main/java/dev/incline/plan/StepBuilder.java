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
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A plan being written, front to back. */
final class StepBuilder {
  private final Network network;
  private final Source source;
  private final int batch; // rows that it takes
  private final Shards shards; // of the whole batch
  private final int from; // the first shard that it takes
  private final int to; // behind the last one
  private final List<Parameters> parameters;
  private final List<Slot<float[]>> inputs = new ArrayList<>(); // of each layer
  private final List<Slot<float[]>> outputs = new ArrayList<>(); // likewise, nothing dropped
  private final Slot<float[]> dLogits;
  private final List<Slot<float[]>> dz = new ArrayList<>(); // of each layer, the last first
  private final List<Slot<?>> given = new ArrayList<>(); // beside rows and state
  private final Recipe recipe;
  private final List<Op> ops = new ArrayList<>();

  /** Of all shards. */
  StepBuilder(Network network, Source source, int batch, Recipe recipe) {
    this(new TrainingStep(network, source, batch, recipe), 0, 1);
  }

  /** Of the shards of a rank. */
  StepBuilder(TrainingStep step, int rank, int ranks) {
    int each = step.recipe().shards() / ranks;
    this.recipe = step.recipe();
    this.network = step.network();
    this.source = step.source();
    this.shards = step.shards();
    this.from = rank * each;
    this.to = from + each;
    this.batch = step.rows(rank, ranks);
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
            1f / shards.rows(),
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

  /** The gradients of all parameters, by shards, into slots of their own. */
  StepBuilder gradients() {
    backward();
    sum(from, to, Planner::gradientOf, 0);
    return this;
  }

  /** W = weightBeta · W + alpha · dW and b = b + alpha · db, in place. */
  StepBuilder updates(float alpha, float weightBeta) {
    backward();
    gradients(0, batch, parameter -> parameter, alpha, weightBeta, 1);
    return this;
  }

  /** dZ of each layer, before any parameter changes. */
  private void backward() {
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
  }

  /**
   * The gradients' sum over the shards from {@code low} to before {@code high}: sum(low, middle) +
   * sum(middle, high). A single shard is added where it is made; what is empty is left out.
   *
   * @param into the slot of a parameter's
   * @param beta 1 where a single shard adds to what is there
   */
  private void sum(int low, int high, UnaryOperator<Slot<float[]>> into, float beta) {
    if (high - low == 1) {
      int base = shards.first(from);
      gradients(shards.first(low) - base, shards.first(high) - base, into, 1, beta, beta);
      return;
    }
    int middle = (low + high) / 2;
    sum(low, middle, into, 0);
    if (shards.isEmptyFrom(middle)) {
      return;
    }
    if (high - middle == 1) {
      sum(middle, high, into, 1);
      return;
    }
    UnaryOperator<Slot<float[]>> right = parameter -> partOf(parameter, high - middle);
    sum(middle, high, right, 0);
    for (Slot<float[]> parameter : Parameters.slots(network)) {
      ops.add(new Add(right.apply(parameter), into.apply(parameter)));
    }
  }

  /** The slot of a gradient's sum over so many shards, until it is added to that of others. */
  private static Slot<float[]> partOf(Slot<float[]> parameter, int shards) {
    Slot<float[]> whole = Planner.gradientOf(parameter);
    return Slot.floats(whole.name() + "@" + shards, whole.rows(), whole.cols());
  }

  /** Those of the rows from {@code first} to before {@code end}. */
  private void gradients(
      int first,
      int end,
      UnaryOperator<Slot<float[]>> into,
      float alpha,
      float weightBeta,
      float biasBeta) {
    int last = network.layers().size() - 1;
    int rows = end - first;
    for (int l = last; l >= 0; l--) {
      Slot<float[]> weight = into.apply(parameters.get(l).weight());
      Slot<float[]> x = inputs.get(l);
      Slot<float[]> slope = dz.get(last - l);
      ops.add(
          new MatMul(x, slope, weight, true, false, first, rows, alpha, weightBeta, Epilogue.NONE));
      Slot<float[]> bias = parameters.get(l).bias();
      if (bias != null) {
        ops.add(new ColumnSums(slope, into.apply(bias), first, rows, alpha, biasBeta));
      }
    }
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
