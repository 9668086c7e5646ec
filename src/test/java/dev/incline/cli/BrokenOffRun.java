package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.backend.Backend;
import dev.incline.backend.cpu.CpuBackend;
import dev.incline.cli.options.TrainingFlags;
import dev.incline.data.DataFolder;
import dev.incline.experiment.Configuration;
import dev.incline.experiment.Environment;
import dev.incline.experiment.Setting;
import dev.incline.experiment.TrainingRun;
import dev.incline.store.RunFolder;
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
  static void leave(Path folder, Map<String, Setting> settings, int after) throws IOException {
    TrainingFlags flags = TrainingFlags.of(settings, warning -> {});
    Configuration configuration = flags.configuration(settings);
    DataFolder.Pair data = DataFolder.of(flags.data()).load(Integer.MAX_VALUE);
    Environment environment =
        new Environment(
            "test", "test", "none", "java", "os", "data", data.sha256(), List.of(), "now");
    TrainingRun run = new TrainingRun(configuration, environment, folder.toString());
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
      assertThatThrownBy(() -> run.train(backend, backend.capacity(), data, opened, checkpoints))
          .isInstanceOf(StoppedException.class);
    }
  }

  /** Of a small network on the data in this folder. */
  static Map<String, Setting> settings(Path data) {
    return Map.of(
        "data", flag(data.toString()),
        "device", flag("cpu"),
        "init", flag("xavier"),
        "hidden", flag("8"),
        "batch", flag("16"),
        "epochs", flag("3"));
  }

  private static Setting flag(String text) {
    return new Setting(text, Setting.FLAG);
  }
}
