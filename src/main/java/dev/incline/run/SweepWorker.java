package dev.incline.run;

import dev.incline.backend.Backend;
import dev.incline.experiment.Environment;
import dev.incline.run.device.ChosenDevice;
import dev.incline.run.device.NoSuchDeviceException;
import dev.incline.store.RunFolder;
import dev.incline.sweep.Worker;
import dev.incline.train.score.Reference;
import dev.incline.train.score.WrongScoreException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A device of a sweep, which takes one run after the other.
 *
 * @param device was there when the sweep began
 * @param command to record
 * @param data folder of the data
 * @param dataSha256 see {@link Environment}
 */
public record SweepWorker(
    ChosenDevice device, List<String> command, Path data, Map<String, String> dataSha256)
    implements Worker {
  @Override
  public Backend open() {
    return there(device::open);
  }

  @Override
  public Environment environment(String name) {
    return there(() -> RunEnvironment.of(command, device, data, name, dataSha256));
  }

  @Override
  public @Nullable Reference reference(Backend backend) {
    try {
      return ScoreReference.besideTraining(device, backend);
    } catch (NoSuchDeviceException e) {
      throw gone(e);
    }
  }

  @Override
  public String wrong(WrongScoreException e, Backend backend, RunFolder folder) {
    return there(
        () -> String.valueOf(ScoreReference.keep(e, device, backend, folder).getMessage()));
  }

  private interface Use<R> {
    R of() throws NoSuchDeviceException;
  }

  private static <R> R there(Use<R> use) {
    try {
      return use.of();
    } catch (NoSuchDeviceException e) {
      throw gone(e);
    }
  }

  private static IllegalStateException gone(NoSuchDeviceException e) {
    return new IllegalStateException(e.getMessage(), e);
  }
}
