package dev.incline.inspect;

import dev.incline.backend.Backend;
import dev.incline.backend.Executable;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.plan.GatherRows;
import dev.incline.plan.Op;
import dev.incline.plan.Plan;
import dev.incline.plan.Planner;
import dev.incline.plan.Slot;
import dev.incline.plan.Source;
import dev.incline.plan.Tensors;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * One step on one batch in a device's memory. The gradient's ops run one by one: so each leaves its
 * result in memory, where a device that runs the step as a whole may keep it to itself. The
 * contract gives both the same bits.
 */
final class SingleStep {
  final Backend backend;
  final Network network;
  final int batch;
  final Source source;
  private final boolean gathers;

  /** Writes state and batch. */
  SingleStep(Backend backend, Network network, Tensors state, Batch batch) {
    this.backend = backend;
    this.network = network;
    this.batch = batch.rows();
    this.source = Source.of("batch", batch.rows(), batch.features(), batch.rows());
    this.gathers = batch.pixels() != null;
    backend.write(state);
    backend.write(source.labels(), batch.labels());
    backend.write(source.order(), IntStream.range(0, batch.rows()).toArray());
    if (batch.pixels() != null) {
      backend.write(source.images(), batch.pixels());
    } else {
      backend.write(x(), batch.x());
    }
  }

  /** The inputs. */
  Slot<float[]> x() {
    return Slot.floats("X", batch, network.inputs());
  }

  /** Loss, prediction and gradient, and all between. */
  void gradient() {
    for (Op op : withoutGather(Planner.gradientStep(network, source, batch)).ops()) {
      run(op);
    }
  }

  void run(Op op) {
    run(Plan.of(op));
  }

  /**
   * The step as training runs it.
   *
   * @param number from 0
   */
  void train(Recipe recipe, int number) {
    double[] rates = {recipe.learningRate()};
    backend.write(source.scalars(recipe, number, rates, batch));
    run(withoutGather(Planner.trainingStep(network, source, batch, recipe)));
  }

  private void run(Plan plan) {
    try (Executable compiled = backend.compile(plan)) {
      compiled.run(0);
    }
  }

  /** The same plan; over an X that is there already where it was given as floats. */
  private Plan withoutGather(Plan plan) {
    if (gathers) {
      return plan;
    }
    List<Op> ops = new ArrayList<>(plan.ops());
    ops.removeIf(GatherRows.class::isInstance);
    Set<Slot<?>> given = new HashSet<>(plan.given());
    given.add(x());
    return new Plan(plan.name(), given, ops);
  }
}
