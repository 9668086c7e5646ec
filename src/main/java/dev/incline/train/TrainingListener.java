package dev.incline.train;

import dev.incline.train.score.ConfusionMatrix;
import java.util.List;

/** Hears of a training as it goes, in the training's thread. What it throws ends the training. */
public interface TrainingListener {
  /** Hears nothing. */
  TrainingListener SILENT = record -> {};

  /** An epoch is complete, validation included. */
  void epochFinished(EpochRecord record);

  /** An epoch is under way; about four times a second. */
  default void progress(Progress progress) {}

  /**
   * The training stands between two steps: about four times a second, after each epoch's
   * validation, before the first step, and wherever {@link #stopBefore} asked.
   */
  default void between(PausedTraining paused) {}

  /**
   * The best weights have predicted the test rows.
   *
   * @param classes their names
   */
  default void tested(ConfusionMatrix confusion, List<String> classes) {}

  /**
   * Where to stand next.
   *
   * @param step the one that comes next, counted from 0 over all epochs
   * @return the first step after it before which to call {@link #between}; any larger number where
   *     it doesn't matter
   */
  default long stopBefore(long step) {
    return Long.MAX_VALUE;
  }

  /** These, one after the other. */
  static TrainingListener all(List<TrainingListener> listeners) {
    List<TrainingListener> each = List.copyOf(listeners);
    return new TrainingListener() {
      @Override
      public void epochFinished(EpochRecord record) {
        each.forEach(listener -> listener.epochFinished(record));
      }

      @Override
      public void progress(Progress progress) {
        each.forEach(listener -> listener.progress(progress));
      }

      @Override
      public void between(PausedTraining paused) {
        each.forEach(listener -> listener.between(paused));
      }

      @Override
      public void tested(ConfusionMatrix confusion, List<String> classes) {
        each.forEach(listener -> listener.tested(confusion, classes));
      }

      @Override
      public long stopBefore(long step) {
        return each.stream()
            .mapToLong(listener -> listener.stopBefore(step))
            .min()
            .orElse(Long.MAX_VALUE);
      }
    };
  }
}
