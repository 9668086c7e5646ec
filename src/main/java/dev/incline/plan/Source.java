package dev.incline.plan;

import dev.incline.model.Draw;
import dev.incline.model.Recipe;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The slots a step reads samples from and writes their results to. Two sources may share inputs and
 * labels: the training and the validation rows of one file differ in their order only.
 *
 * @param inputs [rows x D] pixels, unsigned bytes that count 1/255; or floats that count as they
 *     are
 * @param labels [rows x 1] unsigned bytes
 * @param order [1 x samples] row numbers; a step at cursor c takes positions c, c + 1, ...
 * @param loss [1 x samples] one loss per sample, at its position in order
 * @param prediction [1 x samples] one class per sample, at its position in order
 */
public record Source(
    Slot<?> inputs,
    Slot<byte[]> labels,
    Slot<int[]> order,
    Slot<float[]> loss,
    Slot<int[]> prediction) {

  /**
   * A source of its own: {@code samples} positions over a file of {@code rows} rows of {@code
   * features} pixels.
   */
  public static Source of(String name, int rows, int features, int samples) {
    return of(name, byte[].class, rows, features, samples);
  }

  /**
   * The same over rows of another kind.
   *
   * @param inputs {@code byte[].class} for pixels, {@code float[].class} for numbers
   */
  public static Source of(String name, Class<?> inputs, int rows, int features, int samples) {
    String kind = inputs == byte[].class ? ".images" : ".values";
    return new Source(
        new Slot<>(name + kind, rows, features, inputs),
        Slot.bytes(name + ".labels", rows, 1),
        Slot.ints(name + ".order", 1, samples),
        Slot.floats(name + ".loss", 1, samples),
        Slot.ints(name + ".prediction", 1, samples));
  }

  /** The inputs, where they are pixels. */
  public Slot<byte[]> images() {
    return inputs.as(byte[].class);
  }

  /** What brings the rows of a batch into {@code out}. */
  Op gather(Slot<float[]> out) {
    return inputs.type() == byte[].class
        ? new GatherRows(images(), order, out)
        : new GatherValues(inputs.as(float[].class), order, out);
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

  /** What the random numbers of its steps follow from: [1 x 4] {@link Draw#words()}. */
  public Slot<int[]> draw() {
    return Slot.ints(order.name() + ".draw", 1, 4);
  }

  /**
   * How much a sample counts, by its class.
   *
   * @return [1 x classes]
   */
  public Slot<float[]> classWeights(int classes) {
    return Slot.floats(order.name() + ".classWeights", 1, classes);
  }

  /**
   * What the steps of a recipe read beside their rows: its scalars for every step of the order,
   * where they change, and its class weights, where it has any.
   *
   * @param first step, from 0 over all epochs
   * @param rates learning rate of each step
   * @param batch rows of a step; the last one may have fewer
   */
  public Tensors scalars(Recipe recipe, long first, double[] rates, int batch) {
    Map<Slot<float[]>, float[]> values = new LinkedHashMap<>();
    int count = recipe.scalars(first, rates[0]).length;
    if (count > 0) {
      int samples = order.size();
      float[] all = new float[count * samples];
      for (int s = 0; s < rates.length; s++) {
        double[] step = recipe.scalars(first + s, rates[s]);
        for (int i = 0; i < count; i++) {
          all[i * samples + s * batch] = (float) step[i];
        }
      }
      values.put(scalars(count), all);
    }
    if (recipe.classWeights().exist()) {
      List<Double> weights = recipe.classWeights().values(); // over the rows by now
      float[] rounded = new float[weights.size()];
      for (int c = 0; c < rounded.length; c++) {
        rounded[c] = weights.get(c).floatValue();
      }
      values.put(classWeights(rounded.length), rounded);
    }
    return new Tensors(values);
  }

  /** Another choice of rows of the same file. */
  public Source choose(String name, int samples) {
    return new Source(
        inputs,
        labels,
        Slot.ints(name + ".order", 1, samples),
        Slot.floats(name + ".loss", 1, samples),
        Slot.ints(name + ".prediction", 1, samples));
  }
}
