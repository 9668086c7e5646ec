package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.cli.options.ExitCode;
import dev.incline.experiment.Environment;
import dev.incline.experiment.StoredRun;
import dev.incline.report.RunPage;
import dev.incline.testing.SyntheticData;
import dev.incline.train.checkpoint.Checkpoints;
import dev.incline.train.checkpoint.InitialWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code train --resume} and {@code --weights}, and what they refuse. */
class ResumeTest {
  @TempDir private Path temp;
  private final Map<String, String> more = new LinkedHashMap<>(); // settings beside the usual
  private Path folder;

  @BeforeEach
  void writeData() {
    SyntheticData.write(temp.resolve("data"), 200, 50, 6);
    folder = temp.resolve("run");
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>(BrokenOffRun.settings(temp.resolve("data")));
    settings.putAll(more);
    return settings;
  }

  /**
   * Breaks a run off, with a checkpoint, once that of step {@code after} is there; one is left
   * every third step.
   */
  private void breakOff(int after) throws IOException {
    BrokenOffRun.leave(folder, settings(), after);
  }

  private CommandRun train(String... more) {
    List<String> args = new ArrayList<>(List.of("train", "--quiet"));
    settings()
        .forEach(
            (name, setting) -> {
              if (Arrays.stream(more).noneMatch(m -> m.startsWith("--" + name + "="))) {
                args.add("--%s=%s".formatted(name, setting));
              }
            });
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(String[]::new));
  }

  private CommandRun resume(String... more) {
    List<String> args = new ArrayList<>(List.of("train", "--quiet", "--resume=" + folder));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(String[]::new));
  }

  private StoredRun whole() throws IOException {
    Path out = temp.resolve("whole");
    assertThat(train("--out=" + out).code()).isZero();
    return StoredRun.read(out);
  }

  @Test
  void goesOnMidEpochToBothHashesAndToEveryEpochOnce() throws IOException {
    StoredRun whole = whole();
    for (int after : new int[] {3, 15, 24}) {
      breakOff(after);
      Path draft = Files.createFile(folder.resolve(".checkpoint-000000001.bin7.part"));
      CommandRun run = resume("--threads=1");
      assertThat(run.code()).as(run.err()).isZero();
      StoredRun stored = StoredRun.read(folder);
      assertThat(stored.result().weightsSha256()).isEqualTo(whole.result().weightsSha256());
      assertThat(stored.result().bestWeightsSha256()).isEqualTo(whole.result().bestWeightsSha256());
      assertThat(stored.result().test()).isEqualTo(whole.result().test());
      assertThat(stored.epochs())
          .usingRecursiveFieldByFieldElementComparatorIgnoringFields("seconds", "samplesPerSecond")
          .isEqualTo(whole.epochs());
      assertThat(Checkpoints.files(folder)).isEmpty();
      assertThat(draft).doesNotExist();
    }
    CommandRun again = resume();
    assertThat(again.code()).isZero();
    assertThat(again.err()).contains(folder + " is complete");
    Path moved = Files.move(folder, folder.resolveSibling("moved"));
    CommandRun there = CommandRun.of("train", "--resume", moved.toString());
    assertThat(there.out()).contains("saved in    " + moved).doesNotContain(folder + "\n");
    assertThat(there.out()).contains("report      " + moved.resolve(RunPage.FILE));
    assertThat(CommandRun.of("train", "--json", "--resume", moved.toString()).out())
        .contains("\"out\" : \"" + moved + "\"");
    Files.move(moved, folder);
  }

  @ParameterizedTest
  @CsvSource({"0.2, shuffled", "0.2, stratified", "0, last"})
  @Tag("field")
  void goesOnWithTheSameRowsWhicheverValidate(String share, String split) throws IOException {
    more.put("validation", share);
    more.put("validation-split", split);
    StoredRun whole = whole();
    breakOff(15);
    CommandRun run = resume();
    assertThat(run.code()).as(run.err()).isZero();
    StoredRun stored = StoredRun.read(folder);
    assertThat(stored.result().weightsSha256()).isEqualTo(whole.result().weightsSha256());
    assertThat(stored.result().bestWeightsSha256()).isEqualTo(whole.result().bestWeightsSha256());
    assertThat(stored.result().best()).isEqualTo(whole.result().best());
    assertThat(stored.options()).containsEntry("validation-split", split);
  }

  /** The rates of the steps left, and where the patience ends, are those of the whole run. */
  @ParameterizedTest
  @CsvSource({
    "schedule=cosine, warmup=1.5",
    "schedule=plateau:1:0.5, lr=1e-9",
    "patience=1, lr=1e-9",
  })
  void goesOnWithItsScheduleAndItsPatience(String one, String other) throws IOException {
    for (String setting : List.of(one, other)) {
      String[] parts = setting.split("=");
      more.put(parts[0], parts[1]);
    }
    StoredRun whole = whole();
    breakOff(18);
    CommandRun run = resume();
    assertThat(run.code()).as(run.err()).isZero();
    StoredRun stored = StoredRun.read(folder);
    assertThat(stored.result().weightsSha256()).isEqualTo(whole.result().weightsSha256());
    assertThat(stored.result().stopped()).isEqualTo(whole.result().stopped());
    assertThat(stored.epochs())
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("seconds", "samplesPerSecond")
        .isEqualTo(whole.epochs());
    CommandRun again = resume();
    assertThat(again.code()).isZero();
    assertThat(again.err()).contains(folder + " is complete");
  }

  /** A run of before there was the option goes on: it has the default. */
  @Test
  @Tag("field")
  void aRunThatNamesNoSplitGoesOnWithTheLastRows() throws IOException {
    StoredRun whole = whole();
    breakOff(15);
    Path config = folder.resolve(StoredRun.CONFIG);
    Files.writeString(
        config, Files.readString(config).replaceAll("(?m)^ *validation-split: .*\\n", ""));
    CommandRun run = resume();
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(StoredRun.read(folder).result().weightsSha256())
        .isEqualTo(whole.result().weightsSha256());
  }

  @Test
  @Tag("field")
  void anotherSplitIsAnotherTraining() throws IOException {
    breakOff(15);
    Path config = folder.resolve(StoredRun.CONFIG);
    Files.writeString(
        config,
        Files.readString(config).replace("validation-split: last", "validation-split: stratified"));
    CommandRun run = resume();
    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains("not of the training that its config.yaml describes");
  }

  @Test
  void aDamagedCheckpointIsNamedAndTheOneBeforeTaken() throws IOException {
    StoredRun whole = whole();
    breakOff(12);
    List<Path> files = Checkpoints.files(folder);
    assertThat(files).hasSize(2);
    damage(files.get(0));
    CommandRun run = resume();
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("WARNING: " + files.get(0) + " is damaged");
    assertThat(StoredRun.read(folder).result().weightsSha256())
        .isEqualTo(whole.result().weightsSha256());
  }

  @Test
  void noWholeCheckpointIsAnErrorThatNamesTheDamage() throws IOException {
    breakOff(12);
    for (Path file : Checkpoints.files(folder)) {
      damage(file);
    }
    CommandRun run = resume();
    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains("no whole checkpoint", ".bin is damaged");
    assertThat(folder.resolve(StoredRun.RESULT)).doesNotExist();
  }

  private static void damage(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 4;
    Files.write(file, bytes);
  }

  @Test
  void changedDataIsRefusedByName() throws IOException {
    breakOff(12);
    Path labels = temp.resolve("data").resolve("train-labels-idx1-ubyte");
    byte[] bytes = Files.readAllBytes(labels);
    bytes[20] = (byte) (9 - bytes[20]);
    Files.write(labels, bytes);
    CommandRun run = resume();
    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains("train-labels-idx1-ubyte").contains("changed");
  }

  @Test
  void aChangedOrDamagedConfigurationIsRefusedByName() throws IOException {
    breakOff(12);
    Path config = folder.resolve(StoredRun.CONFIG);
    String text = Files.readString(config);
    Files.writeString(config, text.replace("batch: 16", "batch: 8"));
    CommandRun changed = resume();
    assertThat(changed.code()).isEqualTo(ExitCode.FAILED);
    assertThat(changed.err()).contains(StoredRun.CONFIG);

    Files.writeString(config, text.replace("batch: 16", "batch: [8"));
    CommandRun damaged = resume();
    assertThat(damaged.code()).isNotZero();
    assertThat(damaged.err()).contains(config.toString()).doesNotContain("should not happen");
  }

  @Test
  void otherOptionsAndOtherFoldersAreRefused() throws IOException {
    breakOff(12);
    CommandRun option = resume("--lr=0.2");
    assertThat(option.code()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(option.err()).contains("--lr does not go with --resume");
    CommandRun out = resume("--out=" + temp);
    assertThat(out.code()).isEqualTo(ExitCode.WRONG_USAGE);

    Checkpoints.delete(folder);
    CommandRun none = resume();
    assertThat(none.code()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(none.err()).contains("holds no checkpoint");

    folder = temp.resolve("data");
    CommandRun noRun = resume();
    assertThat(noRun.code()).isEqualTo(ExitCode.FAILED);
    assertThat(noRun.err()).contains(folder.toString()).doesNotContain("should not happen");
  }

  @Test
  void aDivergedRunLeavesItsLastFiniteStateForWeights() throws IOException {
    CommandRun diverged = train("--out=" + folder, "--activation=relu", "--lr=1e20");
    assertThat(diverged.code()).isEqualTo(ExitCode.DIVERGED);
    assertThat(diverged.err())
        .contains("is the first tensor that is not finite", "batch row", "the last finite state");
    Path checkpoint = Checkpoints.files(folder).get(0);
    assertThat(diverged.err()).contains(checkpoint.toString());
    CommandRun resumed = resume();
    assertThat(resumed.code()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(resumed.err()).contains("would do again");

    Path next = temp.resolve("next");
    List<String> args = List.of("train", "--quiet", "--device=cpu", "--hidden=8", "--epochs=1");
    List<String> all = new ArrayList<>(args);
    all.addAll(
        List.of(
            "--data=" + temp.resolve("data"),
            "--out=" + next,
            "--activation=relu",
            "--weights=" + checkpoint));
    CommandRun taken = CommandRun.of(all.toArray(String[]::new));
    assertThat(taken.code()).as(taken.err()).isZero();
    StoredRun stored = StoredRun.read(next);
    assertThat(stored.options()).containsEntry("weights", checkpoint.toString());
    assertThat(stored.environment().dataSha256())
        .containsEntry(Environment.WEIGHTS, InitialWeights.sha256(checkpoint));
    assertThat(stored.environment().sumsOfData()).hasSize(4);

    all.add("--init=xavier");
    CommandRun both = CommandRun.of(all.toArray(String[]::new));
    assertThat(both.code()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(both.err()).contains("--init does not go with --weights");
  }
}
