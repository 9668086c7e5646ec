package dev.incline.train;

import dev.incline.wording.Numeral;
import dev.incline.wording.Phrase;

/** Training ran away to infinity or NaN. The message says where, and what helps. */
public final class DivergedException extends RuntimeException {
  private final int epoch;
  private final int step;

  /**
   * @param epoch from 1
   * @param step within the epoch, from 1
   * @param what happened
   */
  DivergedException(int epoch, int step, String what, double learningRate) {
    super(
        Phrase.of(
            "training diverged in epoch %d at step %d: %s. Lower --lr (it is %s); no model was saved",
            epoch, step, what, Numeral.of(learningRate)));
    this.epoch = epoch;
    this.step = step;
  }

  /** The epoch it happened in, from 1. */
  public int epoch() {
    return epoch;
  }

  /** The step within the epoch, from 1. */
  public int step() {
    return step;
  }
}
