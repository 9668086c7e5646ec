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

/** What a training with a schedule or with patience prints and leaves. */
class ScheduleCommandTest {
  @TempDir private Path temp;

  @BeforeEach
  void writeData() {
    SyntheticData.write(temp.resolve("data"), 200, 50, 6);
  }

  /** 160 rows train: 10 steps an epoch. */
  private CommandRun train(String... more) {
    List<String> args = new ArrayList<>(List.of("train", "--device=cpu", "--hidden=4"));
    args.addAll(List.of("--data=" + temp.resolve("data"), "--batch=16", "--epochs=3"));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(String[]::new));
  }

  @Test
  void printScheduleDrawsAndListsTheRatesAndTrainsNothing() {
    CommandRun run =
        train(
            "--print-schedule",
            "--schedule=step:1:0.5",
            "--warmup=1",
            "--out=" + temp.resolve("o"));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out().lines())
        .containsExactly(
            "learning rate: --lr 0.1, --schedule step:1:0.5, --warmup 1; 3 epochs of 10 steps",
            "",
            "0.1 |         *",
            "    |        *",
            "    |       *",
            "    |      *",
            "    |     *",
            "    |    *     **********",
            "    |   *",
            "    |  *                 **********",
            "    | *",
            "    |*",
            "  0 |",
            "    +------------------------------",
            "     epoch 1                epoch 3",
            "",
            " epoch  first step      last step",
            "     1  0.01            0.1",
            "     2  0.05            0.05",
            "     3  0.025           0.025");
    assertThat(temp.resolve("o")).doesNotExist();
  }

  @Test
  void printScheduleSaysWhatAPlateauWaitsFor() {
    CommandRun run = train("--print-schedule", "--schedule=plateau:2:0.5");
    assertThat(run.out())
        .contains(
            "2 epochs without a better validation accuracy multiply the rate by 0.5",
            "     3  0.1             0.1");
  }

  @Test
  void theRateOfEachEpochIsToldAndDrawn() throws IOException {
    Path out = temp.resolve("out");
    CommandRun run = train("--schedule=step:2:0.1", "--out=" + out);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err().lines().filter(line -> line.contains("  lr ")))
        .singleElement()
        .satisfies(line -> assertThat(line).startsWith("epoch 3/3").endsWith("  lr 0.01"));
    assertThat(Files.readString(out.resolve(StoredRun.EPOCHS)))
        .containsPattern("\"learningRate\":0.1\\}\\R.*\"learningRate\":0.1\\}\\R.*0.010*\\d?\\}");
    assertThat(Files.readString(out.resolve("curves.svg"))).contains("Learning rate");
    CommandRun constant = train("--out=" + temp.resolve("constant"));
    assertThat(constant.err()).doesNotContain("  lr ");
    assertThat(Files.readString(temp.resolve("constant").resolve("curves.svg")))
        .doesNotContain("Learning rate");
  }

  @Test
  void anEarlyStopIsSaidInOneLineAndRecorded() throws IOException {
    Path out = temp.resolve("out");
    CommandRun run = train("--patience=1", "--lr=1e-9", "--out=" + out);
    assertThat(run.code()).as(run.err()).isZero();
    String why =
        "after epoch 2 of 3: 1 epoch without a better validation accuracy than that of epoch 1";
    assertThat(run.out()).contains("stopped     early, " + why);
    StoredRun stored = StoredRun.read(out);
    assertThat(stored.result().stopped()).isEqualTo(why);
    assertThat(stored.epochs()).hasSize(2);
    CommandRun resumed = CommandRun.of("train", "--resume=" + out);
    assertThat(resumed.code()).isZero();
    assertThat(resumed.err()).contains(out + " is complete: there is nothing left to train");
  }
}
