package dev.incline.run;

import dev.incline.backend.Backend;
import dev.incline.backend.cpu.CpuBackend;
import dev.incline.backend.opencl.OpenClBackend;
import dev.incline.backend.opencl.compile.KernelSources;
import dev.incline.run.device.ChosenDevice;
import dev.incline.run.device.Companions;
import dev.incline.run.device.NoSuchDeviceException;
import dev.incline.shadow.BreachException;
import dev.incline.shadow.BundleOrigin;
import dev.incline.shadow.ScoreEvidence;
import dev.incline.store.RunFolder;
import dev.incline.train.score.Reference;
import dev.incline.train.score.WrongScoreException;
import dev.incline.wording.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the scores of a device are compared with, and what is done when one is wrong. */
public final class ScoreReference {
  private ScoreReference() {}

  /** Plain Java; null where that is the device itself. */
  public static @Nullable Reference of(ChosenDevice device, Backend backend)
      throws NoSuchDeviceException {
    return of(device, backend, ChosenDevice::plainJava);
  }

  /** The same on one thread: others would take a core from the device, or spin beside it. */
  public static @Nullable Reference besideTraining(ChosenDevice device, Backend backend)
      throws NoSuchDeviceException {
    return of(device, backend, () -> new CpuBackend(1));
  }

  private static @Nullable Reference of(
      ChosenDevice device, Backend backend, Supplier<Backend> plainJava)
      throws NoSuchDeviceException {
    return Companions.own(backend) instanceof CpuBackend
        ? null
        : new Reference(plainJava, device.deviations().isEmpty());
  }

  /**
   * Keeps the pass in the folder of a run.
   *
   * @param backend that scored it
   * @return what to end the command with
   */
  public static BreachException keep(
      WrongScoreException wrong, ChosenDevice device, Backend backend, RunFolder folder)
      throws NoSuchDeviceException {
    try (Backend reference = ChosenDevice.plainJava()) {
      return new ScoreEvidence(origin(device, backend), folder).keep(wrong.wrong(), reference);
    }
  }

  /** Keeps the pass beside the model that scored it. */
  public static BreachException keepBeside(
      Path model, WrongScoreException wrong, ChosenDevice device, Backend backend)
      throws IOException, NoSuchDeviceException {
    Path parent = model.toAbsolutePath().getParent();
    try (RunFolder folder = RunFolder.at(parent == null ? Path.of(".") : parent)) {
      return keep(wrong, device, backend, folder);
    }
  }

  /** What is kept of the device where it computed wrong. */
  static BundleOrigin origin(ChosenDevice device, Backend opened) throws NoSuchDeviceException {
    Backend backend = Companions.own(opened);
    boolean openCl = backend instanceof OpenClBackend;
    return new BundleOrigin(
        backend.name(),
        device.driver(),
        Version.program(),
        device.deviations(),
        openCl ? device.kernels().texts(KernelSources.FILES) : Map.of(),
        () -> backend instanceof OpenClBackend built ? built.builds() : Map.of(),
        () -> reopen(device));
  }

  private static Backend reopen(ChosenDevice device) {
    try {
      return device.open();
    } catch (NoSuchDeviceException e) {
      throw new IllegalStateException(e.getMessage(), e); // it was there a moment ago
    }
  }
}
