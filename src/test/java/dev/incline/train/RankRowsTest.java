package dev.incline.train;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.Backend;
import dev.incline.backend.Executable;
import dev.incline.backend.RowRange;
import dev.incline.backend.cpu.CpuBackend;
import dev.incline.data.Dataset;
import dev.incline.data.LeftInFile;
import dev.incline.data.Permutation;
import dev.incline.data.Split;
import dev.incline.plan.Plan;
import dev.incline.testing.BackendInBetween;
import dev.incline.testing.SyntheticData;
import dev.incline.train.RankProcesses.RankEnd;
import dev.incline.train.score.WrongScoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each rank reads and scores its part of the rows, and no others. */
@Timeout(120)
class RankRowsTest {
  private static final int FIRST = 16; // rows of a chunk; the first ones are read before an epoch

  /**
   * Each rank has its own files, in which all rows are spoilt that are none of its part of an epoch
   * or of what is scored: if it read one, that would be named.
   */
  @Test
  void rowsMayStayInAFileOfWhichEachRankReadsItsPart(@TempDir Path folder) throws Exception {
    String one =
        ShardsTest.train(new CpuBackend(1), RankProcessesTest.NETWORK, RankProcessesTest.FOUR, 0)
            .finalSha256();
    List<RankEnd> ends =
        RankProcessesTest.ranks(4)
            .run(
                RankProcessesTest::device,
                backend -> {
                  Path own = ownFolder(folder);
                  SyntheticData.write(own, ShardsTest.TRAINING, ShardsTest.TEST);
                  Dataset left = LeftInFile.training(own);
                  Dataset test = LeftInFile.test(own);
                  assertThat(spoil(own, backend)).isGreaterThan(3);
                  return ShardsTest.train(
                      backend,
                      RankProcessesTest.NETWORK,
                      RankProcessesTest.FOUR,
                      FIRST,
                      left,
                      test);
                });
    assertThat(ends)
        .allSatisfy(
            end -> {
              assertThat(end.failure()).isNull();
              assertThat(Objects.requireNonNull(end.result()).finalSha256()).isEqualTo(one);
            });
  }

  private static Path ownFolder(Path folder) {
    try {
      return Files.createTempDirectory(folder, "rank");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns how many rows were spoilt. */
  private static int spoil(Path folder, Backend backend) {
    Split split = ShardsTest.options(RankProcessesTest.FOUR).split(ShardsTest.TRAINING.rows());
    int[] rows = split.training();
    Set<Integer> others =
        IntStream.of(rows).skip(FIRST).boxed().collect(toCollection(TreeSet::new));
    others.addAll(scoredElsewhere(split.validation(), backend));
    int[] test = IntStream.range(0, ShardsTest.TEST.rows()).toArray();
    Set<Integer> othersOfTest = scoredElsewhere(test, backend);
    for (int epoch = 1; epoch <= ShardsTest.EPOCHS; epoch++) {
      int[] order = Permutation.shuffled(rows, 42, epoch);
      for (int batch = 0; batch < order.length; batch += ShardsTest.BATCH) {
        RowRange own = backend.own(Math.min(ShardsTest.BATCH, order.length - batch), 4);
        for (int p = own.first(); p < own.end(); p++) {
          others.remove(order[batch + p]);
        }
      }
    }
    try {
      for (int row : others) {
        LeftInFile.spoil(folder, row, 16);
      }
      for (int row : othersOfTest) {
        LeftInFile.spoilTest(folder, row, 16);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(othersOfTest).hasSizeGreaterThanOrEqualTo(14);
    return others.size();
  }

  private static Set<Integer> scoredElsewhere(int[] order, Backend backend) {
    return IntStream.range(0, order.length)
        .filter(p -> !backend.scores(p / FIRST * FIRST, order.length))
        .mapToObj(p -> order[p])
        .collect(toCollection(TreeSet::new));
  }

  /** Of a pass, each step is one rank's. */
  @Test
  void everyStepThatScoresIsOneRanks() throws Exception {
    Map<String, Integer> runs = new ConcurrentHashMap<>();
    List<RankEnd> ends =
        RankProcessesTest.ranks(2)
            .run(
                rank -> counting(RankProcessesTest.device(rank), runs, "rank " + rank),
                backend ->
                    ShardsTest.train(
                        backend, RankProcessesTest.NETWORK, RankProcessesTest.FOUR, FIRST));
    assertThat(ends).allSatisfy(end -> assertThat(end.failure()).isNull());
    // validation of 12 rows twice, a test of 16 and 14, and that of dead classes
    int passes = ShardsTest.EPOCHS;
    assertThat(runs).isEqualTo(Map.of("rank 0", passes + 1, "rank 1", 1));
  }

  private static Backend counting(Backend inner, Map<String, Integer> runs, String rank) {
    return new BackendInBetween(inner) {
      @Override
      public Executable compile(Plan plan) {
        Executable own = super.compile(plan);
        return !plan.name().startsWith("evaluation,")
            ? own
            : cursor -> {
              runs.merge(rank, 1, Integer::sum);
              own.run(cursor);
            };
      }
    };
  }

  /** The second rank scores nothing. */
  @Test
  void rowsThatNoRankScoredAreNamed() throws Exception {
    List<RankEnd> ends =
        RankProcessesTest.ranks(2)
            .run(
                rank ->
                    rank == 1
                        ? scoringNothing(RankProcessesTest.device(1))
                        : RankProcessesTest.device(0),
                backend ->
                    ShardsTest.train(
                        backend, RankProcessesTest.NETWORK, RankProcessesTest.FOUR, FIRST));
    assertThat(ends)
        .allSatisfy(
            end ->
                assertThat(end.failure())
                    .isInstanceOf(WrongScoreException.class)
                    .hasMessageContaining("the device wrote no score"));
  }

  private static Backend scoringNothing(Backend inner) {
    return new BackendInBetween(inner) {
      @Override
      public Executable compile(Plan plan) {
        return plan.name().startsWith("evaluation,") ? cursor -> {} : super.compile(plan);
      }
    };
  }
}
