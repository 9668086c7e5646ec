package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.backend.Backend;
import dev.incline.backend.cpu.CpuBackend;
import dev.incline.data.DataSource;
import dev.incline.experiment.Configuration;
import dev.incline.experiment.Environment;
import dev.incline.experiment.TrainingRun;
import dev.incline.store.RunFolder;
import dev.incline.testing.Given;
import dev.incline.train.ShadowRecord;
import dev.incline.train.StoppedException;
import dev.incline.train.checkpoint.CheckpointInterval;
import dev.incline.train.checkpoint.Checkpoints;
import dev.incline.train.checkpoint.RunSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A run that was asked to stop in the middle. */
final class BrokenOffRun {
  private BrokenOffRun() {}

  /** Leaves one that stopped at the checkpoint of step {@code after}; there is one every third. */
  static void leave(Path folder, Map<String, String> settings, int after) throws IOException {
    Configuration configuration = Configuration.of(Given.flags(settings), warning -> {});
    DataSource.Pair data = configuration.values().data().open().load(Integer.MAX_VALUE);
    Environment environment =
        new Environment(
            "test", "test", "none", "java", "os", "data", data.sha256(), List.of(), "now");
    TrainingRun run =
        new TrainingRun(
            configuration, environment, folder.toString(), () -> ShadowRecord.NONE, null);
    Path last = folder.resolve("checkpoint-%09d.bin".formatted(after));
    try (RunFolder opened = RunFolder.at(folder);
        Backend backend = new CpuBackend(1)) {
      Checkpoints checkpoints =
          new Checkpoints(
              opened,
              run.identity(),
              new RunSize(0, 0, 0),
              CheckpointInterval.parse("3"),
              () -> Files.exists(last));
      assertThatThrownBy(
              () ->
                  run.train(
                      backend,
                      run.configuration().setup(data.sizes(), backend, backend.capacity()),
                      data,
                      opened,
                      checkpoints))
          .isInstanceOf(StoppedException.class);
    }
  }

  /** Of a small network on the data in this folder. */
  static Map<String, String> settings(Path data) {
    return Map.of(
        "data", data.toString(),
        "device", "cpu",
        "init", "xavier",
        "hidden", "8",
        "batch", "16",
        "epochs", "3");
  }
}
