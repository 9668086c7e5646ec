package dev.incline.run;

import dev.incline.shadow.ShadowInterval;
import dev.incline.store.RunFolder;
import dev.incline.tensorboard.TrainingEvents;
import dev.incline.train.TrainingListener;
import dev.incline.train.checkpoint.CheckpointInterval;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a training is watched and kept; no bit of its result depends on it.
 *
 * @param checkpointEvery how often a checkpoint is left
 * @param onDeviceError what to do when the device fails in the middle
 * @param verified whether a device is compared with plain Java before its first training
 * @param shadow the steps that are taken again in plain Java; null for none
 * @param tensorboard folder of events for TensorBoard; null for none
 * @param quiet no line per epoch and no progress
 */
public record Watch(
    CheckpointInterval checkpointEvery,
    OnDeviceError onDeviceError,
    boolean verified,
    @Nullable ShadowInterval shadow,
    @Nullable Path tensorboard,
    boolean quiet) {
  /** What to do when the device fails in the middle. */
  public enum OnDeviceError {
    STOP,
    CPU
  }

  /** That of a rank which leaves the run's files to another. */
  public Watch following() {
    return new Watch(CheckpointInterval.NEVER, OnDeviceError.STOP, verified, null, null, true);
  }

  /**
   * Tries the folder of events, and leaves nothing there.
   *
   * @throws IOException when it takes no file
   */
  void requirePlace() throws IOException {
    if (tensorboard != null) {
      RunFolder.at(tensorboard, "--tensorboard").close();
    }
  }

  /** Who writes the events of a training with these options. */
  Optional<TrainingListener> events(Map<String, Object> options, Consumer<String> warn) {
    return tensorboard == null
        ? Optional.empty()
        : Optional.of(new TrainingEvents(tensorboard, options, warn));
  }
}
