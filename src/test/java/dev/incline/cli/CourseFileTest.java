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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of the course's form, as students get it and fill it in. */
@Tag("field")
class CourseFileTest {
  private static final String BLANK =
      """
      Train:
        batch_size:
        learning_rate:
        reg: 1e-3
        epochs:
        momentum:
        debug: False
      Model:
        type: SoftmaxRegression
        hidden_size: ~
      """;

  @TempDir private Path temp;
  private Path out;

  @BeforeEach
  void writeData() {
    SyntheticData.write(temp.resolve("data"), 200, 50, 6);
    out = temp.resolve("out");
  }

  private CommandRun run(String command, String yaml, String... more) throws IOException {
    Path file = Files.writeString(temp.resolve("c.yaml"), yaml);
    List<String> args = new ArrayList<>(List.of(command, "--config", file.toString()));
    args.addAll(List.of("--data", temp.resolve("data").toString(), "--device", "cpu"));
    args.addAll(List.of("--out", out.toString()));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(String[]::new));
  }

  @Test
  void aKeyWithoutAValueIsAbsent() throws IOException {
    CommandRun run = run("train", BLANK, "--batch", "10", "--lr", "0.5", "--epochs", "2");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).doesNotContain("has no value", "WARNING");
    assertThat(StoredRun.read(out).options())
        .containsEntry("batch", 10)
        .containsEntry("lr", 0.5)
        .containsEntry("l2", 1e-3)
        .containsEntry("epochs", 2);
  }

  @Test
  void aValueThatNobodyGaveIsSaidToBeTheDefault() throws IOException {
    CommandRun run = run("train", BLANK, "--batch", "10", "--epochs", "1");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("Train.learning_rate has no value: --lr is at its default");
    assertThat(StoredRun.read(out).options()).containsEntry("lr", 0.1);
    Files.writeString(temp.resolve("flat"), "");
    out = temp.resolve("flat-out");
    CommandRun flat = run("train", "lr:\nepochs: 1\n");
    assertThat(flat.code()).as(flat.err()).isZero();
    assertThat(flat.err()).contains("lr has no value: --lr is at its default");
  }

  @Test
  void dropoutAndClassWeightsAreKeysOfTheCourse() throws IOException {
    String file =
        "Train:\n  epochs: 1\n  dropout: 0.2\n  class_weight: balanced\nModel:\n  type: TwoLayerNet\n";
    CommandRun run = run("train", file);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(StoredRun.read(out).options())
        .containsEntry("dropout", 0.2)
        .containsEntry("class-weights", "balanced");
    CommandRun keep = run("train", file.replace("dropout", "keep_prob"));
    assertThat(keep.code()).isEqualTo(2);
    assertThat(keep.err()).contains("unknown key 'keep_prob'; did you mean 'dropout'?");
  }

  @Test
  void theWeightsStartAsInTheCourse() throws IOException {
    CommandRun run = run("train", BLANK, "--epochs", "1");
    assertThat(run.err().lines().filter(l -> l.contains("--init normal:0.001"))).hasSize(1);
    assertThat(StoredRun.read(out).options()).containsEntry("init", "normal:0.001");
    assertThat(StoredRun.read(out).origins().get("init")).startsWith("file ");
    String hash = StoredRun.read(out).result().weightsSha256();

    out = temp.resolve("flag");
    assertThat(run("train", BLANK, "--epochs", "1", "--init", "xavier").err())
        .doesNotContain("normal:0.001");
    assertThat(StoredRun.read(out).options()).containsEntry("init", "xavier");

    out = temp.resolve("flat");
    CommandRun flat = run("train", "model: softmax\nepochs: 1\n");
    assertThat(flat.err()).doesNotContain("normal:0.001");
    assertThat(StoredRun.read(out).options()).containsEntry("init", "half-normal:0.01");
    assertThat(StoredRun.read(out).result().weightsSha256()).isNotEqualTo(hash);
  }

  @Test
  void deadClassesAreWarnedOfWithTheWayOut() throws IOException {
    CommandRun run = run("train", BLANK, "--epochs", "5", "--lr", "0.5", "--seed", "1");
    assertThat(run.out()).contains("classes are dead", "--init half-normal:0.01");
    out = temp.resolve("way-out");
    CommandRun other =
        run("train", BLANK, "--epochs", "5", "--lr", "0.5", "--init", "half-normal:0.01");
    assertThat(other.out()).doesNotContain("classes are dead");
  }

  @Test
  void aSweepTakesItAsTheBaseOfItsGrid() throws IOException {
    CommandRun run = run("sweep", BLANK, "--lr", "0.5,0.1", "--batch", "10", "--epochs", "1");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("--init normal:0.001").doesNotContain("has no value");
    for (String rate : List.of("0.5", "0.1")) {
      StoredRun stored =
          StoredRun.read(
              out.resolve(
                  "softmax-lr%s-l2_0.001-batch10-epochs1-normal_0.001-seed42".formatted(rate)));
      assertThat(stored.options()).containsEntry("init", "normal:0.001").containsEntry("l2", 1e-3);
      assertThat(stored.origins()).containsEntry("l2", "file " + temp.resolve("c.yaml"));
    }
  }

  @Test
  void anExperimentVariesOverItAndOverridesIt() throws IOException {
    Path grid =
        Files.writeString(
            temp.resolve("grid.yaml"),
            "epochs: 1\ngroups:\n  a: {l2: [0, 0.01], init: half-normal:0.01}\n  b: {lr: 0.2}\n");
    CommandRun run =
        run("sweep", BLANK + "data: elsewhere\ndevice: gpu\n", grid.toString(), "--batch", "10");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("device not taken");
    assertThat(out.toFile().list())
        .contains(
            "softmax-lr0.1-l2_0-batch10-epochs1-seed42",
            "softmax-lr0.1-l2_0.01-batch10-epochs1-seed42",
            "softmax-lr0.2-l2_0.001-batch10-epochs1-normal_0.001-seed42");
  }
}
