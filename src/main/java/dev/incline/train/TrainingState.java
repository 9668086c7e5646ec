package dev.incline.train;

import dev.incline.model.Optimizer;
import dev.incline.model.Weights;
import dev.incline.plan.Planner;
import dev.incline.plan.Tensors;
import dev.incline.wording.Phrase;
import java.util.List;

/**
 * A training between two steps: all that it needs to go on from there to the same bits. The order
 * of an epoch's rows follows from the seed and the epoch, so that no random state is in it.
 *
 * @param epoch the one under way, from 1; one more than there are when all are complete
 * @param step how many of its steps are done
 * @param state the parameters after those, and what the optimizer keeps of each
 * @param best the weights of the best validation result so far; before the first epoch is complete,
 *     the initial ones; where no row validates, those of the last complete epoch
 * @param epochs the complete ones
 * @param loss of the samples of this epoch so far, in the epoch's order
 * @param prediction likewise
 * @param seconds that this epoch's steps took so far
 */
public record TrainingState(
    int epoch,
    int step,
    Tensors state,
    Weights best,
    List<EpochRecord> epochs,
    float[] loss,
    int[] prediction,
    double seconds) {
  public TrainingState {
    epochs = List.copyOf(epochs);
    if (epoch != epochs.size() + 1 || step < 0 || loss.length != prediction.length) {
      throw new IllegalArgumentException(
          Phrase.of(
              "epoch %d at step %d does not follow %d complete epochs, or %d losses do not go with %d predictions",
              epoch, step, epochs.size(), loss.length, prediction.length));
    }
  }

  /** Before the first step. */
  public static TrainingState initial(Weights weights, Optimizer optimizer) {
    Tensors state = Planner.initialState(weights, optimizer);
    return new TrainingState(1, 0, state, weights, List.of(), new float[0], new int[0], 0);
  }
}
