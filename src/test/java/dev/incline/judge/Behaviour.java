package dev.incline.judge;

import dev.incline.backend.Backend;
import dev.incline.backend.Executable;
import dev.incline.plan.Plan;
import java.util.List;

/**
 * How a judged run is conducted; as here, it is right. A {@link PlantedBug} does one thing wrong.
 */
interface Behaviour {
  /** The right way. */
  Behaviour RIGHT = new Behaviour() {};

  /** Makes a plan ready to run. */
  default Executable compile(Backend backend, Plan plan) {
    return backend.compile(plan);
  }

  /** The rows an epoch trains on. */
  default int[] order(JudgedCase judged) {
    return judged.order();
  }

  /** Whether the epoch ends with the batch that is shorter than the others. */
  default boolean keepsLastBatch() {
    return true;
  }

  /**
   * The epoch's loss as reported.
   *
   * @param losses of its samples
   * @param matrices of the network after it
   */
  default double reportedLoss(float[] losses, List<float[]> matrices, double l2) {
    double sum = 0;
    for (float loss : losses) {
      sum += loss;
    }
    return sum / losses.length;
  }
}
