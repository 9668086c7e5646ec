package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.testing.JavaCommand;
import dev.incline.testing.SyntheticData;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A signal is answered at once, whatever the training is at. */
@Tag("field")
@Timeout(120) // seconds: a signal that goes unheard is a training that goes on
@Tag("slow")
class TrainSignalTest {
  private static final int SIGTERM = 143; // exit code

  @TempDir private Path temp;

  @BeforeEach
  void writeData() {
    SyntheticData.write(temp.resolve("data"), 3000, 50, 6);
  }

  private Process train(String... options) throws IOException {
    List<String> command =
        JavaCommand.of(
            Main.class, "-DuniqueLibraryNames=true", "-Dincline.cache=" + temp.resolve("cache"));
    command.addAll(
        List.of("train", "--data=" + temp.resolve("data"), "--out=" + temp.resolve("runs/one")));
    command.addAll(List.of(options));
    return new ProcessBuilder(command).start();
  }

  private static void await(BufferedReader err, String word) throws IOException {
    String line = err.readLine();
    while (line != null && !line.contains(word)) {
      line = err.readLine();
    }
    assertThat(line).as("a line with " + word).isNotNull();
  }

  @Test
  void theFirstVerificationIsLeftAtOnce() throws Exception {
    Process process = train("--device=opencl", "--hidden=4");
    try (BufferedReader err = process.errorReader()) {
      await(err, "for the first time");
      Thread.sleep(500); // a kernel of some seconds is next
      process.toHandle().destroy();
      assertThat(process.waitFor(3, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(SIGTERM);
      assertThat(err.lines().collect(Collectors.joining("\n")))
          .contains("incline: stopped before the first step")
          .doesNotContain("crashed");
    }
    assertThat(temp.resolve("runs")).doesNotExist();
  }

  /** A step of plain Java takes seconds here. */
  @Test
  void aSecondSignalEndsALongStep() throws Exception {
    Process process =
        train(
            "--device=cpu",
            "--threads=1",
            "--hidden=2048,2048",
            "--batch=1000",
            "--checkpoint-every=1");
    try (BufferedReader err = process.errorReader()) {
      Path first = temp.resolve("runs/one/checkpoint-000000001.bin");
      while (process.isAlive() && !Files.exists(first)) {
        Thread.sleep(10);
      }
      process.toHandle().destroy();
      await(err, "incline: stopping after this step, with a checkpoint (a second signal");
      assertThat(process.isAlive()).isTrue();
      process.toHandle().destroy();
      assertThat(process.waitFor(3, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(SIGTERM);
    }
  }

  @Test
  void theFirstSignalLeavesACheckpoint() throws Exception {
    Process process = train("--device=cpu", "--hidden=4", "--epochs=100000", "--init=xavier");
    try (BufferedReader err = process.errorReader()) {
      await(err, "1/100000");
      process.toHandle().destroy();
      assertThat(process.waitFor(3, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(SIGTERM);
      assertThat(err.lines().collect(Collectors.joining("\n")))
          .contains("incline: stopping after this step", "Go on with: incline train --resume ");
    }
  }
}
