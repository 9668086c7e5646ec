package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.experiment.StoredRun;
import dev.incline.report.TrainedRuns;
import dev.incline.testing.PdfText;
import dev.incline.testing.SyntheticData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A seed counts once in a report, however often its run is there. */
@Tag("field")
@Tag("slow")
class SameRunsTest {
  @TempDir private Path temp;
  private Path runs;

  @BeforeEach
  void train() throws IOException {
    Path data = SyntheticData.write(temp.resolve("data"), 60, 20, 5);
    runs = Files.createDirectory(temp.resolve("runs"));
    TrainedRuns.train(runs.resolve("a"), data, 0.5, 1);
    TrainedRuns.train(runs.resolve("b"), data, 0.5, 2);
  }

  private CommandRun report(Path... folders) {
    List<String> args =
        new ArrayList<>(List.of("report", "--out", temp.resolve("r.pdf").toString()));
    List.of(folders).forEach(folder -> args.add(folder.toString()));
    CommandRun run = CommandRun.of(args.toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isZero();
    return run;
  }

  private List<String> csv(String name) throws IOException {
    return Files.readAllLines(temp.resolve("r-figures/" + name + ".csv"));
  }

  private String pdf() throws IOException {
    return PdfText.of(temp.resolve("r.pdf"));
  }

  @Test
  void theSameRunTwiceAndAnotherSeedAreTwoSeeds() throws IOException {
    assertThat(report(runs).out()).contains("report of 2 runs");
    List<String> interval = csv("runs");
    assertThat(csv("hashes")).hasSize(3);

    TrainedRuns.train(runs.resolve("a-again"), temp.resolve("data"), 0.5, 1);
    TrainedRuns.copy(runs.resolve("a"), runs.resolve("copy"));
    CommandRun run = report(runs);
    assertThat(run.out()).contains("report of 2 runs");
    for (String copy : List.of("a-again", "copy")) {
      String note =
          "%s is the same run as %s (configuration, seed, data, SHA-256 of the weights): it counts once"
              .formatted(runs.resolve(copy), runs.resolve("a"));
      assertThat(run.err()).contains("WARNING: left out: " + note);
      assertThat(csv("left-out")).anyMatch(line -> line.contains(note));
      assertThat(pdf().replace(" ", "")).contains(note.replace(" ", ""));
    }
    assertThat(csv("runs")).isEqualTo(interval);
    assertThat(pdf()).contains("2 finished runs").doesNotContain("3 seeds");
  }

  @Test
  void aCopiedFolderGivenBesideTheFirstCountsOnce() throws IOException {
    Path copies = Files.createDirectory(temp.resolve("copies"));
    for (String name : List.of("a", "b")) {
      TrainedRuns.copy(runs.resolve(name), copies.resolve(name));
    }
    CommandRun run = report(runs, copies);
    assertThat(run.out()).contains("report of 2 runs");
    assertThat(csv("hashes")).hasSize(3);
    assertThat(run.err()).contains("copies/a is the same run as", "copies/b is the same run as");
    assertThat(report(runs, runs).err()).isEmpty(); // the very folder, named twice
  }

  @Test
  void otherBitsOfTheSameRunAreSaidLoudly() throws IOException {
    Path other = TrainedRuns.copy(runs.resolve("a"), runs.resolve("c"));
    Path result = other.resolve(StoredRun.RESULT);
    String hash = StoredRun.read(other).result().weightsSha256();
    Files.writeString(
        result,
        Files.readString(result)
            .replace(hash, "0".repeat(64))
            .replaceAll("\"device\" : \"[^\"]*\"", "\"device\" : \"abacus\""));
    CommandRun run = report(runs);
    assertThat(run.out()).contains("report of 2 runs");
    assertThat(run.err())
        .contains("TWO RUNS OF ONE CONFIGURATION, SEED AND DATA HAVE DIFFERENT WEIGHTS")
        .contains(hash.substring(0, 12), "000000000000", "abacus", "plain Java")
        .contains("Seed 1 counts once, by the first");
    assertThat(csv("left-out")).anyMatch(line -> line.contains("abacus"));
  }

  /** The same configuration on other data, or from another seed, is another run. */
  @Test
  void whatDiffersIsKept() throws IOException {
    Path other = TrainedRuns.copy(runs.resolve("a"), runs.resolve("c"));
    Path config = other.resolve(StoredRun.CONFIG);
    Files.writeString(config, Files.readString(config).replace("lr: 0.5", "lr: 0.25"));
    CommandRun run = report(runs);
    assertThat(run.out()).contains("report of 3 runs");
    assertThat(run.err()).isEmpty();
  }
}
