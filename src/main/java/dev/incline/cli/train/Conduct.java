package dev.incline.cli.train;

import dev.incline.cli.options.CheckpointIntervalText;
import dev.incline.cli.options.ShadowOption;
import dev.incline.run.ChosenDevice;
import dev.incline.train.checkpoint.CheckpointInterval;
import dev.incline.wording.InvalidOptionException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say how a training is watched and kept; no bit of its result depends on one. */
final class Conduct {
  /** What to do when the device fails in the middle. */
  enum OnDeviceError {
    STOP,
    CPU
  }

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
  private OnDeviceError onDeviceError = OnDeviceError.STOP;

  @Option(names = "--no-verify", description = FirstUse.NO_VERIFY)
  private boolean unverified;

  @Mixin private ShadowOption shadow = new ShadowOption();

  @Option(
      names = {"-q", "--quiet"},
      description = "No line per epoch and no progress")
  private boolean quiet;

  /**
   * @throws InvalidOptionException naming the flag
   */
  void validate() {
    shadow.validate();
  }

  /**
   * @throws InvalidOptionException where plain Java would be compared with plain Java
   */
  void validate(ChosenDevice device) {
    if (shadow.isGiven() && device.isPlainJava()) {
      throw new InvalidOptionException(
          "--shadow compares a device with plain Java: it does not go with --device cpu, which is plain Java");
    }
  }

  CheckpointInterval checkpointEvery() {
    return checkpointEvery;
  }

  OnDeviceError onDeviceError() {
    return onDeviceError;
  }

  boolean isUnverified() {
    return unverified;
  }

  ShadowOption shadow() {
    return shadow;
  }

  boolean isQuiet() {
    return quiet;
  }
}
