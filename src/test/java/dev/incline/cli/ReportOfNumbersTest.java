package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report of a table says what becomes of its numbers, not of pixels. */
class ReportOfNumbersTest {
  @TempDir private Path temp;

  private String report(String... more) throws IOException {
    Path run = temp.resolve("run");
    String[] train = {
      "train",
      "-q",
      "--device=cpu",
      "--data=data/iris/iris.csv",
      "--label=species",
      "--test-share=0.2",
      "--hidden=4",
      "--epochs=2",
      "--overwrite",
      "--out=" + run
    };
    String[] all = Arrays.copyOf(train, train.length + more.length);
    System.arraycopy(more, 0, all, train.length, more.length);
    CommandRun trained = CommandRun.of(all);
    assertThat(trained.code()).as(trained.err()).isZero();
    Path page = temp.resolve("report.html");
    CommandRun reported = CommandRun.of("report", run.toString(), "--out", page.toString());
    assertThat(reported.code()).as(reported.err()).isZero();
    return Files.readString(page).replaceAll("<[^>]*>", "");
  }

  @Test
  void saysHowTheyAreScaled() throws IOException {
    assertThat(report())
        .contains(
            "a row per sample, its numbers scaled to mean 0 and standard deviation 1 of each feature over the rows that train. Y holds")
        .doesNotContain("pixels");
    assertThat(report("--scale=unit", "--missing=mean"))
        .contains(
            "its numbers scaled so that each feature is from 0 to 1 over the rows that train; a missing number is the mean of its feature over the rows that train. Y")
        .doesNotContain("standard deviation 1");
    assertThat(report("--scale=none")).contains("a row per sample, its numbers as they are. Y");
  }
}
