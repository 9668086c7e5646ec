package dev.incline.sweep;

import dev.incline.backend.Backend;
import dev.incline.experiment.Environment;
import dev.incline.store.RunFolder;
import dev.incline.train.score.Reference;
import dev.incline.train.score.WrongScoreException;
import org.jspecify.annotations.Nullable;

/** One of several that take the next run of a sweep. */
public interface Worker {
  /** Opens the device afresh. */
  Backend open();

  /** Where this worker's runs run, from now. */
  Environment environment(String device);

  /** What scores are compared with; null where the device is plain Java. */
  default @Nullable Reference reference(Backend backend) {
    return null;
  }

  /**
   * The device scored rows wrong: leaves the evidence in the folder.
   *
   * @return what to say of it
   */
  default String wrong(WrongScoreException e, Backend backend, RunFolder folder) {
    return String.valueOf(e.getMessage());
  }
}
