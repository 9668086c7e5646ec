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
  @TempDir private Path temp;

  /** The driver's folder is not that of its executors. */
  @Test
  void aFolderThatIsNotSharedIsNamed() throws Exception {
    Path here = Path.of("target/not-shared");
    FileTree.delete(here);
    List<String> words =
        new ArrayList<>(List.of("sweep", "--lr=0.1", "--out=/proc/self/cwd/" + here));
    words.addAll(Programs.IRIS);

    Programs.Ended ended = new Programs(temp).onSpark("local-cluster[1,1,1024]", List.of(), words);

    assertThat(ended.code()).as(ended.err()).isEqualTo(1);
    assertThat(ended.err())
        .contains("does not see /proc/self/cwd/" + here + ", which the driver has begun");
    assertThat(ended.out()).contains("not over: mlp-");
  }

  /** Two executors, each with a folder of its own by that name. */
  @Test
  void aFolderThatRanksDoNotShareIsNamedBeforeTheFirstStep() throws Exception {
    Path here = Path.of("target/not-shared-by-ranks");
    FileTree.delete(here);
    List<String> words =
        new ArrayList<>(List.of("train", "--shards=2", "--out=/proc/self/cwd/" + here));
    words.addAll(Programs.IRIS);

    Programs.Ended ended = new Programs(temp).onSpark(Programs.CLUSTER, List.of(), words);

    assertThat(ended.code()).as(ended.err()).isEqualTo(2);
    assertThat(ended.err())
        .contains("does not see /proc/self/cwd/" + here + ", which the driver has begun");
    assertThat(ended.out()).isEmpty();
    assertThat(here).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          predict x                       |                                          | the commands here are sweep and train, not 'predict'
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

    Programs.Ended ended = new Programs(temp).onSpark("local[2]", all, words);

    assertThat(ended.err()).contains(message);
    assertThat(ended.code()).as(ended.err()).isEqualTo(2);
    assertThat(ended.err()).doesNotContain("Exception");
    assertThat(temp.resolve("run")).doesNotExist();
  }
}
