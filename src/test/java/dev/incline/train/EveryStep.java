package dev.incline.train;

import java.util.ArrayList;
import java.util.List;

/**
 * Stands before every step and keeps what it sees.
 *
 * @param states before each step, and at the end
 */
public record EveryStep(List<TrainingState> states) implements TrainingListener {
  public EveryStep() {
    this(new ArrayList<>());
  }

  @Override
  public void epochFinished(EpochRecord record) {}

  @Override
  public long stopBefore(long step) {
    return step + 1;
  }

  @Override
  public void between(PausedTraining paused) {
    states.add(paused.state());
  }
}
