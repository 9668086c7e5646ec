package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.experiment.StoredRun;
import dev.incline.testing.JavaCommand;
import dev.incline.testing.SyntheticData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two first trainings at once, with every cache cold and each folder shared. */
@Tag("slow")
class OpenClTwoProcessesTest {
  @TempDir private Path temp;

  @Test
  void bothTrainToTheSameHashInFoldersOfTheirOwn() throws IOException, InterruptedException {
    SyntheticData.write(temp.resolve("data"), 200, 50, 6);
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      processes.add(start(i));
    }
    for (int i = 0; i < 2; i++) {
      assertThat(processes.get(i).waitFor(300, TimeUnit.SECONDS)).isTrue();
      assertThat(processes.get(i).exitValue())
          .as(Files.readString(temp.resolve(i + ".log")))
          .isZero();
    }
    List<Path> runs;
    try (Stream<Path> folders = Files.list(temp.resolve("runs"))) {
      runs = folders.toList();
    }
    assertThat(runs).hasSize(2);
    StoredRun first = StoredRun.read(runs.get(0));
    StoredRun second = StoredRun.read(runs.get(1));
    assertThat(first.result().weightsSha256()).isEqualTo(second.result().weightsSha256());
    try (Stream<Path> passes = Files.list(temp.resolve("cache").resolve("verified"))) {
      assertThat(passes).hasSize(1);
    }
  }

  private Process start(int number) throws IOException {
    Path kernels = Files.createDirectories(temp.resolve("pocl"));
    Path scratch = Files.createDirectories(temp.resolve("tmp"));
    List<String> command =
        JavaCommand.of(
            Main.class,
            JavaCommand.buildingFast(),
            "-DuniqueLibraryNames=true",
            "-Dincline.probe.seconds=0.1",
            "-Djava.io.tmpdir=" + scratch,
            "-Dincline.cache=" + temp.resolve("cache"));
    command.addAll(
        List.of(
            "train",
            "--device=opencl",
            "--data=" + temp.resolve("data"),
            "--model=softmax",
            "--batch=16",
            "--epochs=2"));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("POCL_CACHE_DIR", kernels.toString());
    return builder
        .directory(temp.toFile())
        .redirectErrorStream(true)
        .redirectOutput(temp.resolve(number + ".log").toFile())
        .start();
  }
}
