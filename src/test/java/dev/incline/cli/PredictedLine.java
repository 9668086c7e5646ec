package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

/** What {@code predict --csv} says of the one row of a file. */
final class PredictedLine {
  private PredictedLine() {}

  /** Class and probability. */
  static String of(Path run, Path file) {
    CommandRun predicted =
        CommandRun.of("predict", run.toString(), file.toString(), "--csv", "--device", "cpu");
    assertThat(predicted.code()).as(predicted.err()).isZero();
    return predicted.out().lines().skip(1).findFirst().orElseThrow().replaceAll("^.*,1,", "");
  }
}
