package dev.incline.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.experiment.StoredRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyReaderTest {
  @TempDir Path folder;

  @BeforeEach
  void twoGoodRuns() throws IOException {
    write("a", 0.1);
    write("b", 0.5);
  }

  private Path write(String name, double lr) throws IOException {
    return RunFolders.write(folder.resolve(name), run(name, lr));
  }

  private static Run run(String name, double lr) {
    return SyntheticRuns.run(name, "mlp", Map.of("lr", lr), 1, 0.9, 3);
  }

  private Study read() throws IOException {
    return StudyReader.read(List.of(folder));
  }

  @Test
  void looseRunsMakeAGroupOfWhatDiffers() throws IOException {
    Study study = read();
    assertThat(study.omissions()).isEmpty();
    assertThat(study.groups()).hasSize(1);
    assertThat(study.groups().get(0).varied()).containsExactly("lr");
    assertThat(study.groups().get(0).settings())
        .extracting(Setting::title)
        .containsExactly("η = 0.1", "η = 0.5");
    assertThat(study.best().name()).isIn("a", "b");
  }

  @Test
  void aMissingHistoryIsLeftOutAndNamed() throws IOException {
    Files.delete(write("c", 1).resolve(StoredRun.EPOCHS));
    assertThat(read().size()).isEqualTo(2);
    assertThat(read().omissions())
        .singleElement()
        .asString()
        .contains("c")
        .contains("history.jsonl");
  }

  @Test
  void aCorruptHistoryIsLeftOutAndNamed() throws IOException {
    Path file = write("c", 1).resolve(StoredRun.RESULT);
    Files.writeString(file, Files.readString(file).substring(0, 200));
    assertThat(read().size()).isEqualTo(2);
    assertThat(read().omissions())
        .singleElement()
        .asString()
        .contains("history.json")
        .contains("damaged");
  }

  @Test
  void aRunThatWasBrokenOffIsLeftOut() throws IOException {
    Files.delete(write("c", 1).resolve(StoredRun.RESULT));
    assertThat(read().omissions())
        .singleElement()
        .asString()
        .contains("is under way, or was broken off, after 3 epochs");
  }

  @Test
  void aRunOfOtherDataIsLeftOut() throws IOException {
    Path file = write("c", 1).resolve(StoredRun.ENVIRONMENT);
    Files.writeString(file, Files.readString(file).replace("0".repeat(64), "1".repeat(64)));
    assertThat(read().size()).isEqualTo(2);
    assertThat(read().omissions())
        .singleElement()
        .asString()
        .contains("c was trained on other data");
  }

  @Test
  void aFailedRunIsAFindingAndNoOmission() throws IOException {
    RunFolders.failed(folder.resolve("c"), run("c", 1000), "training diverged in epoch 1");
    Study study = read();
    assertThat(study.omissions()).isEmpty();
    assertThat(FindingsTest.of(study.groups().get(0)))
        .contains(
            "With **η = 1000**, **1 of 1 run failed**: training diverged in epoch 1 (seed 1).");
  }

  @Test
  void aFolderWithoutRunsIsAnError() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThatThrownBy(() -> StudyReader.read(List.of(empty)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("empty has no runs");
  }

  @Test
  void whenNothingIsGoodTheErrorSaysWhyOfEach() throws IOException {
    for (String name : List.of("a", "b")) {
      Files.writeString(folder.resolve(name).resolve(StoredRun.RESULT), "{");
    }
    assertThatThrownBy(this::read)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no finished run")
        .hasMessageContaining(folder.resolve("a").toString())
        .hasMessageContaining(folder.resolve("b").toString());
  }

  @Test
  void aRunInTwoGroupsCountsOnce() throws IOException {
    String groups =
        """
        {"title": "t", "groups": [
          {"name": "g", "title": "G", "varied": ["lr"], "runs": ["a", "b", "not-yet"]},
          {"name": "h", "title": "H", "varied": [], "runs": ["a"]}]}
        """;
    Files.writeString(folder.resolve("sweep.json"), groups);
    assertThat(read().groups()).hasSize(2);
    assertThat(read().size()).isEqualTo(2);
    assertThat(read().omissions()).singleElement().asString().contains("not-yet has not run yet");
    Files.createDirectory(folder.resolve("not-yet.part"));
    assertThat(read().omissions())
        .singleElement()
        .asString()
        .contains("not-yet is under way, or was broken off");
  }

  /** Another experiment was swept in the same folder later. */
  @Test
  void runsThatTheLastSweepDoesNotNameAreNamed() throws IOException {
    String sweep =
        "{\"title\": \"t\", \"groups\": [{\"name\": \"g\", \"title\": \"G\", \"varied\": [], \"runs\": [%s]}]}";
    Files.writeString(folder.resolve("sweep.json"), sweep.formatted("\"a\""));
    assertThat(read().size()).isEqualTo(1);
    assertThat(read().omissions())
        .containsExactly(
            folder
                + ": what was swept there last does not have b: to report them too, name their folders");
    Files.writeString(folder.resolve("sweep.json"), sweep.formatted("\"a\", \"b\""));
    assertThat(read().omissions()).isEmpty();
  }
}
