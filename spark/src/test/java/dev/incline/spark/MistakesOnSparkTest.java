package dev.incline.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.file.FileTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot run is said before the first step, in one line, with exit code 2. */
class MistakesOnSparkTest {
  private static final Path HERE = Path.of("target/not-shared");

  @TempDir private Path temp;

  /** The driver's folder is not that of its executors. */
  @Test
  void aFolderThatIsNotSharedIsNamed() throws Exception {
    Programs.Ended ended = unshared("local-cluster[1,1,1024]", 1, "sweep", "--lr=0.1");
    assertThat(ended.out()).contains("not over: mlp-");
  }

  /** Two executors, each with a folder of its own by that name: no step is taken. */
  @Test
  void aFolderThatRanksDoNotShareIsNamed() throws Exception {
    Programs.Ended ended = unshared(Programs.CLUSTER, 2, "train", "--shards=2");
    assertThat(ended.out()).isEmpty();
    assertThat(HERE).doesNotExist();
  }

  private Programs.Ended unshared(String master, int code, String... words) throws Exception {
    FileTree.delete(HERE);
    List<String> all = new ArrayList<>(List.of(words));
    all.add("--out=/proc/self/cwd/" + HERE);
    all.addAll(Programs.IRIS);
    Programs.Ended ended = new Programs(temp).onSharedDriver(master, List.of(), all);
    assertThat(ended.code()).as(ended.err()).isEqualTo(code);
    assertThat(ended.err())
        .contains("does not see /proc/self/cwd/" + HERE + ", which the driver has begun");
    return ended;
  }

  /** The exit code is that of the process. */
  @Test
  void anotherCommandIsAMistake() throws Exception {
    Programs.Ended ended =
        new Programs(temp).onSpark("local[2]", List.of(), List.of("predict", "x"));
    assertMistake("the commands here are sweep and train, not 'predict'", ended);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          train --shards=4                |                                          | train on Spark needs --out DIR
          train --shards=3 --out=OUT      |                                          | --shards must be one of 1, 2, 4, 8, 16, 32, 64, not 3
          train --shards=4 --ranks=3 --out=OUT |                                     | --ranks 3 does not divide --shards 4
          train --shards=4 --ranks=8 --out=OUT |                                     | --ranks 8 does not divide --shards 4
          train --ranks=x --out=OUT       |                                          | --ranks must be a whole number from 1 to 999, not 'x'
          train --shards=4 --ranks=4 --out=OUT | spark.scheduler.maxRegisteredResourcesWaitingTime=1s | --ranks 4: the executors have room for only 2 tasks
          train --shards=2 --out=OUT      | spark.dynamicAllocation.enabled=true     | train does not go with spark.dynamicAllocation.enabled=true
          train --device=cpu --out=OUT    | spark.task.resource.opencl.amount=1      | --device does not go with spark.task.resource.opencl.amount
          train --rank=0/2 --out=OUT      |                                          | --rank does not go with Spark
          sweep --lr=0.1,0.2 --jobs=2 --out=OUT |                                    | --jobs and several devices do not go with a cluster
          sweep --lr=x --out=OUT          |                                          | --lr must be
          """)
  void aMistakeIsNamed(String line, String conf, String message) throws Exception {
    String run = temp.resolve("run").toString();
    List<String> words = List.of(line.strip().replace("OUT", run).split(" ", -1));
    List<String> all = Stream.ofNullable(conf).filter(text -> !text.isBlank()).toList();

    Programs.Ended ended = new Programs(temp).onSharedDriver("local[2]", all, words);

    assertMistake(message, ended);
    assertThat(temp.resolve("run")).doesNotExist();
  }

  private static void assertMistake(String message, Programs.Ended ended) {
    assertThat(ended.err()).contains(message);
    assertThat(ended.code()).as(ended.err()).isEqualTo(2);
    assertThat(ended.err()).doesNotContain("Exception");
  }
}
