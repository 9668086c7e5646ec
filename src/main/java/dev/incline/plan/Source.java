package dev.incline.plan;

import dev.incline.model.Optimizer;
import dev.incline.model.Recipe;
import java.util.Map;

/**
 * The slots a step reads samples from and writes their results to. Two sources may share images and
 * labels: the training and the validation rows of one file differ in their order only.
 *
 * @param images [rows x D] unsigned bytes
 * @param labels [rows x 1] unsigned bytes
 * @param order [1 x samples] row numbers; a step at cursor c takes positions c, c + 1, ...
 * @param loss [1 x samples] one loss per sample, at its position in order
 * @param prediction [1 x samples] one class per sample, at its position in order
 */
public record Source(
    Slot<byte[]> images,
    Slot<byte[]> labels,
    Slot<int[]> order,
    Slot<float[]> loss,
    Slot<int[]> prediction) {

  /**
   * A source of its own: {@code samples} positions over a file of {@code rows} rows of {@code
   * features} pixels.
   */
  public static Source of(String name, int rows, int features, int samples) {
    return new Source(
        Slot.bytes(name + ".images", rows, features),
        Slot.bytes(name + ".labels", rows, 1),
        Slot.ints(name + ".order", 1, samples),
        Slot.floats(name + ".loss", 1, samples),
        Slot.ints(name + ".prediction", 1, samples));
  }

  /**
   * What changes from step to step: a step at cursor c reads column c.
   *
   * @param count numbers of a step, at least 1
   * @return [count x samples]
   */
  Slot<float[]> scalars(int count) {
    return Slot.floats(order.name() + ".scalars", count, order.size());
  }

  /**
   * A recipe's scalars for every step of the order; none where its steps are all alike.
   *
   * @param first step, from 0 over all epochs
   * @param rates learning rate of each step
   * @param batch rows of a step; the last one may have fewer
   */
  public Tensors scalars(Recipe recipe, long first, double[] rates, int batch) {
    Optimizer optimizer = recipe.optimizer();
    int count = optimizer.scalars(first, rates[0]).length;
    if (count == 0) {
      return Tensors.NONE;
    }
    int samples = order.size();
    float[] all = new float[count * samples];
    for (int s = 0; s < rates.length; s++) {
      double[] step = optimizer.scalars(first + s, rates[s]);
      for (int i = 0; i < count; i++) {
        all[i * samples + s * batch] = (float) step[i];
      }
    }
    return new Tensors(Map.of(scalars(count), all));
  }

  /** Another choice of rows of the same file. */
  public Source choose(String name, int samples) {
    return new Source(
        images,
        labels,
        Slot.ints(name + ".order", 1, samples),
        Slot.floats(name + ".loss", 1, samples),
        Slot.ints(name + ".prediction", 1, samples));
  }
}
