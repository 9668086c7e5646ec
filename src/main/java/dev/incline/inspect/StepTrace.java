package dev.incline.inspect;

import dev.incline.backend.Backend;
import dev.incline.data.NpyArray;
import dev.incline.model.Activation;
import dev.incline.model.Draw;
import dev.incline.model.Recipe;
import dev.incline.model.Weights;
import dev.incline.plan.Epilogue;
import dev.incline.plan.MatMul;
import dev.incline.plan.Multiply;
import dev.incline.plan.Parameters;
import dev.incline.plan.Planner;
import dev.incline.plan.Slot;
import dev.incline.plan.SoftmaxCrossEntropy;
import dev.incline.plan.Tensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every tensor of one training step, by the names of the mathematics, for L layers:
 *
 * <pre>
 *   X, y                      inputs [batch x in], labels [batch]
 *   W1, b1, W2, ...           before the step
 *   Z1 = X W1 + b1            H1 = act(Z1)      Z2 = H1 W2 + b2  ...
 *   Z = the last layer's sum  R = ReLU(Z), only where the logits have one
 *   mask1 = 0 or 1/(1 - P)    H1_dropped = H1 x mask1, which Z2 is taken of: only with dropout
 *   class_weights = w         of each class: only where there are any
 *   S = softmax(Z or R)       losses = -w[y] log S[y], loss their mean, prediction
 *   dR = w[y] (S - onehot(y)) / batch, only with R
 *   dZ                        dH1 = dZ W2ᵀ      dZ1 = dH1 x act'(Z1)
 *   dH1_dropped = dZ W2ᵀ      dH1 = dH1_dropped x mask1, with dropout
 *   dW1 = Xᵀ dZ1              db1 = column sums of dZ1  ...   without L2
 *   W1_new = (1 - lr l2) W1 - lr dW1            b1_new = b1 - lr db1  ...   of sgd
 *   V1, vb1, ...              before the step, of an optimizer that keeps them; V1_new, ... after
 * </pre>
 *
 * <p>All is the device's own, in float32, but for S, which no step ever stores: it is taken from
 * the logits in double precision; and for loss, which is summed in double precision.
 */
public final class StepTrace {
  private final SingleStep step;
  private final Recipe recipe;
  private final int last;
  private final boolean logitRelu;
  private final Map<String, NpyArray> tensors = new LinkedHashMap<>();

  private StepTrace(SingleStep step, Recipe recipe) {
    this.step = step;
    this.recipe = recipe;
    this.last = step.network.layers().size() - 1;
    this.logitRelu = step.network.last().activation() == Activation.RELU;
  }

  /**
   * Takes steps one after another. The names of the second begin with {@code 2/}, and so on.
   *
   * @param backend is left with the updated weights
   * @param batches of the same number of rows, of as many features as the network has inputs, their
   *     labels below its classes
   * @param rates of the steps, from the first; what the optimizer keeps starts as zeros all the
   *     same
   * @param draw of the first row of the first step; the others follow on it in the same epoch
   * @param masks tensors of another program: where it gives the masks of its steps, these count
   */
  public static Map<String, NpyArray> of(
      Backend backend,
      Weights weights,
      List<Batch> batches,
      StepRates rates,
      Draw draw,
      Map<String, NpyArray> masks) {
    Recipe recipe = rates.recipe();
    Draw next = draw;
    Map<String, NpyArray> all = new LinkedHashMap<>();
    Tensors now = Planner.initialState(weights, recipe.optimizer());
    for (int step = 1; step <= batches.size(); step++) {
      String place = place(step);
      Batch batch = batches.get(step - 1);
      Tensors given = GivenMasks.of(weights.network(), batch.rows(), recipe, place, masks);
      SingleStep single =
          new SingleStep(backend, weights.network(), now, batch, recipe, next, given);
      StepTrace trace = new StepTrace(single, recipe);
      trace.keepAll(now, batch, step, rates.of(step - 1));
      next = next.plus(batch.rows());
      trace.tensors.forEach((name, tensor) -> all.put(place + name, tensor));
      now = backend.read(now.slots());
    }
    return all;
  }

  /** What the names of a step begin with: nothing for the first. */
  static String place(int step) {
    return step == 1 ? "" : step + "/";
  }

  private void keepAll(Tensors state, Batch batch, int number, double rate) {
    step.gradient();
    keep("X", step.x());
    tensors.put("y", NpyArray.of(batch.labels(), batch.rows()));
    keep(state, "");
    if (recipe.classWeights().exist()) {
      int classes = step.network.classes();
      float[] weights = step.backend.read(step.source.classWeights(classes));
      tensors.put("class_weights", NpyArray.of(weights, classes));
    }
    forward();
    loss();
    backward();
    step.train(number - 1, rate);
    keep(step.backend.read(state.slots()), "_new");
  }

  /** Sums before their activation are in no plan of training, so they are taken once more. */
  private void forward() {
    Slot<float[]> input = step.x();
    for (int l = 0; l <= last; l++) {
      Parameters p = Parameters.of(step.network).get(l);
      Slot<float[]> out = output(l);
      Slot<float[]> sum = Slot.floats("trace.Z" + (l + 1), step.batch, out.cols());
      Epilogue bias = new Epilogue.Forward(p.bias(), Activation.IDENTITY);
      step.run(new MatMul(input, p.weight(), sum, false, false, 1, 0, bias));
      keep(l == last ? "Z" : "Z" + (l + 1), sum);
      if (l < last || logitRelu) {
        keep(l == last ? "R" : "H" + (l + 1), out);
      }
      input = l < last ? dropped(l + 1, out) : out;
    }
  }

  /** What the next layer takes of the output of a hidden layer, from 1. */
  private Slot<float[]> dropped(int layer, Slot<float[]> out) {
    if (recipe.dropout(layer) == 0) {
      return out;
    }
    Slot<float[]> dropped = Planner.dropped(layer, step.batch, out.cols());
    keep("mask" + layer, Planner.mask(layer, step.batch, out.cols()));
    keep(dropped.name(), dropped);
    return dropped;
  }

  private void loss() {
    float[] logits = step.backend.read(output(last));
    tensors.put(
        "S",
        NpyArray.of(softmax(logits, step.network.classes()), step.batch, step.network.classes()));
    float[] losses = step.backend.read(step.source.loss());
    double sum = 0;
    for (float loss : losses) {
      sum += loss;
    }
    tensors.put("losses", NpyArray.of(losses, step.batch));
    tensors.put("loss", NpyArray.of(new double[] {sum / step.batch}));
    tensors.put("prediction", NpyArray.of(step.backend.read(step.source.prediction()), step.batch));
  }

  private void backward() {
    Slot<float[]> dz = Slot.floats("dZ", step.batch, step.network.classes());
    if (logitRelu) {
      Slot<float[]> ungated = Slot.floats("trace.dR", dz.rows(), dz.cols());
      step.run(
          new SoftmaxCrossEntropy(
              output(last),
              step.source.labels(),
              step.source.order(),
              recipe.classWeights().exist()
                  ? step.source.classWeights(step.network.classes())
                  : null,
              ungated,
              Activation.IDENTITY,
              1f / step.batch,
              step.source.loss(),
              step.source.prediction()));
      keep("dR", ungated);
    }
    keep("dZ", dz);
    for (int l = last; l > 0; l--) {
      // The plan's dH is taken times the activation's derivative already: that is dZ of its layer.
      Slot<float[]> next = Slot.floats("dH" + l, step.batch, step.network.layers().get(l).inputs());
      Slot<float[]> product = Slot.floats("trace.dH" + l, next.rows(), next.cols());
      Slot<float[]> weight = Parameters.of(step.network).get(l).weight();
      step.run(new MatMul(dz, weight, product, false, true, 1, 0, Epilogue.NONE));
      if (recipe.dropout(l) > 0) {
        keep("dH" + l + "_dropped", product);
        step.run(new Multiply(product, Planner.mask(l, step.batch, next.cols()), product));
      }
      keep("dH" + l, product);
      keep("dZ" + l, next);
      dz = next;
    }
    for (Slot<float[]> p : Parameters.slots(step.network)) {
      tensors.put("d" + p.name(), array(p, step.backend.read(Planner.gradientOf(p))));
    }
  }

  /** The slot of a layer's output, after its activation. */
  private Slot<float[]> output(int layer) {
    return layer == last
        ? Planner.logits(step.network, step.batch)
        : Slot.floats("H" + (layer + 1), step.batch, step.network.layers().get(layer).outputs());
  }

  private void keep(String name, Slot<float[]> slot) {
    tensors.put(name, NpyArray.of(step.backend.read(slot), slot.rows(), slot.cols()));
  }

  private void keep(Tensors values, String ending) {
    values.values().forEach((slot, array) -> tensors.put(slot.name() + ending, array(slot, array)));
  }

  /** [cols] of a vector, [rows x cols] of a matrix. */
  public static NpyArray array(Slot<float[]> slot, float[] values) {
    return slot.isVector()
        ? NpyArray.of(values, slot.cols())
        : NpyArray.of(values, slot.rows(), slot.cols());
  }

  /** Row by row, in double precision, then rounded to float. */
  private static float[] softmax(float[] logits, int classes) {
    float[] s = new float[logits.length];
    for (int start = 0; start < s.length; start += classes) {
      double max = Double.NEGATIVE_INFINITY;
      for (int j = start; j < start + classes; j++) {
        max = Math.max(max, logits[j]);
      }
      double sum = 0;
      for (int j = start; j < start + classes; j++) {
        sum += Math.exp(logits[j] - max);
      }
      for (int j = start; j < start + classes; j++) {
        s[j] = (float) (Math.exp(logits[j] - max) / sum);
      }
    }
    return s;
  }
}
