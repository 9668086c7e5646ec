package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.cli.options.ExitCode;
import dev.incline.testing.SyntheticData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Results that do not arrive are a failure, of every command. */
@Tag("field")
@Tag("slow")
class StandardOutputTest {
  @TempDir private static Path temp;

  @BeforeAll
  static void train() {
    SyntheticData.write(temp.resolve("data"), 200, 50, 8);
    for (String seed : new String[] {"1", "2"}) {
      String[] words =
          filled("train -q --device cpu --data D --hidden 4 --epochs 1 --out T/run" + seed)
              .split(" ");
      words = append(words, "--seed", seed);
      assertThat(CommandRun.of(words).code()).isZero();
    }
  }

  private static String[] append(String[] words, String... more) {
    String[] all = java.util.Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return all;
  }

  private static String filled(String command) {
    return command.replace(" D", " " + temp.resolve("data")).replace(" T/", " " + temp + "/");
  }

  /** A disk without room, or a pipe without reader. */
  private static OutputStream failing(String reason) {
    return new OutputStream() {
      @Override
      public void write(int one) throws IOException {
        throw new IOException(reason);
      }
    };
  }

  private static CommandRun into(String reason, String command) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code = Main.process(failing(reason), err, filled(command).split(" "));
    return new CommandRun(code, "", err.toString(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train -q --device cpu --data D --hidden 4 --epochs 1 --out T/a",
        "train -q --device cpu --data D --hidden 4 --epochs 1 --out T/b --json",
        "train --device cpu --data D --hidden 4 --print-plan",
        "evaluate --device cpu --data D T/run1",
        "evaluate --device cpu --data D T/run1 --json",
        "predict --device cpu T/run1 T/data/t10k-images-idx3-ubyte",
        "predict --device cpu T/run1 T/data/t10k-images-idx3-ubyte --json",
        "sweep -q --device cpu --data D --hidden 4 --epochs 1 --out T/s",
        "sweep -q --device cpu --data D --hidden 4 --epochs 1 --out T/t --json",
        "report --diff T/run1 T/run2",
        "plot T/run1",
        "devices",
        "devices --json",
        "verify --device opencl --tiny",
        "verify --device opencl --tiny --json",
        "gradcheck --device cpu --data D --hidden 4 --coordinates 9",
        "gradcheck --device cpu --data D --hidden 4 --coordinates 9 --json",
        "trace --device cpu --data D --hidden 4 --out T/t.npz",
        "data check T/data",
        "data check T/data --json",
        "data describe T/data",
        "data describe T/data --json",
        "tune --list",
        "--help",
        "help train",
        "train --help",
        "--version",
      })
  void noCommandIsDoneWhoseResultsAreLost(String command) {
    CommandRun full = into("No space left on device", command);
    assertThat(full.code()).as(full.err()).isEqualTo(ExitCode.FAILED);
    assertThat(full.err())
        .contains("standard output cannot be written", "No space left on device")
        .hasLineCount((int) full.err().lines().count());
  }

  @Test
  void aReaderWhoHasGoneWantsNoMessage() {
    CommandRun gone = into("Broken pipe", "devices");
    assertThat(gone.code()).isEqualTo(128 + 13);
    assertThat(gone.err()).doesNotContain("incline:");
  }

  @Test
  void aFailureOfTheCommandKeepsItsExitCode() {
    CommandRun run = into("No space left on device", "verify --device cpu --bundle T/none");
    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    StandardOutput out = new StandardOutput(failing("No space left on device"));
    out.write(1);
    assertThat(out.exitCode(ExitCode.MISMATCH, new java.io.PrintWriter(System.err)))
        .isEqualTo(ExitCode.MISMATCH);
  }

  @Test
  void whatIsSavedStaysAndAFullStandardErrorEndsNothing() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int code =
        Main.process(
            out,
            failing("No space left on device"),
            filled("train --device cpu --data D --hidden 4 --epochs 2 --out T/full").split(" "));
    assertThat(code).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("weights");
    assertThat(
            into("No space left on device", "train -q --device cpu --data D --out T/kept").code())
        .isEqualTo(ExitCode.FAILED);
    assertThat(Files.exists(temp.resolve("kept").resolve("model.safetensors"))).isTrue();
  }
}
