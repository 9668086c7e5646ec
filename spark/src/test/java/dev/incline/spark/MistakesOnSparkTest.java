package dev.incline.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.incline.file.FileTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What cannot run is said before the first step, in one line, with exit code 2. */
class MistakesOnSparkTest {
  private static final Path HERE = Path.of("target/not-shared");

  /** Command line | conf | what is said of it. */
  private static final String MISTAKES =
      """
      train --shards=4 | | train on Spark needs --out DIR
      train --shards=3 --out=OUT | | --shards must be one of 1, 2, 4, 8, 16, 32, 64, not 3
      train --shards=4 --ranks=3 --out=OUT | | --ranks 3 does not divide --shards 4
      train --shards=4 --ranks=8 --out=OUT | | --ranks 8 does not divide --shards 4
      train --ranks=x --out=OUT | | --ranks must be a whole number from 1 to 999, not 'x'
      train --shards=4 --ranks=4 --out=OUT | spark.scheduler.maxRegisteredResourcesWaitingTime=1s | --ranks 4: the executors have room for only 2 tasks
      train --shards=2 --out=OUT | spark.dynamicAllocation.enabled=true | train does not go with spark.dynamicAllocation.enabled=true
      train --device=cpu --out=OUT | spark.task.resource.opencl.amount=1 | --device does not go with spark.task.resource.opencl.amount
      train --rank=0/2 --out=OUT | | --rank does not go with Spark
      sweep --lr=0.1,0.2 --jobs=2 --out=OUT | | --jobs and several devices do not go with a cluster
      sweep --lr=x --out=OUT | | --lr must be
      """;

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
    Programs.Ended ended = new Programs(temp).onSpark(master, List.of(), all);
    assertThat(ended.code()).as(ended.err()).isEqualTo(code);
    assertThat(ended.err())
        .contains("does not see /proc/self/cwd/" + HERE + ", which the driver has begun");
    return ended;
  }

  /** Those of {@link #MISTAKES} take as long as one: they share a driver. */
  @TestFactory
  Stream<DynamicTest> aMistakeIsNamed() throws Exception {
    String run = temp.resolve("run").toString();
    List<String> lines = MISTAKES.lines().map(line -> line.replace("OUT", run)).toList();
    List<Programs.Ended> all = new Programs(temp).inOneDriver("local[2]", lines);
    assertThat(all).hasSameSizeAs(lines);
    return IntStream.range(0, lines.size())
        .mapToObj(i -> dynamicTest(lines.get(i), () -> assertIsNamed(lines.get(i), all.get(i))));
  }

  private void assertIsNamed(String line, Programs.Ended ended) {
    assertThat(ended.err()).contains(CommandLines.field(line, 2));
    assertThat(ended.code()).as(ended.err()).isEqualTo(2);
    assertThat(ended.err()).doesNotContain("Exception");
    assertThat(temp.resolve("run")).doesNotExist();
  }

  /** As a user starts it: the code is that of the process. */
  @Test
  void aMistakeIsTheExitCodeOfTheProcess() throws Exception {
    Programs.Ended ended =
        new Programs(temp).onSpark("local[2]", List.of(), List.of("predict", "x"));
    assertThat(ended.err()).contains("the commands here are sweep and train, not 'predict'");
    assertThat(ended.code()).as(ended.err()).isEqualTo(2);
    assertThat(ended.err()).doesNotContain("Exception");
  }
}
