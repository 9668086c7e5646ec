package dev.incline.shadow;

import dev.incline.plan.Slot;
import dev.incline.plan.Tensors;
import dev.incline.verify.Difference;
import java.util.Optional;

/**
 * What a step came to.
 *
 * @param state after it: parameters, and what the optimizer keeps of each
 * @param loss [rows] of each sample, before the update
 * @param prediction [rows] likewise
 */
public record StepResult(Tensors state, float[] loss, int[] prediction) {
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
  Optional<Difference> differenceFrom(StepResult expected, boolean exact) {
    Optional<Difference> found = floats("loss", loss.length, expected.loss, loss, exact);
    if (found.isEmpty() && exact) {
      found =
          Difference.of(WHOLE, "prediction", prediction.length, expected.prediction, prediction);
    }
    for (Slot<float[]> slot : state.slots()) {
      if (found.isEmpty()) {
        found = floats(slot.name(), slot.cols(), expected.state.get(slot), state.get(slot), exact);
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
