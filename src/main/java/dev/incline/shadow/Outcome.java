package dev.incline.shadow;

import dev.incline.model.Weights;
import dev.incline.verify.Difference;
import java.util.Optional;

/**
 * What a step came to.
 *
 * @param weights after it
 * @param loss [rows] of each sample, before the update
 * @param prediction [rows] likewise
 */
public record Outcome(Weights weights, float[] loss, int[] prediction) {
  private static final String WHOLE = "the step as a whole";

  /**
   * How far rounding alone may move a step's result, relative to the tensor's largest element, on a
   * device that cannot give the contract's bits; {@code incline verify} holds whole steps to the
   * same.
   */
  private static final double DRIFT = 1e-4;

  /**
   * The first difference between what is expected and this.
   *
   * @param exact whether every bit counts, or what is beyond rounding
   */
  Optional<Difference> differenceFrom(Outcome expected, boolean exact) {
    Optional<Difference> found = floats("loss", loss.length, expected.loss, loss, exact);
    if (found.isEmpty() && exact) {
      found =
          Difference.of(WHOLE, "prediction", prediction.length, expected.prediction, prediction);
    }
    for (int l = 0; l < weights.matrices().size() && found.isEmpty(); l++) {
      int columns = weights.network().layers().get(l).outputs();
      found =
          floats(
              "W" + (l + 1),
              columns,
              expected.weights.matrices().get(l),
              weights.matrices().get(l),
              exact);
      if (found.isEmpty()) {
        found =
            floats(
                "b" + (l + 1),
                columns,
                expected.weights.biases().get(l),
                weights.biases().get(l),
                exact);
      }
    }
    return found;
  }

  private static Optional<Difference> floats(
      String tensor, int columns, float[] expected, float[] got, boolean exact) {
    double largest = 0;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    double[] bound = new double[expected.length];
    java.util.Arrays.fill(bound, exact ? 0 : DRIFT * largest);
    return Difference.of(WHOLE, tensor, columns, expected, got, bound);
  }
}
