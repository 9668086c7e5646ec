package dev.incline.sweep;

import dev.incline.train.checkpoint.CheckpointInterval;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How the runs of a sweep are kept and shared with other processes. No result depends on it.
 *
 * @param checkpoints how often a run leaves one
 * @param beat how often a process shows that it lives
 * @param silence how long another may show nothing before its run is taken over
 * @param patience how long to wait for the runs of others, none of them ending, when no other is
 *     left
 * @param only the one run to train, and to wait for; null for all
 * @param stopping whether to stop, each run with a checkpoint
 */
public record SharingTerms(
    CheckpointInterval checkpoints,
    Duration beat,
    Duration silence,
    Duration patience,
    @Nullable String only,
    BooleanSupplier stopping) {
  /** For all runs. */
  public SharingTerms(
      CheckpointInterval checkpoints,
      Duration beat,
      Duration silence,
      Duration patience,
      BooleanSupplier stopping) {
    this(checkpoints, beat, silence, patience, null, stopping);
  }

  /** How often a process shows that it lives; the same for all, as they watch each other. */
  public static final Duration BEAT = Duration.ofSeconds(2);

  boolean isWanted(String run) {
    return only == null || only.equals(run);
  }
}
