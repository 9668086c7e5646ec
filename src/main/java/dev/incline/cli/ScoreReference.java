package dev.incline.cli;

import dev.incline.backend.Backend;
import dev.incline.backend.opencl.OpenClBackend;
import dev.incline.data.DataFolder;
import dev.incline.data.Dataset;
import dev.incline.experiment.Configuration;
import dev.incline.model.Network;
import dev.incline.shadow.BreachException;
import dev.incline.shadow.ScoreEvidence;
import dev.incline.train.Reference;
import dev.incline.train.RunFolder;
import dev.incline.train.Trainer;
import dev.incline.train.WrongScoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What the scores of a device are compared with, and what is done when one is wrong. */
final class ScoreReference implements AutoCloseable {
  private final @Nullable CompletableFuture<Backend> opening;
  private final @Nullable Boolean exact;

  private ScoreReference(@Nullable CompletableFuture<Backend> opening, @Nullable Boolean exact) {
    this.opening = opening;
    this.exact = exact;
  }

  /** Plain Java; null where that is the device itself. */
  static @Nullable Reference of(DeviceOptions device, Backend backend)
      throws NoSuchDeviceException {
    return backend instanceof OpenClBackend
        ? new Reference(DeviceOptions::plainJava, device.deviations().isEmpty())
        : null;
  }

  /**
   * As {@link #of}, but opens plain Java on another thread, once the data is read: while the device
   * gets ready, a core has nothing else to do.
   */
  static ScoreReference opening(
      DeviceOptions device,
      Backend backend,
      CompletableFuture<DataFolder.Pair> loading,
      Configuration configuration)
      throws NoSuchDeviceException {
    Reference fresh = of(device, backend);
    return fresh == null
        ? new ScoreReference(null, null)
        : new ScoreReference(
            loading.handleAsync((data, failure) -> opened(data, configuration)), fresh.exact());
  }

  private static Backend opened(DataFolder.@Nullable Pair data, Configuration configuration) {
    Backend reference = DeviceOptions.plainJava();
    if (data != null) {
      Dataset rows = data.training();
      Network network = configuration.network().of(rows.features(), rows.classes());
      Trainer.warmUp(reference, network, rows);
    }
    return reference;
  }

  /** Null where the device is plain Java itself. */
  @Nullable Reference reference() {
    if (opening == null || exact == null) {
      return null;
    }
    CompletableFuture<Backend> safe = opening.exceptionally(failure -> DeviceOptions.plainJava());
    return new Reference(safe::join, exact);
  }

  @Override
  public void close() {
    if (opening != null) {
      var unused = opening.thenAccept(Backend::close);
    }
  }

  /**
   * Keeps the pass in the folder of a run.
   *
   * @param backend that scored it
   * @return what to end the command with
   */
  static BreachException keep(
      WrongScoreException wrong, DeviceOptions device, Backend backend, RunFolder folder)
      throws NoSuchDeviceException {
    try (Backend reference = DeviceOptions.plainJava()) {
      return new ScoreEvidence(ShadowOption.origin(device, backend), folder)
          .keep(wrong.wrong(), reference);
    }
  }

  /** Keeps the pass beside the model that scored it. */
  static BreachException keepBeside(
      Path model, WrongScoreException wrong, DeviceOptions device, Backend backend)
      throws IOException, NoSuchDeviceException {
    Path parent = model.toAbsolutePath().getParent();
    try (RunFolder folder = RunFolder.at(parent == null ? Path.of(".") : parent)) {
      return keep(wrong, device, backend, folder);
    }
  }
}
