package dev.incline.train;

/** Hears of a training as it goes. */
public interface TrainingListener {
  /** Hears nothing. */
  TrainingListener SILENT = record -> {};

  /** An epoch is complete, validation included. */
  void epochFinished(EpochRecord record);

  /**
   * Whether {@link #progress} is to be called, about four times a second. Each call makes the
   * device wait once.
   */
  default boolean wantsProgress() {
    return false;
  }

  /** An epoch is under way. */
  default void progress(Progress progress) {}
}
