package dev.incline.inspect;

import dev.incline.backend.Backend;
import dev.incline.backend.Executable;
import dev.incline.model.Draw;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.plan.DropoutMask;
import dev.incline.plan.Op;
import dev.incline.plan.Plan;
import dev.incline.plan.Planner;
import dev.incline.plan.Slot;
import dev.incline.plan.Source;
import dev.incline.plan.Tensors;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
  private final Recipe recipe;
  private final Set<Slot<?>> given = new HashSet<>(); // what a step computes, but is there already

  /**
   * Writes state and batch.
   *
   * @param draw of the first row
   * @param masks that count in the place of those drawn
   */
  SingleStep(
      Backend backend,
      Network network,
      Tensors state,
      Batch batch,
      Recipe recipe,
      Draw draw,
      Tensors masks) {
    this.backend = backend;
    this.network = network;
    this.batch = batch.rows();
    this.recipe = recipe;
    this.source = batch.source();
    backend.write(state);
    batch.write(backend);
    writeScalars(0, recipe.learningRate());
    if (recipe.drops()) {
      backend.write(source.draw(), draw.words());
      backend.write(masks);
      given.addAll(masks.slots());
    }
  }

  private void writeScalars(int number, double rate) {
    backend.write(source.scalars(recipe, number, new double[] {rate}, batch));
  }

  /** The inputs. */
  Slot<float[]> x() {
    return Slot.floats("X", batch, network.inputs());
  }

  /** Loss, prediction and gradient, and all between. */
  void gradient() {
    for (Op op : withoutGiven(gradientStep()).ops()) {
      run(op);
    }
  }

  private Plan gradientStep() {
    return Planner.gradientStep(network, source, batch, recipe);
  }

  /** The masks of its hidden layers. */
  Tensors masks() {
    Map<Slot<float[]>, float[]> masks = new LinkedHashMap<>();
    for (Op op : gradientStep().ops()) {
      if (op instanceof DropoutMask drawn) {
        run(op);
        masks.put(drawn.mask(), backend.read(drawn.mask()));
      }
    }
    return new Tensors(masks);
  }

  void run(Op op) {
    run(Plan.of(op));
  }

  /**
   * The step as training runs it.
   *
   * @param number from 0: how many the optimizer has taken
   * @param rate its learning rate
   */
  void train(int number, double rate) {
    writeScalars(number, rate);
    run(withoutGiven(Planner.trainingStep(network, source, batch, recipe)));
  }

  private void run(Plan plan) {
    try (Executable compiled = backend.compile(plan)) {
      compiled.run(0);
    }
  }

  /** The same plan over the masks that are there already. */
  private Plan withoutGiven(Plan plan) {
    List<Op> ops = new ArrayList<>(plan.ops());
    ops.removeIf(op -> given.containsAll(op.writes()));
    Set<Slot<?>> before = new HashSet<>(plan.given());
    before.addAll(given);
    return new Plan(plan.name(), before, ops);
  }
}
