package dev.incline.sweep;

import java.util.List;

/**
 * Other processes, such as those of a cluster, that train the runs of a sweep in place of this one.
 */
public interface Crew {
  /**
   * Trains these runs, each by {@code sweep ... --only NAME}, and returns when it can do no more.
   *
   * @param runs names of those that are not over
   */
  void train(List<String> runs);
}
