package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.data.DataSource;
import dev.incline.data.IdxFolder;
import dev.incline.testing.SyntheticData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Short trainings end with the weights that they ended with when the table was made, on OpenCL and
 * in plain Java: whoever has a hash of an earlier version gets it again.
 */
class SameHashTest {
  private static final Path TABLE = Path.of("src/test/resources/dev/incline/cli/trainings.txt");

  /** The first rows of MNIST: as many as the table takes, and few to score. */
  @TempDir private static Path few;

  @TempDir private Path temp;

  @BeforeAll
  static void writeTheFirstRows() {
    DataSource.Pair mnist = IdxFolder.of(Path.of("data", "mnist")).load(3000);
    SyntheticData.write(few, mnist.training(), mnist.test().first(200));
  }

  /** Every fifth row of the table, or all but these. */
  private static Stream<String> rows(boolean fifth) throws IOException {
    List<String> rows =
        Files.readAllLines(TABLE).stream().filter(line -> !line.startsWith("#")).toList();
    return IntStream.range(0, rows.size()).filter(i -> (i % 5 == 0) == fifth).mapToObj(rows::get);
  }

  static Stream<String> some() throws IOException {
    return rows(true);
  }

  static Stream<String> others() throws IOException {
    return rows(false);
  }

  @ParameterizedTest
  @MethodSource("some")
  void someEndWithTheWeightsOfTheTable(String line) {
    endsWithTheWeightsOfTheTable(line);
  }

  @ParameterizedTest
  @MethodSource("others")
  @Tag("slow")
  void theOthersDoSo(String line) {
    endsWithTheWeightsOfTheTable(line);
  }

  @Test
  void soDoesTheFirstWithAllRowsOfMnist() throws IOException {
    endsWithTheWeightsOfTheTable(some().findFirst().orElseThrow(), Path.of("data", "mnist"));
  }

  private void endsWithTheWeightsOfTheTable(String line) {
    endsWithTheWeightsOfTheTable(line, few);
  }

  private void endsWithTheWeightsOfTheTable(String line, Path data) {
    String[] words = line.split(" ");
    assertThat(words[0]).matches("[0-9a-f]{64}");
    List<String> train = new ArrayList<>(List.of("train", "--json", "-q", "--no-verify"));
    train.addAll(List.of("--data", data.toString(), "--out", temp.resolve("run").toString()));
    train.addAll(List.of(words).subList(1, words.length));
    if (!train.contains("--device")) {
      train.addAll(List.of("--device", "opencl"));
    }
    CommandRun run = CommandRun.of(train.toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("\"weightsSha256\" : \"" + words[0] + '"');
  }
}
