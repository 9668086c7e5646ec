package dev.incline.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sweep on two executors, with the finished jar. */
class SweepOnSparkTest {
  private static final String EXPERIMENT =
      """
      title: Rates
      epochs: 2
      groups:
        a: {lr: [0.5, 0.2, 0.1], batch: [8, 16], seed: [1, 2]}
      """;

  @TempDir private Path temp;

  private List<String> sweep(String out, String... more) {
    List<String> words = new ArrayList<>(List.of("sweep"));
    words.addAll(Programs.IRIS);
    words.addAll(List.of("--hidden=8", "--out=" + temp.resolve(out)));
    words.addAll(List.of(more));
    return words;
  }

  private Map<String, String> files(String folder) throws IOException {
    Map<String, String> files = new TreeMap<>();
    Path root = temp.resolve(folder);
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        files.put(root.relativize(file).toString(), withoutTimes(bytes, folder));
      }
    }
    return files;
  }

  /** Nor the command line, and the folder. */
  private static String withoutTimes(String text, String folder) {
    return text.replaceAll("(econds?\" ?: ?)[0-9.E-]+", "$1")
        .replaceAll("(\"(command|started)\" : ).*", "$1")
        .replaceAll("[0-9.]+ s +[0-9,]+ samples/s", "")
        .replace("/" + folder + "/", "/");
  }

  @Test
  void twelveRunsAreThoseOfOneProcess() throws Exception {
    String file = Files.writeString(temp.resolve("e.yaml"), EXPERIMENT).toString();
    Programs programs = new Programs(temp);
    Programs.Ended alone =
        programs.withoutSpark(sweep("alone", file, "--device=cpu", "--threads=1"));
    assertThat(alone.code()).as(alone.err()).isZero();

    Programs.Ended together =
        programs.onSpark(
            Programs.CLUSTER, List.of(Programs.asUsersExecutors()), sweep("together", file));

    assertThat(together.code()).as(together.err()).isZero();
    assertThat(together.out()).isEqualTo(alone.out().replace("/alone", "/together"));
    assertThat(together.out()).contains("12 runs: 12 finished, 0 diverged, 0 failed");
    assertThat(together.err()).contains("12/12  mlp-8-");
    Map<String, String> files = files("together");
    assertThat(files).hasSize(12 * 6 + 1).isEqualTo(files("alone"));
    List<String> lines = programs.executorLines();
    assertThat(lines)
        .anyMatch(line -> line.startsWith("L4J INFO dev.incline.spark.RunTask: mlp-8-"));
    assertThat(lines).noneMatch(line -> line.contains("incline") && !isOfLog(line));

    Programs.Ended again = programs.onSharedDriver("local[1]", List.of(), sweep("together", file));
    assertThat(again.out()).contains("12 of them were there before");
    Path model = temp.resolve("together").resolve(files.keySet().iterator().next()).getParent();
    Files.writeString(model.resolve("config.yaml"), "# planted");
    assertThat(files("together")).isNotEqualTo(files("alone"));
  }

  /** Or the worker's first line, which is the command that it runs. */
  private static boolean isOfLog(String line) {
    return line.startsWith("L4J ") || line.startsWith("Spark Executor Command:");
  }

  @Test
  void aRunWhoseExecutorIsKilledIsTrainedAllTheSameOnOpenCl() throws Exception {
    String[] more = {"--lr=0.5,0.2,0.1,0.05", "--epochs=2000"};
    Programs programs = new Programs(temp);
    List<String> resources = programs.openClResources();
    List<String> words = sweep("killed", more);
    words.add("--checkpoint-every=100");

    Process submitted = programs.submit(Programs.CLUSTER, resources, words);
    Programs.await(submitted, () -> checkpoints() > 0);
    Programs.killExecutor(submitted);
    Programs.Ended ended = programs.end(submitted);

    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.err()).contains("Lost executor", "Lost task"); // in the middle of a run
    assertThat(ended.out()).contains("4 runs: 4 finished, 0 diverged, 0 failed");
    words = sweep("alone", more);
    words.addAll(List.of("--device=cpu", "--threads=1"));
    assertThat(programs.withoutSpark(words).code()).isZero();
    files("killed").forEach(this::assertOnOpenCl);
    assertThat(weights("killed")).hasSize(4).isEqualTo(weights("alone"));
    assertThat(temp.resolve("killed").toFile().list()).hasSize(5); // with sweep.json
  }

  private void assertOnOpenCl(String name, String text) {
    if (name.endsWith("environment.json")) {
      assertThat(text).contains("\"driver\" : \"").doesNotContain("\"driver\" : \"none\"");
    }
  }

  private long checkpoints() throws IOException {
    if (!Files.isDirectory(temp.resolve("killed"))) {
      return 0;
    }
    try (Stream<Path> all = Files.walk(temp.resolve("killed"))) {
      return all.filter(path -> path.getFileName().toString().startsWith("checkpoint-")).count();
    }
  }

  private Map<String, String> weights(String folder) throws IOException {
    Map<String, String> weights = files(folder);
    weights.keySet().removeIf(name -> !name.endsWith("model.safetensors"));
    return weights;
  }
}
