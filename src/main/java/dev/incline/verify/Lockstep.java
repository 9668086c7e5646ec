package dev.incline.verify;

import dev.incline.backend.Backend;
import dev.incline.backend.Executable;
import dev.incline.model.ClassWeights;
import dev.incline.model.Draw;
import dev.incline.model.Initializer;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.model.Weights;
import dev.incline.plan.Op;
import dev.incline.plan.Plan;
import dev.incline.plan.Planner;
import dev.incline.plan.Slot;
import dev.incline.plan.Source;
import dev.incline.verify.Verification.Task;
import dev.incline.wording.Phrase;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * Whole training steps of a network, on made-up rows. First op by op: both sides start each op from
 * the reference's memory, so that a difference is pinned to the op that made it. Then as a whole:
 * the compiled step, replayed over full batches and a shorter last one, must leave the same state
 * as the reference did.
 *
 * @param steps of whole batches
 * @param rest rows of the last batch; 0 for none
 * @param rows that it trains on
 */
record Lockstep(
    Network network,
    int batch,
    int steps,
    int rest,
    Recipe recipe,
    MadeUpRows rows,
    Backend device,
    Backend reference) {
  /**
   * A few steps from the same weights drift apart by rounding alone at most this far, relative to
   * the largest value.
   */
  private static final double DRIFT = 1e-4;

  /** The same by another recipe. */
  Lockstep by(Recipe other) {
    return new Lockstep(network, batch, steps, rest, other, rows, device, reference);
  }

  /** The same over rows of numbers. */
  Lockstep overNumbers() {
    return new Lockstep(network, batch, steps, rest, recipe, MadeUpRows.NUMBERS, device, reference);
  }

  private Source source() {
    String name = Phrase.of("%s batch %d", network, batch);
    return rows.source(name, network.inputs(), batch * steps + rest);
  }

  /**
   * Each op of a step by itself.
   *
   * @param recipe as {@link #asAWhole} has it
   */
  Task opByOp(String recipe) {
    return task(network + ", op by op" + recipe, this::compareOps);
  }

  /**
   * Steps replayed one after another.
   *
   * @param recipe its name, after a comma; empty where it is the usual one
   */
  Task asAWhole(String recipe) {
    return task(network + ", whole steps" + recipe, this::compareWhole);
  }

  /** Loss and prediction of every row, as scoring asks for them: all batches at once. */
  Task evaluation() {
    String kind = String.format(Locale.ROOT, "%s, scoring %,d rows", network, steps * batch + rest);
    return task(kind, this::evaluation);
  }

  /** A comparison that leaves no memory taken. */
  private Task task(String kind, Function<String, Finding> compare) {
    return new Task(
        kind,
        () -> {
          Finding found = compare.apply(kind);
          device.release(slots());
          reference.release(slots());
          return found;
        });
  }

  private Set<Slot<?>> slots() {
    Set<Slot<?>> slots = new HashSet<>();
    for (int rows : rest > 0 ? List.of(batch, rest) : List.of(batch)) {
      slots.addAll(trainingStep(rows).slots());
      slots.addAll(Planner.evaluation(network, source(), rows).slots());
    }
    return slots;
  }

  private Finding compareOps(String kind) {
    load(device);
    load(reference);
    Plan plan = trainingStep(batch);
    Finding all = new Finding(kind, 0, 0, 0, 0, "");
    for (Op op : plan.ops()) {
      Plan single = Plan.of(op);
      Map<Slot<?>, Object> before = Verification.synchronise(single, device, reference);
      Verification.run(device, single, 0);
      Verification.run(reference, single, 0);
      all = all.and(SlotComparison.of(all.kind(), op, before, device, reference));
    }
    return all;
  }

  private Finding compareWhole(String kind) {
    Source source = source();
    load(device);
    load(reference);
    replay(device, this::trainingStep);
    replay(reference, this::trainingStep);
    double difference =
        relativeDifference(device.read(source.loss()), reference.read(source.loss()));
    boolean equal =
        SlotComparison.sameBits(device.read(source.loss()), reference.read(source.loss()));
    for (Slot<float[]> slot : Planner.state(network, recipe.optimizer())) {
      float[] ours = device.read(slot);
      float[] truth = reference.read(slot);
      equal &= SlotComparison.sameBits(ours, truth);
      difference = Math.max(difference, relativeDifference(ours, truth));
    }
    return new Finding(
        kind, 1, equal ? 1 : 0, 0, difference / DRIFT, equal ? "" : "losses or final state");
  }

  private Finding evaluation(String kind) {
    Source source = source();
    load(device);
    load(reference);
    replay(device, rows -> Planner.evaluation(network, source, rows));
    replay(reference, rows -> Planner.evaluation(network, source, rows));
    float[] ours = device.read(source.loss());
    float[] truth = reference.read(source.loss());
    boolean equal =
        SlotComparison.sameBits(ours, truth)
            && Arrays.equals(device.read(source.prediction()), reference.read(source.prediction()));
    double ofBound = relativeDifference(ours, truth) / DRIFT;
    return new Finding(kind, 1, equal ? 1 : 0, 0, ofBound, equal ? "" : "losses or predictions");
  }

  private static double relativeDifference(float[] ours, float[] truth) {
    double largest = Double.MIN_NORMAL;
    double difference = 0;
    for (int i = 0; i < truth.length; i++) {
      largest = Math.max(largest, Math.abs((double) truth[i]));
      double here = Math.abs((double) ours[i] - truth[i]);
      difference = Double.isNaN(here) ? Double.POSITIVE_INFINITY : Math.max(difference, here);
    }
    return difference / largest;
  }

  private Plan trainingStep(int rows) {
    return Planner.trainingStep(network, source(), rows, recipe);
  }

  /**
   * All whole batches in one go, then the rest.
   *
   * @param step the plan over so many rows
   */
  private void replay(Backend backend, IntFunction<Plan> step) {
    try (Executable whole = backend.compile(step.apply(batch))) {
      whole.run(0, steps, batch);
    }
    if (rest > 0) {
      Verification.run(backend, step.apply(rest), steps * batch);
    }
  }

  /** Made up, like the rows; none where the recipe has none. */
  private ClassWeights classWeights(Random random) {
    return recipe.classWeights().exist()
        ? new ClassWeights(false, random.doubles(network.classes(), 0.5, 2).boxed().toList())
        : ClassWeights.NONE;
  }

  private void load(Backend backend) {
    Source source = source();
    Random random = new Random(7);
    rows.write(backend, source, network.classes(), random);
    Weights weights = new Initializer(Initializer.Kind.NORMAL, 0.1).draw(network, 11);
    backend.write(Planner.initialState(weights, recipe.optimizer()));
    double[] rates = new double[rest > 0 ? steps + 1 : steps];
    Arrays.setAll(rates, step -> recipe.learningRate() * (1 - step / (2.0 * rates.length)));
    if (recipe.drops()) {
      backend.write(source.draw(), new Draw(5, 2, 3).words());
    }
    backend.write(source.scalars(recipe.with(classWeights(random)), 0, rates, batch));
  }
}
