package dev.incline.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training whose ranks are executors, with the finished jar. */
class TrainOnSparkTest {
  @TempDir private Path temp;

  private List<String> train(String out, int epochs, String... more) {
    List<String> words = new ArrayList<>(List.of("train"));
    words.addAll(Programs.IRIS);
    words.addAll(List.of("--hidden=8", "--batch=20", "--optimizer=momentum", "--dropout=0.2"));
    words.addAll(List.of("--shards=4", "--epochs=" + epochs, "--out=" + temp.resolve(out)));
    words.addAll(List.of(more));
    return words;
  }

  private String lastCheckpoint() throws IOException {
    if (!Files.isDirectory(temp.resolve("ranks"))) {
      return "";
    }
    try (Stream<Path> all = Files.list(temp.resolve("ranks"))) {
      return all.map(path -> path.getFileName().toString())
          .filter(name -> name.matches("checkpoint-.*bin"))
          .max(Comparator.naturalOrder())
          .orElse("");
    }
  }

  /** One worker's script finds a device, the other's has nothing to offer but plain Java. */
  @Test
  void twoRanksOfWhichOneIsKilledEndWithTheWeightsOfOneProcess() throws Exception {
    Programs programs = new Programs(temp);
    List<String> mixed =
        programs.openClResources("exec echo '{\"name\":\"opencl\",\"addresses\":[\"cpu\"]}'");
    Programs.Ended alone =
        programs.withoutSpark(train("alone", 800, "--device=cpu", "--threads=1"));
    assertThat(alone.code()).as(alone.err()).isZero();

    Process submitted =
        programs.submit(
            Programs.CLUSTER, mixed, train("ranks", 800, "--ranks=2", "--checkpoint-every=100"));
    Programs.await(submitted, () -> programs.text("err").contains("epoch   1/800  train loss "));
    Programs.await(submitted, () -> !lastCheckpoint().isEmpty());
    Programs.killExecutor(submitted);
    Programs.await(submitted, () -> programs.text("err").contains("goes on from checkpoint-"));
    String reached = lastCheckpoint(); // the last one of the ranks that were broken off
    Programs.await(submitted, () -> lastCheckpoint().compareTo(reached) > 0);
    Programs.killExecutor(submitted);
    Programs.Ended ended = programs.end(submitted);

    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.err()).contains("2 ranks, each with 2 of 4 shards", "Lost executor");
    assertThat(ended.err().split("goes on from checkpoint-")).as(ended.err()).hasSize(3); // twice
    assertThat(temp.resolve("ranks/model.safetensors"))
        .hasSameBinaryContentAs(temp.resolve("alone/model.safetensors"));
    assertThat(ended.out())
        .contains("weights     sha256 ")
        .containsPattern("device +(plain Java, 1 thread \\+ .+|.+ \\+ plain Java, 1 thread)");
    assertThat(ended.err()).contains("epoch 800/800  train loss ");
    assertThat(programs.executorLines())
        .anyMatch(line -> line.startsWith("L4J INFO dev.incline.spark.RankTask: "));
  }

  @Test
  void oneRankAndFourEndWithTheWeightsOfOneProcess() throws Exception {
    Programs programs = new Programs(temp);
    assertThat(programs.withoutSpark(train("alone", 3, "--device=cpu")).code()).isZero();
    for (int ranks : new int[] {1, 4}) {
      String out = "ranks" + ranks;
      Programs.Ended ended =
          programs.onSharedDriver(
              "local[4]", List.of(), train(out, 3, "--ranks=" + ranks, "--json"));
      assertThat(ended.code()).as(ended.err()).isZero();
      assertThat(ended.out()).startsWith("{").endsWith("}\n");
      assertThat(temp.resolve(out)).isDirectoryNotContaining("glob:.*");
      assertThat(temp.resolve(out).resolve("model.safetensors"))
          .hasSameBinaryContentAs(temp.resolve("alone/model.safetensors"));
    }
  }
}
