package dev.incline.cli.train;

import dev.incline.cli.options.CheckpointIntervalText;
import dev.incline.run.Watch;
import dev.incline.run.device.ChosenDevice;
import dev.incline.shadow.ShadowInterval;
import dev.incline.train.checkpoint.CheckpointInterval;
import dev.incline.wording.InvalidOptionException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how a training is watched and kept. */
final class WatchOptions {
  static final String NO_VERIFY =
      "Do not probe the device, and do not compare the steps of this network with plain Java, before the"
          + " first training on it";

  @Option(
      names = "--checkpoint-every",
      paramLabel = "INTERVAL",
      converter = CheckpointIntervalText.class,
      description =
          "Write a checkpoint to the run's folder this often: "
              + CheckpointInterval.SYNTAX
              + "; SIGINT, SIGTERM and SIGHUP write one in any case (default: never)")
  private CheckpointInterval checkpointEvery = CheckpointInterval.NEVER;

  @Option(
      names = "--on-device-error",
      paramLabel = "WHAT",
      description =
          "If the device fails, stop with a checkpoint, or continue in plain Java to the same"
              + " weights: stop or cpu (default: ${DEFAULT-VALUE})")
  private Watch.OnDeviceError onDeviceError = Watch.OnDeviceError.STOP;

  @Option(names = "--no-verify", description = NO_VERIFY)
  private boolean unverified;

  @Option(
      names = "--shadow",
      paramLabel = "SHARE",
      description =
          "Repeat some steps in plain Java, the first one and then at equal distances, and compare every bit: "
              + ShadowInterval.SYNTAX
              + ". A step that differs ends the training with exit code 3 and is saved in a file for"
              + " 'incline verify --bundle' (default: none)")
  private @Nullable String shadow;

  @Option(
      names = "--tensorboard",
      paramLabel = "DIR",
      description =
          "Write events for TensorBoard to this folder: scores, options, histograms of weights, the"
              + " confusion matrix of the test (default: none)")
  private @Nullable Path tensorboard;

  @Option(
      names = {"-q", "--quiet"},
      description = "No line per epoch and no progress")
  private boolean quiet;

  /**
   * @throws InvalidOptionException naming the flag
   */
  Watch watch() {
    return new Watch(
        checkpointEvery,
        onDeviceError,
        !unverified,
        shadow == null ? null : ShadowInterval.parse(shadow),
        tensorboard,
        quiet);
  }

  /**
   * @throws InvalidOptionException where one rank would go on without the others
   */
  void validateShared() {
    if (onDeviceError == Watch.OnDeviceError.CPU) {
      throw new InvalidOptionException(
          "--on-device-error cpu does not go with several ranks: none goes on without the others. Go on with --resume");
    }
  }

  /**
   * @throws InvalidOptionException where plain Java would be compared with plain Java
   */
  void validate(ChosenDevice device) {
    if (shadow != null && device.isPlainJava()) {
      throw new InvalidOptionException(
          "--shadow compares a device with plain Java: it does not go with --device cpu, which is plain Java");
    }
  }
}
