package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.experiment.StoredRun;
import dev.incline.testing.SyntheticData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainConfigTest {
  private static final String COURSE =
      """
      Train:
        batch_size: 16
        learning_rate: 5e-1
        reg: 1e-3
        epochs: 2
        momentum: 0.9
        debug: True
      Model:
        type: TwoLayerNet
        hidden_size: 12
      """;

  @TempDir private Path temp;
  private Path out;

  @BeforeEach
  void writeData() {
    SyntheticData.write(temp.resolve("data"), 200, 50, 6);
    out = temp.resolve("out");
  }

  private CommandRun train(String yaml, String... more) throws IOException {
    Path file = Files.writeString(temp.resolve("c.yaml"), yaml);
    List<String> args = new ArrayList<>(List.of("train", "--config", file.toString()));
    args.addAll(List.of("--data", temp.resolve("data").toString(), "--device", "cpu"));
    args.addAll(List.of("--out", out.toString()));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(String[]::new));
  }

  @Test
  void theCoursesFileRunsAsItIsAndFlagsOverrideIt() throws IOException {
    CommandRun run = train(COURSE, "--l2", "0.01");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err())
        .contains(
            "WARNING: ",
            "momentum is 0.9, which --optimizer sgd does not use; --optimizer momentum or nesterov does",
            "Train.debug is true");
    StoredRun stored = StoredRun.read(out);
    assertThat(stored.options())
        .containsEntry("model", "mlp")
        .containsEntry("hidden", List.of(12))
        .containsEntry("batch", 16)
        .containsEntry("lr", 0.5)
        .containsEntry("l2", 0.01)
        .containsEntry("epochs", 2)
        .containsEntry("activation", "sigmoid");
    String file = "file " + temp.resolve("c.yaml");
    assertThat(stored.origins())
        .containsEntry("lr", file)
        .containsEntry("hidden", file)
        .containsEntry("l2", "flag")
        .containsEntry("activation", "default");
    assertThat(stored.origins().keySet()).isEqualTo(stored.options().keySet());
    assertThat(stored.epochs()).hasSize(2);
    assertThat(stored.environment().dataSha256()).hasSize(4);
    assertThat(stored.environment().command()).startsWith("incline", "train", "--config");
  }

  /** Tiny numbers too: 1.0E-4 has to come back as a number. */
  @Test
  void aRunsOwnConfigTrainsTheSameWeightsAgain() throws IOException {
    assertThat(train(COURSE, "--l2", "1e-4", "--seed", "9007199254740993").code()).isZero();
    StoredRun first = StoredRun.read(out);
    assertThat(first.options()).containsEntry("l2", 1e-4);
    String config = Files.readString(out.resolve(StoredRun.CONFIG));
    out = temp.resolve("again");
    CommandRun again = train(config);
    assertThat(again.code()).as(again.err()).isZero();
    StoredRun second = StoredRun.read(out);
    assertThat(second.seed()).isEqualTo(9007199254740993L);
    assertThat(second.result().weightsSha256()).isEqualTo(first.result().weightsSha256());
  }

  @Test
  void aKeyOfTheOtherModelIsWarnedOf() throws IOException {
    CommandRun run =
        train(
            "Model: {type: SoftmaxRegression, hidden_size: 128}", "--epochs", "1", "--lr", "1e-1");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("hidden is 128, which --model softmax does not use");
    assertThat(StoredRun.read(out).options())
        .containsEntry("model", "softmax")
        .doesNotContainKey("hidden");
  }

  /** As where a run of a GPU is done again without one. */
  @Test
  void aKeyForOpenClIsWarnedOfOnPlainJava() throws IOException {
    CommandRun run = train("matmul: local\nno-tuned: true\nhidden: 3\nepochs: 1\n");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err())
        .contains("matmul is local, which --device cpu does not use")
        .contains("no-tuned is true, which --device cpu does not use");
    assertThat(StoredRun.read(out).options()).doesNotContainKeys("matmul", "no-tuned");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`lerning_rate: 1`            | unknown key 'lerning_rate'; did you mean 'lr'?",
        "`epoch: 1`                   | unknown key 'epoch'; did you mean 'epochs'?",
        "`Train: {learning_rte: 1}`   | unknown key 'learning_rte'; did you mean 'learning_rate'?",
        "`Train: {lr_decay: 0.9}`      | unknown key 'lr_decay'; did you mean 'schedule'?",
        "`Train: {scheduler: StepLR}`  | unknown key 'scheduler'; did you mean 'schedule'?",
        "`Train: {step_size: 30}`      | unknown key 'step_size'; did you mean 'schedule'?",
        "`Train: {gamma: 0.1}`         | unknown key 'gamma'; did you mean 'schedule'?",
        "`Train: {warmup_epochs: 5}`   | unknown key 'warmup_epochs'; did you mean 'warmup'?",
        "`Train: {early_stopping: 5}`  | unknown key 'early_stopping'; did you mean 'patience'?",
        "`lr_scheduler: cosine`        | unknown key 'lr_scheduler'; did you mean 'schedule'?",
        "`Train: {schedule: StepLR}`   | schedule must be constant, step:EPOCHS:FACTOR",
        "`{patience: 3, validation: 0}` | patience 3 looks at validation results",
        "`Model: {type: ResNet}`      | Model.type must be SoftmaxRegression or TwoLayerNet, not 'ResNet'",
        "`Train: 3`                   | 'Train' must be a section",
        "`lr: fast`                   | lr must be a number from 1e-30 to 1e30, not 'fast'",
        "`lr: -1`                     | lr must be a number from 1e-30 to 1e30, not -1",
        "`epochs: 1.5`                | epochs must be a whole number from 1 to 100000, not '1.5'",
        "`lr: {a: 1}`                 | 'lr' must be a value or a list of values",
        "`lr: [1,~]`                  | 'lr' has no value",
        "`{lr: 1, Train: {learning_rate: 2}}` | chooses --lr a second time",
        "`[1, 2]`                     | no YAML mapping",
        "`a: [1`                      | no valid YAML",
        "`lr: 1\nlr: 2`               | Duplicate",
      })
  void whatIsWrongIsSaidWithFileAndKey(String yaml, String message) throws IOException {
    CommandRun run = train(yaml);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("c.yaml", message).doesNotContain("\tat ");
    assertThat(out).doesNotExist();
  }

  @Test
  void aMissingFileIsWrongUsage() {
    CommandRun run = CommandRun.of("train", "--config", temp.resolve("no.yaml").toString());
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("no.yaml is missing");
  }
}
