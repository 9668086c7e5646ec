package dev.incline.run;

import dev.incline.examine.Examined;
import dev.incline.examine.TrainingJob;
import dev.incline.run.device.ChosenDevice;
import dev.incline.run.device.NoSuchDeviceException;
import dev.incline.run.device.RankDevices;
import dev.incline.run.device.VerifiedDevice;
import dev.incline.run.device.WrongDeviceException;
import dev.incline.train.Setup;
import dev.incline.verify.Verification;
import dev.incline.verify.Verification.TrainingRows;
import dev.incline.verify.Verification.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.IntStream;

/** Before a device trains for the first time, it is held against plain Java. */
public final class FirstVerification {
  private FirstVerification() {}

  /**
   * What a verification would be remembered by, where one is due: not where the device has passed
   * before, with these ops or with all.
   *
   * @param ops of the training
   */
  public static Optional<VerifiedDevice> due(ChosenDevice device, SortedSet<String> ops)
      throws NoSuchDeviceException {
    return device
        .verified(ops)
        .filter(key -> !key.with(VerifiedDevice.ALL).isRemembered() && !key.isRemembered());
  }

  /** The same of several devices; those of which none is due are not among them. */
  static Map<ChosenDevice, VerifiedDevice> due(RankDevices devices, SortedSet<String> ops)
      throws NoSuchDeviceException {
    Map<ChosenDevice, VerifiedDevice> due = new LinkedHashMap<>();
    for (ChosenDevice device : devices.all()) {
      due(device, ops).ifPresent(key -> due.put(device, key));
    }
    return due;
  }

  /**
   * Verifies all of which it is due.
   *
   * @param wanted whether to; else each is a warning
   * @throws WrongDeviceException when a device computes anything wrong
   */
  static void settle(
      Map<ChosenDevice, VerifiedDevice> due, boolean wanted, Setup setup, PrintWriter err)
      throws IOException, NoSuchDeviceException {
    for (Map.Entry<ChosenDevice, VerifiedDevice> one : due.entrySet()) {
      if (wanted) {
        verify(one.getKey(), one.getValue(), setup, err);
      } else {
        leaveOut(one.getValue(), err);
      }
    }
  }

  /** A verification that is due and not wanted: a warning. */
  public static void leaveOut(VerifiedDevice key, PrintWriter err) {
    err.printf(
        "WARNING: %s was never verified with these kernels and ops, and is not now (--no-verify)%n",
        key.device());
  }

  /**
   * Takes the ops and steps that a training is about to run, and remembers a pass.
   *
   * @param err hears of it, in a line
   * @throws WrongDeviceException when the device computes anything wrong
   */
  public static void verify(ChosenDevice device, VerifiedDevice key, Setup setup, PrintWriter err)
      throws IOException, NoSuchDeviceException {
    String name = device.title();
    err.printf(
        Locale.ROOT,
        "%s was never verified with these kernels and ops: comparing this network's steps with plain"
            + " Java first (--no-verify leaves it out) ...%n",
        name);
    err.flush();
    long start = System.nanoTime();
    TrainingJob job =
        new TrainingJob(setup.network().layers(), sizes(setup), setup.options().recipe());
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
      throw new WrongDeviceException(name + ": " + verification.sentence(deviations));
    }
    err.printf(
        Locale.ROOT,
        "%s, in %.1f s: remembered%n",
        verification.sentence(deviations),
        (System.nanoTime() - start) / 1e9);
    remember(key, err);
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
  private static TrainingRows sizes(Setup setup) {
    int samples = setup.split().training().length;
    return new TrainingRows(
        setup.batch(),
        samples % setup.batch(),
        setup.evaluationBatch(),
        IntStream.of(setup.split().validation().length, setup.testRows())
            .filter(rows -> rows > 0)
            .boxed()
            .toList(),
        setup.inputs() == float[].class);
  }
}
