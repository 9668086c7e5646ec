package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.experiment.StoredRun;
import dev.incline.experiment.StoredRuns;
import dev.incline.experiment.StoredSweep;
import dev.incline.testing.SyntheticData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A search: settings that are drawn, and the best of them on fresh seeds. */
@Tag("slow")
class SweepSearchTest {
  private static final String FILE =
      """
      epochs: 2
      hidden: 8
      groups:
        search:
          title: Rates
          lr: log-uniform(1e-3, 1)
          batch: uniform(8, 64)
          activation: choice(relu, tanh)
      """;

  @TempDir private Path temp;

  @BeforeEach
  void writeData() throws IOException {
    SyntheticData.write(temp.resolve("data"), 200, 50, 6);
    Files.writeString(temp.resolve("e.yaml"), FILE);
  }

  private CommandRun sweep(String out, String... more) {
    List<String> args = new ArrayList<>(List.of("sweep", temp.resolve("e.yaml").toString()));
    args.addAll(List.of("--device", "cpu", "--data", temp.resolve("data").toString()));
    args.addAll(List.of("--out", temp.resolve(out).toString()));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(String[]::new));
  }

  private Map<String, String> hashes(String folder) throws IOException {
    Map<String, String> hashes = new TreeMap<>();
    for (StoredSweep.StoredGroup group :
        StoredSweep.read(temp.resolve(folder), new StoredRuns()).groups()) {
      for (String run : group.runs()) {
        hashes.put(run, StoredRun.read(temp.resolve(folder).resolve(run)).result().weightsSha256());
      }
    }
    return hashes;
  }

  @Test
  void drawsAndResultsAreTheSameForAnyNumberOfJobs() throws IOException {
    CommandRun one = sweep("one", "--samples", "6", "--confirm", "3");
    assertThat(one.code()).as(one.err()).isZero();
    assertThat(one.out())
        .contains("Winner of Rates, on fresh seeds", "9 runs: 9 finished")
        .containsPattern(
            "Rates: the best of 6 settings, lr .*, has val acc .* too high on average"
                + ".*; on 3 fresh seeds it has val acc .*, 95 % interval from .* to ");
    CommandRun three = sweep("three", "--samples", "6", "--confirm", "3", "--jobs", "3");
    assertThat(hashes("three")).hasSize(9).isEqualTo(hashes("one"));
    assertThat(last(three)).isEqualTo(last(one));
    assertThat(temp.resolve("three/sweep.json"))
        .hasSameTextualContentAs(temp.resolve("one/sweep.json"));
    CommandRun again = sweep("one", "--samples", "6", "--confirm", "3");
    assertThat(again.out()).contains("9 of them were there before");
    assertThat(last(again)).isEqualTo(last(one));
  }

  /** The folder of a run that has the configuration of one of a sweep. */
  private Path trainedAgain(String sweep, String run) {
    Path again = temp.resolve("again");
    Path config = temp.resolve(sweep).resolve(run).resolve("config.yaml");
    CommandRun trained =
        CommandRun.of(
            "train", "--device", "cpu", "--config", config.toString(), "--out", again.toString());
    assertThat(trained.code()).as(trained.err()).isZero();
    return again;
  }

  private static String last(CommandRun run) {
    List<String> lines = run.out().lines().toList();
    return lines.get(lines.size() - 1);
  }

  @Test
  void aRunsOwnConfigurationRepeatsItAndMoreSamplesKeepTheFirst() throws IOException {
    CommandRun few = sweep("out", "--samples", "2", "--confirm", "0");
    assertThat(few.out()).contains("no fresh seed has confirmed it", "2 runs: 2 finished");
    String run = hashes("out").keySet().iterator().next();
    Path again = trainedAgain("out", run);
    assertThat(StoredRun.read(again).result().weightsSha256()).isEqualTo(hashes("out").get(run));
    CommandRun more = sweep("out", "--samples", "5", "--confirm", "0");
    assertThat(more.out()).contains("5 runs: 5 finished", "2 of them were there before");
  }

  @Test
  void theReportSaysThatTheBestValueOfASearchIsBiased() throws IOException {
    assertThat(sweep("out", "--samples", "4", "--confirm", "2", "--epochs", "20").code()).isZero();
    Path report = temp.resolve("report.html");
    CommandRun written =
        CommandRun.of("report", temp.resolve("out").toString(), "--out", report.toString());
    assertThat(written.code()).as(written.err()).isZero();
    assertThat(report)
        .content()
        .contains("Rates was searched: the best of 4 settings was chosen by its own")
        .contains("a search chose it, and it was trained again on fresh seeds");
  }

  private static final String[] HALVED = {
    "--samples", "9", "--halving", "3", "--epochs", "9", "--schedule", "cosine", "--confirm", "2"
  };

  /** Rungs go on from checkpoints, to the hash of a run that was never cut. */
  @Test
  void rungsAreTheSameForAnyNumberOfJobsAndEndAsAWholeRunDoes() throws IOException {
    CommandRun one = sweep("one", HALVED);
    assertThat(one.code()).as(one.err()).isZero();
    assertThat(one.out())
        .contains("Rates (epoch 1 of 9)", "Rates (epoch 3 of 9)", "Rates (epoch 9 of 9)")
        .contains("15 runs: 15 finished")
        .contains("Rates: the best of 9 settings");
    List<String> jobs = new ArrayList<>(List.of(HALVED));
    jobs.addAll(List.of("--jobs", "3"));
    CommandRun three = sweep("three", jobs.toArray(String[]::new));
    assertThat(hashes("three")).hasSize(15).isEqualTo(hashes("one"));
    assertThat(last(three)).isEqualTo(last(one));
    List<StoredSweep.StoredGroup> groups =
        StoredSweep.read(temp.resolve("one"), new StoredRuns()).groups();
    assertThat(groups).extracting(group -> group.runs().size()).containsExactly(9, 3, 1, 2);
    String whole = groups.get(2).runs().get(0);
    assertThat(temp.resolve("one").resolve(whole).resolve(StoredRun.LOG))
        .content()
        .contains("going on from a checkpoint in epoch 4");
    Path again = trainedAgain("one", whole);
    assertThat(StoredRun.read(again).result().weightsSha256()).isEqualTo(hashes("one").get(whole));
    assertThat(StoredRun.read(again).epochs()).hasSize(9);
    String cut = groups.get(0).runs().get(0);
    assertThat(StoredRun.read(temp.resolve("one").resolve(cut)).epochs()).hasSize(1);
    try (var all = Files.walk(temp.resolve("one"))) {
      assertThat(all).noneMatch(path -> path.getFileName().toString().startsWith("checkpoint"));
    }
  }

  /** A rung is a barrier: who is done first waits, and all decide the same. */
  @Test
  void twoProcessesInOneFolderDecideTheSame() throws Exception {
    CommandRun alone = sweep("one", HALVED);
    CompletableFuture<CommandRun> other =
        CompletableFuture.supplyAsync(
            () -> sweep("shared", HALVED), task -> new Thread(task).start());
    CommandRun mine = sweep("shared", HALVED);
    assertThat(mine.code()).as(mine.err()).isZero();
    assertThat(other.get().code()).as(other.get().err()).isZero();
    assertThat(hashes("shared")).hasSize(15).isEqualTo(hashes("one"));
    assertThat(last(mine)).isEqualTo(last(alone));
    assertThat(last(other.get())).isEqualTo(last(alone));
    assertThat(temp.resolve("shared").toFile().list()).hasSize(16);
  }

  /** Started again after a rung, with or without its checkpoints, it comes to the same. */
  @Test
  void aSearchGoesOnWhereItStopped() throws IOException {
    assertThat(sweep("one", HALVED).code()).isZero();
    Map<String, String> expected = hashes("one");
    for (int group = 1; group < 4; group++) {
      for (String run :
          StoredSweep.read(temp.resolve("one"), new StoredRuns()).groups().get(group).runs()) {
        delete(temp.resolve("one").resolve(run));
      }
    }
    CommandRun again = sweep("one", HALVED);
    assertThat(again.out()).contains("15 runs: 15 finished", "9 of them were there before");
    assertThat(hashes("one")).isEqualTo(expected);
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  @Test
  void halvingWithoutASearchIsRefused() {
    CommandRun run = sweep("out", "--halving", "3");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--halving needs --samples");
    run = sweep("out", "--halving", "11", "--samples", "9");
    assertThat(run.err()).contains("--halving must be a whole number from 2 to 10, not 11");
    run = sweep("out", "--halving", "3", "--samples", "9", "--part", "1/2");
    assertThat(run.err()).contains("does not go with --part");
  }
}
