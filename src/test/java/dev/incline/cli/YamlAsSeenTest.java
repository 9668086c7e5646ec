package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.cli.options.ExitCode;
import dev.incline.experiment.StoredRun;
import dev.incline.testing.SyntheticData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A value in YAML is what its reader sees, or it is refused with its place. */
@Tag("field")
class YamlAsSeenTest {
  @TempDir private Path temp;
  private Path out;

  @BeforeEach
  void writeData() {
    SyntheticData.write(temp.resolve("data"), 60, 20, 5);
    out = temp.resolve("out");
  }

  private CommandRun train(byte[] yaml) throws IOException {
    Path file = Files.write(temp.resolve("c.yaml"), yaml);
    return CommandRun.of(
        "train",
        "--config",
        file.toString(),
        "--data",
        temp.resolve("data").toString(),
        "--device",
        "cpu",
        "--epochs",
        "1",
        "--hidden",
        "3",
        "--out",
        out.toString(),
        "-q");
  }

  private CommandRun train(String yaml) throws IOException {
    return train(yaml.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`seed: 010`                            | seed  | 10",
        "`seed: 0777`                           | seed  | 777",
        "`seed: +7`                             | seed  | 7",
        "`batch: '16'`                          | batch | 16",
        "`batch: 008`                           | batch | 8",
        "`lr: 1.`                               | lr    | 1.0",
        "`lr: .5`                               | lr    | 0.5",
        "`lr: 5E-1`                             | lr    | 0.5",
        "`x: &a 0.25`                           | -     | unknown key 'x'",
        "`lr: &a 0.25\nl2: *a`                  | l2    | 0.25",
        "`lr: !!str 0.25`                       | lr    | 0.25",
        "`\ufefflr: 0.25`                       | lr    | 0.25",
        "`seed: \uff11\uff10`                   | seed  | 10",
        "`seed: 0x10`                           | -     | , not '0x10' (line 1",
        "`seed: 0o10`                           | -     | , not '0o10' (line 1",
        "`seed: 0b11`                           | -     | , not '0b11' (line 1",
        "`batch: 1_000`                         | -     | Did you mean 1000?",
        "`batch: 1,000`                         | -     | Did you mean 1000?",
        "`limit: 12:30`                         | -     | , not '12:30' (line 1",
        "`lr: 1:30`                             | -     | , not '1:30' (line 1",
        "`lr: yes`                              | -     | , not 'yes' (line 1",
        "`model: no`                            | -     | , not 'no' (line 1",
        "`activation: on`                       | -     | , not 'on' (line 1",
        "`lr: .inf`                             | -     | , not '.inf' (line 1",
        "`l2: .nan`                             | -     | , not '.nan' (line 1",
        "`lr: NaN`                              | -     | lr must be a number",
        "`lr: 0,1`                              | -     | Did you mean 0.1? The decimal sign is a point",
        "`lr: [0,1]`                            | -     | Did you mean 0.1?",
        "`lr: \uff10.\uff11`                    | -     | Did you mean 0.1?",
        "`l2: \u0660\u066b\u0661`               | -     | Did you mean 0.1?",
        "`lr: 0.1\n---\nlr: 0.2`                | -     | single document",
        "`lr: 0.1\nlr: 0.2`                     | -     | Duplicate key 'lr'",
        "`Train:\n\tbatch_size: 1`              | -     | cannot start any token",
        "`lr: !!float 1`                        | -     | the tag",
        "`<<: {lr: 1}`                          | -     | merge keys",
        "`lr: &a [*a]`                          | -     | an alias",
      })
  void aValueIsReadAsItIsSeenOrRefusedWithItsPlace(String yaml, String option, String wanted)
      throws IOException {
    CommandRun run = train(yaml);
    if (option.equals("-")) {
      assertThat(run.code()).as(run.out()).isEqualTo(ExitCode.WRONG_USAGE);
      assertThat(run.err()).contains(wanted).containsPattern("line \\d+, column \\d+");
      assertThat(out).doesNotExist();
    } else {
      assertThat(run.code()).as(run.err()).isZero();
      assertThat(StoredRun.read(out).options().get(option)).hasToString(wanted);
    }
  }

  @Test
  void aByteThatIsNotUtf8IsNamedWithFileAndPlace() throws IOException {
    CommandRun run =
        train("lr: 0.1\n# f\u00fcr die \u00dcbung\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(run.code()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(run.err())
        .contains("c.yaml is not UTF-8 text: byte 0xFC at line 2, column 4 ('\u00fc' in Latin-1)");
    CommandRun wide = train("lr: 0.1\n".getBytes(StandardCharsets.UTF_16));
    assertThat(wide.err()).contains("c.yaml is UTF-16 text: save it as UTF-8");
  }

  @Test
  void anExperimentsValuesAreReadSoToo() throws IOException {
    Path file =
        Files.writeString(
            temp.resolve("e.yaml"), "title: on\ngroups:\n  a: {seed: [010, 011], l2: 0.1}\n");
    CommandRun run =
        CommandRun.of(
            "sweep",
            file.toString(),
            "--data",
            temp.resolve("data").toString(),
            "--device",
            "cpu",
            "--epochs",
            "1",
            "--hidden",
            "3",
            "--out",
            out.toString());
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(out.toFile().list())
        .contains("mlp-3-lr0.1-l2_0.1-epochs1-seed10", "mlp-3-lr0.1-l2_0.1-epochs1-seed11");
  }

  @ParameterizedTest(name = "sweep {0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "--l2 0,001         | 0.001",
        "--lr 0,5           | 0.5",
        "--lr 0,1           | 0.1",
        "--lr 0,1,0,01      | 0.1",
        "--lr 1,05          | 1.05",
        "--validation 0,2   | 0.2",
      })
  void aDecimalCommaIsNoList(String args, String meant) {
    CommandRun run = sweep(args);
    assertThat(run.code()).as(run.out()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(run.err()).contains("looks like a decimal comma", "a point: " + meant + ". ");
    assertThat(out).doesNotExist();
  }

  @Test
  void aDecimalCommaInAFileIsNoListEither() throws IOException {
    Path file = Files.writeString(temp.resolve("e.yaml"), "groups:\n  a:\n    l2: [0,001]\n");
    CommandRun run = sweep(file.toString());
    assertThat(run.code()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(run.err()).contains("group a: l2 0,001", "line 3, column 10");
  }

  @ParameterizedTest(name = "sweep {0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "--l2 0,0.001",
        "--l2 0.0,1",
        "--l2 0,1e-3",
        "--lr 1,5",
        "--lr 1,0.1,0.01",
        "--batch 32,64",
        "--seed 0,1",
        "--hidden 3,05"
      })
  void aListIsAList(String args) {
    CommandRun run = sweep(args);
    assertThat(run.code()).as(run.err()).isZero();
    long commas = args.chars().filter(c -> c == ',').count();
    assertThat(run.out()).contains(commas + 1 + " runs: ");
  }

  private CommandRun sweep(String args) {
    List<String> all =
        new ArrayList<>(
            List.of("sweep", "--data", temp.resolve("data").toString(), "--device", "cpu"));
    all.addAll(List.of("--epochs", "1", "--out", out.toString()));
    all.addAll(List.of(args.split(" ")));
    if (!args.contains("--hidden")) {
      all.addAll(List.of("--hidden", "3"));
    }
    return CommandRun.of(all.toArray(String[]::new));
  }

  @ParameterizedTest(name = "train {0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "--lr 0,1       | not '0,1'. Did you mean 0.1? The decimal sign is a point, not a comma",
        "--l2 \u22120.1 | Did you mean -0.1?",
        "--batch 1,000  | not '1,000'. Did you mean 1000?",
        "--epochs 1.000 | Did you mean 1000?",
        "--lr \uff11    | Did you mean 1?",
        "--seed 0x10    | a whole number of 64 bits, not '0x10'",
      })
  void aNumberOfAnotherCountryIsRefusedWithAHint(String args, String hint) {
    List<String> all = new ArrayList<>(List.of("train", "--out", out.toString()));
    all.addAll(List.of(args.split(" ")));
    CommandRun run = CommandRun.of(all.toArray(String[]::new));
    assertThat(run.code()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(run.err()).contains(hint);
    assertThat(out).doesNotExist();
  }
}
