package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.experiment.StoredRun;
import dev.incline.testing.JavaCommand;
import dev.incline.testing.SyntheticData;
import dev.incline.wording.ShellWords;
import java.io.BufferedReader;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sweep that a signal ends says how to go on. */
@Tag("field")
class SweepSignalTest {
  @TempDir private Path temp;

  @Test
  void saysHowToGoOn() throws Exception {
    SyntheticData.write(temp.resolve("the data"), 100, 20, 6);
    List<String> command = JavaCommand.of(Main.class);
    command.addAll(
        List.of(
            "sweep",
            "--device=cpu",
            "--data=" + temp.resolve("the data"),
            "--hidden=4",
            "--epochs=1,100000",
            "--out=" + temp.resolve("runs")));
    Process process = new ProcessBuilder(command).start();
    try (BufferedReader err = process.errorReader()) {
      String line = err.readLine();
      while (line != null && !line.startsWith("1/2")) {
        line = err.readLine();
      }
      awaitAnEpoch();
      process.toHandle().destroy(); // SIGTERM
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(143);
      assertThat(err.lines().collect(Collectors.joining("\n")))
          .contains(
              "incline: stopped with 1 of 2 runs over. Go on with: incline sweep --device=cpu '--data="
                  + temp.resolve("the data")
                  + "' --hidden=4 --epochs=1,100000 --out="
                  + temp.resolve("runs"));
    }
    List<Path> runs;
    try (var all = Files.list(temp.resolve("runs"))) {
      runs = all.toList();
    }
    assertThat(runs.stream().filter(path -> Files.exists(path.resolve(StoredRun.RESULT))))
        .hasSize(1);
    Path work = runs.stream().filter(p -> p.toString().endsWith(".part")).findFirst().orElseThrow();
    assertThat(work.resolve("1").toFile().list()).anyMatch(name -> name.startsWith("checkpoint-"));
    assertThat(work.resolve("claim-1")).content().contains("given back"); // nobody waits for it
  }

  /** Of the second run: a signal between two runs would leave none under way. */
  private void awaitAnEpoch() throws Exception {
    for (int wait = 0; wait < 600; wait++) {
      try (var all = Files.list(temp.resolve("runs"))) {
        Path work = all.filter(p -> p.toString().endsWith(".part")).findFirst().orElse(temp);
        File history = work.resolve("1").resolve(StoredRun.EPOCHS).toFile();
        if (history.length() > 0) {
          return;
        }
      }
      Thread.sleep(50);
    }
    throw new AssertionError("the second run has no epoch after 30 s");
  }

  @Test
  void wordsCanBePastedIntoAShell() {
    assertThat(ShellWords.of(List.of("a", "b c", "d'e", "", "$x", "ü=1,2")))
        .isEqualTo("a 'b c' 'd'\\''e' '' '$x' ü=1,2");
  }
}
