package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.experiment.StoredRun;
import dev.incline.option.OptimizerKind;
import dev.incline.testing.JavaCommand;
import dev.incline.testing.SyntheticData;
import dev.incline.train.checkpoint.Checkpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Trainings in processes of their own that are killed at random points, and go on. */
final class KilledRuns {
  private static final int EPOCHS = 6; // of 450 steps: some 385 checkpoints

  private final Path temp;
  private final String device;
  private final OptimizerKind optimizer;
  private final Random random = new Random(1);
  private final String hash;
  private final long milliseconds; // from the first checkpoint to the end, when nobody kills it
  private int resumed;
  private int early; // killed before there was anything to go on from
  private int late; // killed when all was done

  KilledRuns(Path temp, String device, OptimizerKind optimizer)
      throws IOException, InterruptedException {
    this.temp = temp;
    this.device = device;
    this.optimizer = optimizer;
    SyntheticData.write(temp.resolve("data"), 9000, 50, 6);
    milliseconds = Math.min(whole(), whole());
    hash = StoredRun.read(temp.resolve("whole")).result().weightsSha256();
  }

  private long whole() throws IOException, InterruptedException {
    Process process = start("whole");
    awaitCheckpoint("whole", process);
    long start = System.nanoTime();
    assertThat(process.waitFor()).as(log("whole")).isZero();
    return (System.nanoTime() - start) / 1_000_000;
  }

  private void awaitCheckpoint(String out, Process process)
      throws IOException, InterruptedException {
    Path folder = temp.resolve(out);
    while (process.isAlive() && (!Files.exists(folder) || Checkpoints.files(folder).isEmpty())) {
      Thread.sleep(1);
    }
  }

  private Process start(String out) throws IOException {
    List<String> command = JavaCommand.of(Main.class, "-DuniqueLibraryNames=true");
    command.addAll(
        List.of(
            "train",
            "--device=" + device,
            "--data=" + temp.resolve("data"),
            "--out=" + temp.resolve(out),
            "--overwrite",
            "--init=xavier",
            "--optimizer=" + optimizer,
            "--epochs=" + EPOCHS,
            "--batch=16",
            "--checkpoint-every=7"));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(temp.resolve(out + ".log").toFile())
        .start();
  }

  private String log(String out) throws IOException {
    return Files.readString(temp.resolve(out + ".log"));
  }

  /** Kills one run at a random point, with SIGKILL or SIGTERM, and goes on with it. */
  void kill(int number, boolean gently) throws IOException, InterruptedException {
    String out = "run-" + number;
    Path folder = temp.resolve(out);
    Process process = start(out);
    awaitCheckpoint(out, process);
    Thread.sleep(random.nextLong(milliseconds));
    if (gently) {
      process.destroy();
    } else {
      process.destroyForcibly();
    }
    assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
    if (!Files.exists(folder) || Checkpoints.files(folder).isEmpty()) {
      boolean done =
          Files.exists(folder.resolve(StoredRun.RESULT)) && StoredRun.read(folder).result() != null;
      late += done ? 1 : 0;
      early += done ? 0 : 1;
      if (!done && gently && Files.exists(folder.resolve(StoredRun.EPOCHS))) {
        assertThat(log(out)).as("training was under way").doesNotContain("epoch 1/" + EPOCHS);
      }
      return;
    }
    if (gently && process.exitValue() != 0) {
      assertThat(process.exitValue()).as(log(out)).isEqualTo(143);
      assertThat(log(out)).contains("Go on with: incline train --resume " + folder);
    }
    CommandRun run = CommandRun.of("train", "--quiet", "--resume=" + folder, "--device=cpu");
    assertThat(run.code()).as(run.err()).isZero();
    StoredRun stored = StoredRun.read(folder);
    assertThat(stored.result().weightsSha256()).as("%s: %s", out, run.err()).isEqualTo(hash);
    assertThat(stored.epochs()).hasSize(EPOCHS);
    resumed++;
  }

  int resumed() {
    return resumed;
  }

  @Override
  public String toString() {
    return "%s, %s: %d runs killed in the middle went on to the same hash, %d were killed before the first checkpoint, %d after the end"
        .formatted(optimizer, device, resumed, early, late);
  }
}
