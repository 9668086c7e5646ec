package dev.incline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the commands of the README write into a checkout does not show in {@code git status}. */
@Tag("field")
class OutputsIgnoredTest {
  @TempDir private Path temp;

  @ParameterizedTest
  @CsvSource({
    "runs/assignment/sweep.json, true",
    "report.html, true",
    "report.pdf, true",
    "report-figures/runs.csv, true",
    "thesis-figures/curves.svg, true",
    "step.npz, true",
    "trace.npz, true",
    "breach-step-1.bundle.npz, true",
    "curves.png, true",
    "curves.svg, true",
    "incline-device.txt, true",
    "checkpoint-5250.bin, true",
    "data/fashion-mnist/train-images-idx3-ubyte.gz, true",
    "data/mnist/train-images-idx3-ubyte.gz, false",
    "data/experiments/mine.yaml, false",
    "data/README.md, false",
    "docs/sample-report.pdf, false",
    "docs/sample-report-pages.png, false",
    "src/main/resources/fonts/x.npz, false",
    "README.md, false"
  })
  void anOutputIsIgnoredAndASourceIsNot(String path, boolean ignored) throws Exception {
    assertThat(git("init", "-q")).isZero();
    Files.copy(Path.of(".gitignore"), temp.resolve(".gitignore"));
    assertThat(git("check-ignore", "-q", path)).isEqualTo(ignored ? 0 : 1);
  }

  private int git(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("git", "-C", temp.toString()));
    command.addAll(List.of(words));
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}
