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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parts of a sweep in folders of their own, put together. */
@Tag("slow")
class SweepMergeTest {
  @TempDir private Path temp;

  @BeforeEach
  void writeData() {
    SyntheticData.write(temp.resolve("data"), 200, 50, 6);
  }

  private CommandRun sweep(String out, String... more) {
    List<String> args = new ArrayList<>(List.of("sweep", "--device", "cpu", "--epochs", "1"));
    args.addAll(List.of("--data", temp.resolve("data").toString()));
    args.addAll(List.of("--lr", "0.5,0.4,0.3,0.2,0.1", "--out", temp.resolve(out).toString()));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(String[]::new));
  }

  private CommandRun merge(String... folders) {
    List<String> args = new ArrayList<>(List.of("sweep", "--merge"));
    for (String folder : folders) {
      args.add(temp.resolve(folder).toString());
    }
    args.addAll(List.of("--out", temp.resolve("all").toString()));
    return CommandRun.of(args.toArray(String[]::new));
  }

  private void parts() {
    for (int i = 1; i <= 2; i++) {
      CommandRun part = sweep("part" + i, "--part", i + "/2");
      assertThat(part.code()).as(part.err()).isZero();
    }
  }

  private List<String> runs(String folder) throws IOException {
    return StoredSweep.read(temp.resolve(folder), new StoredRuns()).groups().get(0).runs();
  }

  private Map<String, String> hashes(String folder) throws IOException {
    Map<String, String> hashes = new TreeMap<>();
    for (String run : runs(folder)) {
      StoredRun stored = StoredRun.read(temp.resolve(folder).resolve(run));
      assertThat(stored.hasModel()).isTrue();
      hashes.put(run, stored.result().weightsSha256());
    }
    return hashes;
  }

  @Test
  void partsTogetherAreTheWhole() throws IOException {
    parts();
    assertThat(temp.resolve("part1").toFile().list()).hasSize(4); // three runs and sweep.json
    assertThat(temp.resolve("part2").toFile().list()).hasSize(3);
    CommandRun merged = merge("part1", "part2");
    assertThat(merged.code()).as(merged.err()).isZero();
    assertThat(merged.out()).isEqualTo("5 runs of 5 merged in " + temp.resolve("all") + "\n");
    assertThat(sweep("whole").code()).isZero();
    assertThat(hashes("all")).isEqualTo(hashes("whole"));
    assertThat(temp.resolve("all/sweep.json"))
        .hasSameTextualContentAs(temp.resolve("whole/sweep.json"));
    assertThat(sweep("all").out()).contains("5 of them were there before");
  }

  @Test
  void whatIsMissingIsNamedAndWhatIsThereTwiceIsTakenOnce() throws IOException {
    parts();
    CommandRun merged = merge("part1", "part1");
    assertThat(merged.code()).isEqualTo(1);
    assertThat(merged.out())
        .contains("3 runs of 5 merged", "MISSING: " + runs("part1").get(1) + ", ")
        .doesNotContain("twice"); // one folder, named twice
    assertThat(sweep("whole").code()).isZero();
    CommandRun again = merge("part2", "whole");
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err()).contains("all is not empty");
    delete("all");
    again = merge("part2", "whole");
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.out())
        .contains("there twice, equal, taken once: " + runs("whole").get(1) + ", ")
        .contains("5 runs of 5");
  }

  /** The planted mistake of a merge that takes whichever it finds first. */
  @Test
  void oneRunWithTwoHashesIsAnError() throws IOException {
    parts();
    assertThat(sweep("whole").code()).isZero();
    String run = runs("whole").get(1);
    Path result = temp.resolve("part2").resolve(run).resolve(StoredRun.RESULT);
    String hash = StoredRun.read(result.getParent()).result().weightsSha256();
    Files.writeString(result, Files.readString(result).replace(hash, "0".repeat(64)));
    CommandRun merged = merge("part1", "part2", "whole");
    assertThat(merged.code()).isEqualTo(3);
    assertThat(merged.err())
        .contains(run + " has different results", hash.substring(0, 12), "000000000000");
    assertThat(temp.resolve("all")).doesNotExist();
  }

  @Test
  void otherExperimentsVersionsAndWorkThatGoesOnAreRefused() throws IOException {
    parts();
    assertRefused(merge("part1", "nowhere"), "nowhere is no folder of a sweep");
    assertThat(sweep("other", "--l2", "0").code()).isZero();
    assertRefused(merge("part1", "other"), "are of different experiments or data");
    Path file = temp.resolve("part2/sweep.json");
    String text = Files.readString(file);
    Files.writeString(
        file, text.replaceFirst("\"program\" *: *\"[^\"]*\"", "\"program\": \"x 9\""));
    assertRefused(merge("part1", "part2"), "by x 9");
    Files.writeString(file, text);
    Path work =
        Files.createDirectory(temp.resolve("part2").resolve(runs("part2").get(0) + ".part"));
    Files.writeString(work.resolve("claim-1"), "process 7\non b\n\n\n\nepoch 1/1\n");
    assertRefused(merge("part1", "part2"), "part2 is not finished: " + work.getFileName());
    assertRefused(merge("part1", "part2"), "by process 7 on b, epoch 1/1");
  }

  private void assertRefused(CommandRun run, String message) {
    assertThat(run.code()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).contains(message);
    assertThat(temp.resolve("all")).doesNotExist();
  }

  private void delete(String folder) throws IOException {
    try (var all = Files.walk(temp.resolve(folder))) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
