package dev.incline.train;

/**
 * A training that stands between two steps, the device idle. Only valid while the listener that was
 * handed it looks at it.
 */
public interface PausedTraining {
  /** Steps done, over all epochs: the number, from 0, of the step that comes next. */
  long step();

  /**
   * The rows of the training file that make the batch of step {@link #step()}, in order. Not to be
   * asked for when no step is left.
   */
  int[] nextBatch();

  /** Whether no step is left: all epochs are complete, or the patience has run out. */
  boolean isOver();

  /** The learning rate of step {@link #step()}. Not to be asked for when no step is left. */
  double rate();

  /** [rows] of each sample of the step just done, in its batch's order. */
  float[] lastLoss();

  /** [rows] likewise. */
  int[] lastPrediction();

  /** What to go on from; reads the state from the device the first time it is asked for. */
  TrainingState state();
}
