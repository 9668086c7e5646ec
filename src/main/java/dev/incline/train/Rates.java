package dev.incline.train;

import dev.incline.model.Schedule;
import java.util.List;

/**
 * The learning rate of each step of a training.
 *
 * @param steps of an epoch
 */
public record Rates(TrainOptions options, int steps) {
  /** Of each step of the epoch after these. */
  double[] after(List<EpochRecord> epochs) {
    Schedule schedule = options.recipe().schedule();
    boolean looks = schedule.kind() == Schedule.Kind.PLATEAU && !epochs.isEmpty();
    int plateaus = looks ? new History(epochs, options.monitor()).plateaus(schedule.epochs()) : 0;
    return ofEpoch(epochs.size() + 1, plateaus);
  }

  /** Of the last step of the epoch after these. */
  double lastAfter(List<EpochRecord> epochs) {
    return after(epochs)[steps - 1];
  }

  /**
   * Of each step of an epoch.
   *
   * @param epoch from 1
   * @param plateaus of the validation results before it
   */
  public double[] ofEpoch(int epoch, int plateaus) {
    long first = (long) (epoch - 1) * steps;
    double lr = options.optimizer().learningRate();
    double[] rates = new double[steps];
    for (int i = 0; i < steps; i++) {
      rates[i] = options.recipe().schedule().rate(lr, first + i, steps, options.epochs(), plateaus);
    }
    return rates;
  }
}
