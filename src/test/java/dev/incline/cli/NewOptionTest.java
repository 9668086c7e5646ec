package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.cli.options.ExitCode;
import dev.incline.experiment.StoredRun;
import dev.incline.experiment.StoredSweep;
import dev.incline.option.Kind;
import dev.incline.option.Option;
import dev.incline.option.OptionTable;
import dev.incline.testing.SyntheticData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An option that is declared is found everywhere, and nothing else has to know of it. */
class NewOptionTest {
  private static final Option<Integer> COUNT =
      Option.named("dummies", Kind.whole(1, 9))
          .help("N", "Dummies to seat, %s")
          .usually(3)
          .also("puppets")
          .inCourse("Train", "dummy_count")
          .declared();

  @TempDir private Path temp;
  private Path out;
  private OptionTable.Added added;

  @BeforeEach
  void add() {
    added = OptionTable.add(COUNT);
    SyntheticData.write(temp.resolve("data"), 60, 20, 5);
    out = temp.resolve("out");
  }

  @AfterEach
  void remove() {
    added.close();
  }

  private CommandRun run(String command, String... more) {
    List<String> args = new ArrayList<>(List.of(command, "--epochs=1", "--hidden=3"));
    args.addAll(List.of("--device=cpu", "--data=" + temp.resolve("data"), "--out=" + out));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(String[]::new));
  }

  private String config(String yaml) throws IOException {
    return "--config=" + Files.writeString(temp.resolve("c.yaml"), yaml);
  }

  private void requireStored(int value, String origin) throws IOException {
    StoredRun stored = StoredRun.read(out);
    assertThat(stored.options()).containsEntry("dummies", value);
    assertThat(stored.origins().get("dummies")).startsWith(origin);
    assertThat(stored.result().options()).containsEntry("dummies", value);
  }

  @Test
  void theHelpShowsItAmongItsKind() {
    String train = CommandRun.of("train", "--help").out().replaceAll("\\s+", " ");
    assertThat(train)
        .contains("--dummies=N Dummies to seat, a whole number from 1 to 9 (default: 3)");
    assertThat(train.indexOf("--dummies=N Dummies"))
        .isBetween(train.indexOf(" Training: "), train.indexOf(" Data: "));
    assertThat(CommandRun.of("sweep", "--help").out()).contains("      --dummies=N[,N...]");
  }

  @Test
  void aCommandLineGivesIt() throws IOException {
    CommandRun run = run("train", "--dummies=5");
    assertThat(run.code()).as(run.err()).isZero();
    requireStored(5, "flag");
  }

  @Test
  void aCommandLineIsRefusedInPlainWords() {
    assertThat(run("train", "--dummies=10").err())
        .startsWith("incline: --dummies must be a whole number from 1 to 9, not 10\n");
    assertThat(run("train", "--dummies=1.000").err()).contains("not '1.000'. Did you mean 1000?");
    assertThat(run("train", "--dummies").err())
        .contains("--dummies needs a value: a whole number from 1 to 9");
    assertThat(run("train", "--puppets=2").err()).contains("did you mean '--dummies'?");
    assertThat(out).doesNotExist();
  }

  @Test
  void aFileGivesIt() throws IOException {
    CommandRun run = run("train", config("dummies: 6\n"));
    assertThat(run.code()).as(run.err()).isZero();
    requireStored(6, "file ");
  }

  @Test
  void aFileOfTheCourseGivesIt() throws IOException {
    CommandRun run = run("train", config("Train: {dummy_count: 7}\n"));
    assertThat(run.code()).as(run.err()).isZero();
    requireStored(7, "file ");
  }

  @Test
  void aFileIsRefusedWithItsPlace() throws IOException {
    assertThat(run("train", config("dummies: many\n")).err())
        .contains(
            "c.yaml: dummies must be a whole number from 1 to 9, not 'many' (line 1, column 10)");
    assertThat(run("train", config("dummys: 3\n")).err()).contains("did you mean 'dummies'?");
  }

  @Test
  void aSweepVariesItAndItsFoldersTellIt() throws IOException {
    CommandRun run = run("sweep", "--dummies=3,4");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(StoredSweep.read(out).groups().get(0).varied()).containsExactly("dummies");
    assertThat(out.toFile().list())
        .contains(
            "mlp-3-lr0.1-l2_0.001-epochs1-seed42", "mlp-3-lr0.1-l2_0.001-epochs1-dummies_4-seed42");
    assertThat(run.out()).contains("dummies 3", "dummies 4");
  }

  @Test
  void anExperimentVariesIt() throws IOException {
    Path file = Files.writeString(temp.resolve("e.yaml"), "groups: {a: {dummies: [1, 2]}}\n");
    CommandRun run = run("sweep", file.toString());
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(out.resolve("mlp-3-lr0.1-l2_0.001-epochs1-dummies_2-seed42")).isDirectory();
  }

  @Test
  void aResumedRunKeepsIt() throws IOException {
    BrokenOffRun.leave(out, BrokenOffRun.settings(temp.resolve("data")), 3);
    CommandRun other = CommandRun.of("train", "--resume=" + out, "--dummies=4");
    assertThat(other.code()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(other.err()).contains("--dummies does not go with --resume");
    assertThat(other.err()).doesNotContain(", --dummies");

    Path config = out.resolve(StoredRun.CONFIG);
    String text = Files.readString(config);
    assertThat(text).contains("\ndummies: 3\n");
    Files.writeString(config, text.replace("\ndummies: 3\n", "\ndummies: 4\n"));
    assertThat(CommandRun.of("train", "--resume=" + out).err())
        .contains("not of the training that its config.yaml describes");
    Files.writeString(config, text);
    assertThat(CommandRun.of("train", "--resume=" + out, "--quiet").code()).isZero();
  }
}
