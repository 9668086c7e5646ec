package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.cli.options.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model of a table, on data that it was not trained on. */
class EvaluateOnOtherDataTest {
  @TempDir private static Path temp;

  private static String run;

  @BeforeAll
  static void train() throws IOException {
    run = temp.resolve("run").toString();
    CommandRun trained =
        CommandRun.of(
            "train",
            "-q",
            "--device=cpu",
            "--data=" + table("low", "high"),
            "--test-share=0.2",
            "--hidden=4",
            "--epochs=2",
            "--batch=8",
            "--out=" + run);
    assertThat(trained.code()).as(trained.err()).isZero();
  }

  /** Forty rows of two classes. */
  private static Path table(String low, String high) throws IOException {
    StringBuilder rows = new StringBuilder("a,b,class\n");
    for (int i = 0; i < 40; i++) {
      rows.append("%s,%s,%s\n".formatted(i * 7 % 11, 10 * (i % 2), i % 2 == 0 ? low : high));
    }
    return Files.writeString(temp.resolve(low + ".csv"), rows);
  }

  private static CommandRun evaluate(Path data) {
    return CommandRun.of("evaluate", run, "--device=cpu", "--data=" + data, "--test-share=0.2");
  }

  @Test
  void namesTheDataThatItCannotTake() {
    CommandRun usual = CommandRun.of("evaluate", run, "--device=cpu", "--data=data/mnist");
    assertThat(usual.code()).isEqualTo(ExitCode.FAILED);
    assertThat(usual.err())
        .containsPattern(
            "mnist: the test set holds images, but the model takes numbers. --data names other data");
  }

  @Test
  void saysThatNumbersCountAsPlaces() throws IOException {
    assertThat(evaluate(table("0", "1")).err())
        .contains(
            "0.csv has numbers as labels, which are no classes of the model: they count as the places of its classes, from 0 (high)");
    assertThat(evaluate(temp.resolve("low.csv")).err()).doesNotContain("places");
  }
}
