package dev.incline.backend;

import dev.incline.plan.Plan;
import dev.incline.plan.Slot;
import dev.incline.plan.Source;

/**
 * A step of a pass that only scores rows. Where several devices share a training, each such step is
 * one device's, and the steps of a device follow each other.
 *
 * @param batch rows, at least 1
 * @param logits [batch x classes] that the plan leaves
 */
public record ScoringStep(Plan plan, Source source, int batch, Slot<float[]> logits) {
  /** The rank whose the step at this position is. */
  public int owner(int position, int ranks) {
    return owner(position, source.order().size(), ranks);
  }

  /**
   * The same in a pass over so many samples.
   *
   * @param position of the step's first sample
   */
  public static int owner(int position, int samples, int ranks) {
    return (int) ((long) position * ranks / samples);
  }
}
