package dev.incline.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training whose ranks are executors, with the finished jar. */
class TrainOnSparkTest {
  @TempDir private Path temp;

  private List<String> train(String out, String... more) {
    List<String> words = new ArrayList<>(List.of("train"));
    words.addAll(Programs.IRIS);
    words.addAll(List.of("--hidden=8", "--batch=20", "--optimizer=momentum", "--dropout=0.2"));
    words.addAll(List.of("--shards=4", "--epochs=3000", "--out=" + temp.resolve(out)));
    words.addAll(List.of(more));
    return words;
  }

  private boolean hasCheckpoint() throws IOException {
    if (!Files.isDirectory(temp.resolve("ranks"))) {
      return false;
    }
    try (Stream<Path> all = Files.list(temp.resolve("ranks"))) {
      return all.anyMatch(path -> path.getFileName().toString().startsWith("checkpoint-"));
    }
  }

  @Test
  void twoRanksOfWhichOneIsKilledEndWithTheWeightsOfOneProcess() throws Exception {
    Programs programs = new Programs(temp);
    Programs.Ended alone = programs.withoutSpark(train("alone", "--device=cpu", "--threads=1"));
    assertThat(alone.code()).as(alone.err()).isZero();

    Process submitted =
        programs.submit(
            Programs.CLUSTER, List.of(), train("ranks", "--ranks=2", "--checkpoint-every=100"));
    Programs.await(submitted, this::hasCheckpoint);
    Programs.killExecutor(submitted);
    Programs.Ended ended = programs.end(submitted);

    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.err()).contains("2 ranks, each with 2 of 4 shards", "Lost executor");
    assertThat(temp.resolve("ranks/model.safetensors"))
        .hasSameBinaryContentAs(temp.resolve("alone/model.safetensors"));
    assertThat(programs.executorLines())
        .anyMatch(line -> line.startsWith("L4J INFO dev.incline.spark.RankTask: "));
  }
}
