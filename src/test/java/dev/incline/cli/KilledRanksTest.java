package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.cli.options.ExitCode;
import dev.incline.experiment.StoredRun;
import dev.incline.testing.FreePort;
import dev.incline.testing.JavaCommand;
import dev.incline.testing.SyntheticData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ranks as processes, of which one dies in the middle of an epoch. */
@Tag("slow")
@Timeout(300)
class KilledRanksTest {
  private static final int SIGTERM = 143; // exit code

  @TempDir private Path temp;
  private final List<Process> processes = new ArrayList<>();
  private int port;

  @BeforeEach
  void prepare() throws IOException {
    SyntheticData.write(temp.resolve("data"), 400, 50, 6);
    Files.write(temp.resolve("token"), new byte[32]);
    port = FreePort.find().getPort();
  }

  @AfterEach
  void endAll() throws InterruptedException {
    for (Process process : processes) {
      process.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
    }
  }

  private List<String> training(String out) {
    return List.of(
        "train",
        "--device=cpu",
        "--threads=1",
        "--data=" + temp.resolve("data"),
        "--hidden=8",
        "--init=xavier",
        "--batch=8",
        "--shards=2",
        "--optimizer=momentum",
        "--dropout=0.2",
        "--epochs=60",
        "--out=" + temp.resolve(out));
  }

  /** Starts both ranks. */
  private List<Process> start(List<String> arguments) throws IOException {
    List<Process> both = new ArrayList<>();
    for (int rank = 0; rank < 2; rank++) {
      List<String> command = JavaCommand.of(Main.class, "-Xmx300m");
      command.addAll(arguments);
      command.addAll(List.of("--checkpoint-every=100", "--rank=" + rank + "/2"));
      command.addAll(List.of("--meet=localhost:" + port, "--rank-timeout=60s"));
      command.add("--token-file=" + temp.resolve("token"));
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(temp.resolve(rank + ".out").toFile())
              .redirectError(temp.resolve(rank + ".err").toFile())
              .start();
      processes.add(process);
      both.add(process);
    }
    return both;
  }

  private String err(int rank) throws IOException {
    return Files.readString(temp.resolve(rank + ".err"));
  }

  private void awaitCheckpoint(int after) throws Exception {
    for (int i = 0; i < 6000; i++) {
      if (Files.exists(temp.resolve("shared").resolve("checkpoint-%09d.bin".formatted(after)))) {
        return;
      }
      Thread.sleep(10);
    }
    throw new AssertionError("no checkpoint: " + err(0) + err(1));
  }

  private void assertEnd(Process process, int rank, int code, String message) throws Exception {
    assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(err(rank)).isEqualTo(code);
    assertThat(err(rank)).contains(message);
  }

  @Test
  void theyGoOnToTheSameHashHoweverOftenOneDies() throws Exception {
    List<String> resume = List.of("train", "--resume=" + temp.resolve("shared"));
    List<Process> both = start(training("shared"));
    awaitCheckpoint(100);
    both.get(1).destroyForcibly(); // SIGKILL
    assertEnd(both.get(0), 0, ExitCode.FAILED, "rank 1 has ended");
    both = start(resume);
    awaitCheckpoint(500);
    both.get(0).destroyForcibly();
    assertEnd(both.get(1), 1, ExitCode.FAILED, "rank 0 has ended");
    both = start(resume);
    awaitCheckpoint(900);
    both.forEach(Process::destroy); // SIGTERM to all, as Slurm does: rank 0 leaves a checkpoint
    assertEnd(both.get(0), 0, SIGTERM, "train --resume");
    assertThat(both.get(1).waitFor(90, TimeUnit.SECONDS)).isTrue();
    both = start(resume);
    assertEnd(both.get(0), 0, ExitCode.DONE, "going on with");
    assertEnd(both.get(1), 1, ExitCode.DONE, "rank 1 has taken part to the end");
    CommandRun alone = CommandRun.of(training("alone").toArray(String[]::new));
    assertThat(alone.code()).as(alone.err()).isZero();
    assertThat(StoredRun.read(temp.resolve("shared")).result().weightsSha256())
        .isEqualTo(StoredRun.read(temp.resolve("alone")).result().weightsSha256());
  }
}
