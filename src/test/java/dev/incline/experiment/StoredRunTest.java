package dev.incline.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.backend.cpu.CpuBackend;
import dev.incline.data.DataSource;
import dev.incline.store.RunFolder;
import dev.incline.testing.Given;
import dev.incline.testing.SyntheticData;
import dev.incline.train.EpochRecord;
import dev.incline.train.ShadowRecord;
import dev.incline.train.TrainResult;
import dev.incline.train.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoredRunTest {
  @TempDir private Path temp;
  private Path run;

  @BeforeEach
  void train() throws IOException {
    run = temp.resolve("runs/one");
    Configuration configuration =
        Configuration.of(
            Given.flags(
                "hidden=4", "lr=0.1", "l2=0", "init=xavier", "epochs=2", "batch=16", "seed=3"),
            warning -> {});
    Environment environment =
        new Environment(
            "p", "d", "none", "j", "o", "data", Map.of("f", "0"), List.of("incline"), "t");
    try (CpuBackend backend = new CpuBackend(1);
        RunFolder folder = RunFolder.at(run)) {
      DataSource.Pair data =
          new DataSource.Pair(
              SyntheticData.of("training set", 100, 4, 1),
              SyntheticData.of("test set", 20, 4, 2),
              Map.of());
      new TrainingRun(configuration, environment, run.toString(), () -> ShadowRecord.NONE, null)
          .train(
              backend,
              configuration.setup(data.sizes(), backend, backend.capacity()),
              data,
              folder,
              TrainingListener.SILENT);
    }
  }

  @Test
  void aRunIsReadAsItWasWritten() throws IOException {
    StoredRun stored = StoredRun.read(run);
    assertThat(stored.seed()).isEqualTo(3);
    assertThat(stored.options()).containsEntry("lr", 0.1).containsEntry("hidden", List.of(4));
    assertThat(stored.epochs()).hasSize(2).isEqualTo(stored.result().epochs());
    assertThat(stored.failure()).isNull();
    StoredSweep sweep = StoredSweep.read(temp, new StoredRuns());
    assertThat(sweep.groups())
        .singleElement()
        .extracting(StoredSweep.StoredGroup::runs)
        .isEqualTo(List.of("runs/one"));
  }

  /** As programs wrote it that knew neither schedules nor an early stop. */
  @Test
  void aRunOfAnOlderProgramIsRead() throws IOException {
    StoredRun present = StoredRun.read(run);
    assertThat(present.epochs()).extracting(EpochRecord::learningRate).containsExactly(0.1, 0.1);
    change(StoredRun.EPOCHS, ",\"learningRate\":[^}]*", "");
    change(StoredRun.RESULT, ",\\s*\"learningRate\" : [0-9.]*", "");
    change(StoredRun.RESULT, "\"stopped\" : \"\",\\s*", "");
    change(StoredRun.RESULT, "(?s)\"confusion\" : .*?\\] \\],\\s*", "");
    change(StoredRun.RESULT, "\"(rows|predicted)\" : \\{[^}]*},\\s*(?=\"[ps]\\w+\" :)", "");
    StoredRun old = StoredRun.read(run);
    assertThat(present.result().predicted()).hasSize(10);
    assertThat(present.result().confusion()).hasSize(10);
    assertThat(old.result().predicted()).isEmpty();
    assertThat(old.result().confusion()).isEmpty();
    assertThat(old.result().rows()).isEqualTo(TrainResult.Rows.UNKNOWN);
    assertThat(old.epochs()).extracting(EpochRecord::learningRate).containsOnly(Double.NaN);
    assertThat(old.result().stopped()).isEmpty();
    assertThat(old.result().best()).isEqualTo(present.result().best());
    Files.delete(run.resolve(StoredRun.RESULT));
    assertThat(StoredRun.read(run).epochs()).isEqualTo(old.epochs());
  }

  private void change(String name, String what, String by) throws IOException {
    Path file = run.resolve(name);
    String whole = Files.readString(file);
    assertThat(whole.replaceAll(what, by)).isNotEqualTo(whole);
    Files.writeString(file, whole.replaceAll(what, by));
  }

  @Test
  void aKilledRunHasNoResultAndItsCutLineIsLeftOut() throws IOException {
    Files.delete(run.resolve(StoredRun.RESULT));
    Path epochs = run.resolve(StoredRun.EPOCHS);
    String text = Files.readString(epochs);
    Files.writeString(epochs, text.substring(0, text.length() - 20));
    StoredRun stored = StoredRun.read(run);
    assertThat(stored.isOver()).isFalse();
    assertThat(stored.epochs()).hasSize(1);
  }

  @ParameterizedTest(name = "{0}: {1} to {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "history.jsonl    | \\d+\\.\\d+(?=,\"trainAcc)  | 1e999   | line 1 is damaged: it holds Infinity",
        "history.jsonl    | (?<=Loss\":)\\d+\\.\\d+     | \"0.5\" | line 1 is damaged",
        "history.jsonl    | (?<=Loss\":)\\d+\\.\\d+     | \"NaN\" | line 1 is damaged",
        "history.jsonl    | \"epoch\":2                 | \"epoch\":3 | line 2 is of epoch 3, not 2",
        "history.jsonl    | (?s)\\n.*                   | ''      | holds 1 epoch, but",
        "history.jsonl    | \"trainLoss\":[^,]*,        | ''      | line 1 is damaged",
        "history.json     | (?<=\"best\" : .\\s{0,9}\"epoch\" : )\\d | 7 | its best epoch is 7 of 2",
        "history.json     | (?<=\"confusion\" : \\[ \\[ )\\d+ | 77777 | its 'confusion' and its 'predicted' do not fit together",
        "history.json     | (?s)\"test\".*              | ''      | history.json is damaged",
        "history.json     | (?s).*                      | ''      | history.json is damaged: it is empty",
        "environment.json | \"driver\" : \"none\",      | ''      | environment.json is damaged",
        "config.yaml      | seed: 3                     | seed: x | has no whole number 'seed'",
        "config.yaml      | model: mlp                  | model: [| config.yaml is no valid YAML",
      })
  void damageIsNamed(String name, String what, String by, String message) throws IOException {
    Path file = run.resolve(name);
    String whole = Files.readString(file);
    String damaged = whole.replaceFirst(what, by);
    assertThat(damaged).isNotEqualTo(whole);
    Files.writeString(file, damaged);
    assertThatThrownBy(() -> StoredRun.read(run))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(name)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({"config.yaml", "environment.json", "history.jsonl"})
  void aMissingFileIsNamed(String name) throws IOException {
    Files.delete(run.resolve(name));
    assertThatThrownBy(() -> StoredRun.read(run))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(run.resolve(name) + " is missing");
  }

  @Test
  void aFolderWithoutRunsIsSaid() throws IOException {
    Path empty = Files.createDirectory(temp.resolve("empty"));
    assertThatThrownBy(() -> StoredSweep.read(empty, new StoredRuns()))
        .hasMessageContaining(empty + " has no runs");
    Files.writeString(empty.resolve(StoredSweep.FILE), "{\"title\": \"t\"}");
    assertThatThrownBy(() -> StoredSweep.read(empty, new StoredRuns()))
        .hasMessageContaining("sweep.json is damaged");
  }

  /** What sweep.json names is read, and a sweep has it for its own. */
  @ParameterizedTest
  @Tag("field")
  @ValueSource(strings = {"../runs/one", "/tmp/run", "..", ".", "a/../../b", " ", "a\\\\b", "a\\n"})
  void aSweepsRunsLieBelowIt(String name) throws IOException {
    Path sweep = Files.createDirectory(temp.resolve("sweep"));
    Path file =
        Files.writeString(
            sweep.resolve(StoredSweep.FILE),
            """
            {"title": "t", "groups": [{"name": "g", "title": "g", "varied": [], "runs": ["%s"]}]}
            """
                .formatted(name));
    assertThatThrownBy(() -> StoredSweep.read(sweep, new StoredRuns()))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + " names the run '")
        .hasMessageContaining("which is no folder in that of the sweep");
  }
}
