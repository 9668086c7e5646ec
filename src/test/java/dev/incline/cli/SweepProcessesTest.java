package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.experiment.StoredRun;
import dev.incline.experiment.StoredRuns;
import dev.incline.experiment.StoredSweep;
import dev.incline.testing.JavaCommand;
import dev.incline.testing.SyntheticData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps of several processes in one folder, with the real command and real deaths. */
@Tag("slow")
class SweepProcessesTest {
  private static final int RUNS = 4;
  private static final int EPOCHS = 300;

  @TempDir private Path temp;
  private final List<Process> processes = new ArrayList<>();

  @BeforeEach
  void writeData() {
    SyntheticData.write(temp.resolve("data"), 200, 50, 6);
  }

  @AfterEach
  void endAll() throws InterruptedException {
    for (Process process : processes) {
      process.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
    }
  }

  private List<String> arguments(String out) {
    return List.of(
        "sweep",
        "--device=cpu",
        "--threads=1",
        "--data=" + temp.resolve("data"),
        "--lr=0.5,0.4,0.3,0.2",
        "--epochs=" + EPOCHS,
        "--checkpoint-every=100",
        "--takeover-after=10s",
        "--out=" + temp.resolve(out));
  }

  private Process start(String name) throws IOException {
    List<String> command = JavaCommand.of(Main.class, "-Xmx300m");
    command.addAll(arguments("shared"));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(temp.resolve(name + ".out").toFile())
            .redirectError(temp.resolve(name + ".err").toFile())
            .start();
    processes.add(process);
    return process;
  }

  private String err(String name) throws IOException {
    return Files.readString(temp.resolve(name + ".err"));
  }

  private static Map<String, String> hashes(Path folder) throws IOException {
    Map<String, String> hashes = new TreeMap<>();
    for (String run : StoredSweep.read(folder, new StoredRuns()).groups().get(0).runs()) {
      StoredRun stored = StoredRun.read(folder.resolve(run));
      assertThat(stored.epochs()).as(run).hasSize(EPOCHS);
      hashes.put(run, stored.result().weightsSha256());
    }
    return hashes;
  }

  /** How many runs have left so far that are under way. */
  private long checkpoints() {
    try (Stream<Path> all = Files.walk(temp.resolve("shared"), 3)) {
      return all.filter(path -> path.getFileName().toString().matches("checkpoint-.*bin")).count();
    } catch (IOException | UncheckedIOException e) {
      return 0; // the folder is not there yet, or a run ended meanwhile
    }
  }

  @Test
  void whatAKilledProcessHadBegunAnotherEndsToTheSameHash() throws Exception {
    Process killed = start("a");
    for (int i = 0; i < 6000 && checkpoints() == 0; i++) {
      Thread.sleep(10);
    }
    Process other = start("b");
    killed.destroyForcibly(); // SIGKILL
    Process third = start("c");
    assertThat(other.waitFor(180, TimeUnit.SECONDS)).isTrue();
    assertThat(third.waitFor(180, TimeUnit.SECONDS)).isTrue();
    assertThat(other.exitValue()).as(err("b")).isZero();
    assertThat(third.exitValue()).as(err("c")).isZero();
    Path shared = temp.resolve("shared");
    boolean wentOn = false;
    for (String run : hashes(shared).keySet()) {
      wentOn |= Files.readString(shared.resolve(run).resolve(StoredRun.LOG)).contains("going on");
    }
    assertThat(wentOn).as(err("b") + err("c")).isTrue();
    assertThat(shared.toFile().list()).hasSize(RUNS + 1); // and sweep.json: nothing of the work
    for (String name : List.of("b", "c")) {
      String out = Files.readString(temp.resolve(name + ".out"));
      assertThat(out).contains("4 runs: 4 finished, 0 diverged, 0 failed");
    }
    assertThat(Files.readString(temp.resolve("b.out")) + Files.readString(temp.resolve("c.out")))
        .contains("trained by other processes meanwhile: mlp-");
    CommandRun alone = CommandRun.of(arguments("alone").toArray(String[]::new));
    assertThat(alone.code()).as(alone.err()).isZero();
    assertThat(hashes(shared)).isEqualTo(hashes(temp.resolve("alone")));
    CommandRun report =
        CommandRun.of("report", shared.toString(), "--out", temp.resolve("r.html").toString());
    assertThat(report.code()).as(report.err()).isZero();
  }
}
