package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Short trainings end with the weights that they ended with when the table was made, on OpenCL and
 * in plain Java: whoever has a hash of an earlier version gets it again.
 */
class SameHashTest {
  private static final Path TABLE = Path.of("src/test/resources/dev/incline/cli/trainings.txt");

  @TempDir private Path temp;

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

  private void endsWithTheWeightsOfTheTable(String line) {
    String[] words = line.split(" ");
    assertThat(words[0]).matches("[0-9a-f]{64}");
    List<String> train = new ArrayList<>(List.of("train", "--json", "-q", "--no-verify"));
    train.addAll(List.of("--out", temp.resolve("run").toString()));
    train.addAll(List.of(words).subList(1, words.length));
    if (!train.contains("--device")) {
      train.addAll(List.of("--device", "opencl"));
    }
    CommandRun run = CommandRun.of(train.toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("\"weightsSha256\" : \"" + words[0] + '"');
  }
}
