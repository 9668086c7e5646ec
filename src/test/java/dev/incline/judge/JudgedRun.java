package dev.incline.judge;

import dev.incline.backend.Backend;
import dev.incline.backend.Executable;
import dev.incline.model.Recipe;
import dev.incline.model.Sgd;
import dev.incline.plan.Parameters;
import dev.incline.plan.Plan;
import dev.incline.plan.Planner;
import dev.incline.plan.Slot;
import dev.incline.plan.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a backend made of a case: the side that is judged.
 *
 * @param order the rows it took
 * @param losses per sample, in the order
 * @param predictions as losses
 * @param matrices per layer: gradients of a gradient run, final weights of an epoch
 * @param biases as matrices; empty for a layer without
 * @param reportedLoss of the epoch
 */
record JudgedRun(
    int[] order,
    float[] losses,
    int[] predictions,
    List<float[]> matrices,
    List<float[]> biases,
    double reportedLoss) {
  static final double LR = 0.5;
  static final double L2 = 0.05;

  /** The gradient of the first batch. */
  static JudgedRun gradient(Backend backend, JudgedCase judged, Behaviour behaviour) {
    int[] order = behaviour.order(judged);
    judged.load(backend, order);
    Plan plan =
        Planner.gradientStep(judged.network(), judged.source(), judged.batch(), Recipe.STANDARD);
    behaviour.compile(backend, plan).run(0);
    return read(backend, judged, order, behaviour, true);
  }

  /** A whole epoch of training steps. */
  static JudgedRun epoch(Backend backend, JudgedCase judged, Behaviour behaviour) {
    int[] order = behaviour.order(judged);
    judged.load(backend, order);
    int batch = judged.batch();
    int rest = order.length % batch;
    Executable step = behaviour.compile(backend, step(judged, batch));
    for (int cursor = 0; cursor + batch <= order.length; cursor += batch) {
      step.run(cursor);
    }
    if (rest > 0 && behaviour.keepsLastBatch()) {
      behaviour.compile(backend, step(judged, rest)).run(order.length - rest);
    }
    return read(backend, judged, order, behaviour, false);
  }

  private static Plan step(JudgedCase judged, int batch) {
    return Planner.trainingStep(
        judged.network(), judged.source(), batch, Recipe.of(new Sgd(LR, L2)));
  }

  private static JudgedRun read(
      Backend backend, JudgedCase judged, int[] order, Behaviour behaviour, boolean gradients) {
    List<float[]> matrices = new ArrayList<>();
    List<float[]> biases = new ArrayList<>();
    for (Parameters p : Parameters.of(judged.network())) {
      Slot<float[]> bias = p.bias();
      matrices.add(backend.read(gradients ? Planner.gradientOf(p.weight()) : p.weight()));
      biases.add(
          bias == null ? new float[0] : backend.read(gradients ? Planner.gradientOf(bias) : bias));
    }
    Source source = judged.source();
    float[] losses = backend.read(source.loss());
    int[] predictions = backend.read(source.prediction());
    double reported = behaviour.reportedLoss(losses, matrices, L2);
    return new JudgedRun(order, losses, predictions, matrices, biases, reported);
  }

  /** The rows it took, ascending. */
  int[] sortedRows() {
    return IntStream.of(order).sorted().toArray();
  }
}
