package dev.incline.cli.train;

import dev.incline.backend.Backend;
import dev.incline.cli.device.ExamineCommand;
import dev.incline.cli.device.VerifyCommand;
import dev.incline.data.DataFolder;
import dev.incline.data.Split;
import dev.incline.examine.Examined;
import dev.incline.experiment.Configuration;
import dev.incline.model.Network;
import dev.incline.run.ChosenDevice;
import dev.incline.run.NoSuchDeviceException;
import dev.incline.run.VerifiedDevice;
import dev.incline.run.WrongDeviceException;
import dev.incline.train.Trainer;
import dev.incline.verify.Verification;
import dev.incline.verify.Verification.TrainingRows;
import dev.incline.verify.Verification.Verdict;
import dev.incline.wording.InvalidOptionException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Before a device trains for the first time, it is held against plain Java. */
public final class FirstUse {
  static final String NO_VERIFY =
      "Train on a device that never passed 'incline verify', without comparing the steps to be run with"
          + " plain Java first";

  private static final int SCORED = 1000; // rows at a time, as training scores them

  private FirstUse() {}

  /**
   * Does nothing where the device has passed before; else takes the ops and steps that the training
   * is about to run, and remembers a pass.
   *
   * @param skip leave it out, with a warning
   * @param err hears of it, in a line
   * @throws WrongDeviceException when the device computes anything wrong
   */
  static void verify(
      ChosenDevice device,
      Configuration configuration,
      DataFolder.Pair data,
      boolean skip,
      PrintWriter err)
      throws IOException, NoSuchDeviceException {
    Optional<VerifiedDevice> key = device.verified();
    if (key.isEmpty() || key.get().isRemembered()) {
      return;
    }
    if (skip) {
      err.printf(
          "WARNING: %s was never verified with these kernels, and is not now (--no-verify)%n",
          key.get().device());
      return;
    }
    Network network = configuration.network(data.training().features(), data.training().classes());
    requireRoom(device, configuration, data, network);
    String name = device.title();
    err.printf(
        Locale.ROOT,
        "%s was never verified with these kernels: comparing this network's steps with plain Java"
            + " first (--no-verify leaves it out) ...%n",
        name);
    err.flush();
    long start = System.nanoTime();
    ExamineCommand.Job job =
        new ExamineCommand.Job(
            network.layers(),
            sizes(configuration, data),
            configuration.training().optimizer().learningRate(),
            configuration.training().optimizer().l2());
    Examined examined = device.examine(finding -> {}, List.of("--training", job.text()));
    if (examined.crash().isPresent()) {
      throw new WrongDeviceException(
          "%s %s. Nothing was trained on it".formatted(name, examined.crash().get()));
    } else if (examined.failure().isPresent()) {
      throw new IOException(examined.failure().get());
    }
    Verification verification = examined.verification();
    List<String> deviations = device.deviations();
    if (verification.verdict() == Verdict.WRONG) {
      throw new WrongDeviceException(
          name + ": " + VerifyCommand.sentence(verification, deviations));
    }
    err.printf(
        Locale.ROOT,
        "%s, in %.1f s: remembered%n",
        VerifyCommand.sentence(verification, deviations),
        (System.nanoTime() - start) / 1e9);
    remember(key.get(), err);
  }

  /**
   * @throws InvalidOptionException when the device has not the memory
   */
  private static void requireRoom(
      ChosenDevice device, Configuration configuration, DataFolder.Pair data, Network network)
      throws NoSuchDeviceException {
    try (Backend opened = device.open()) {
      Trainer.requireRoom(
          network,
          configuration.training(),
          data.training().rows(),
          data.test().rows(),
          device.within(opened.capacity()),
          opened.name());
    }
  }

  /** A pass that cannot be written down is one all the same. */
  public static void remember(VerifiedDevice key, PrintWriter err) {
    try {
      key.remember();
    } catch (IOException e) {
      err.println(
          "WARNING: " + e.getMessage() + ", so that the device is verified again next time");
    }
  }

  /** The rows of the steps, of validation and of the test. */
  private static TrainingRows sizes(Configuration configuration, DataFolder.Pair data) {
    Split split = configuration.training().split(data.training().labels());
    int samples = split.training().length;
    int batch = Math.min(configuration.training().batch(), samples);
    return new TrainingRows(
        batch, samples % batch, SCORED, List.of(split.validation().length, data.test().rows()));
  }
}
