package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.testing.SyntheticData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a sweep is said before anything is written. */
class SweepMistakesTest {
  @TempDir private Path temp;
  private Path out;

  @BeforeEach
  void writeData() {
    SyntheticData.write(temp.resolve("data"), 200, 50, 6);
    out = temp.resolve("out");
  }

  private CommandRun sweep(List<String> more) {
    List<String> args = new ArrayList<>(List.of("sweep", "--out", out.toString()));
    args.addAll(List.of("--data", temp.resolve("data").toString()));
    args.addAll(more);
    return CommandRun.of(args.toArray(String[]::new));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`groups: {}`                         | 'groups' must map at least one name",
        "`lr: 1`                              | 'groups' must map at least one name",
        "`groups: {a: {lr: []}}`              | 'lr' is an empty grid",
        "`groups: {a: {lerning_rate: 1}}`     | unknown key 'lerning_rate'; did you mean 'lr'?",
        "`groups: {a: {lr: [1, fast]}}`       | group a: lr must be a number from 1e-30 to 1e30, not 'fast'",
        "`groups: {a: {lr: [1, fast]}}`       | e.yaml line 1, column 22)",
        "`groups: {a: {activation: relu-tanh}}`| group a: activation has 2 values, but --hidden makes 1 hidden layer",
        "`groups: {a: {l2: -1}}`              | group a: l2 must be a number from 0",
        "`groups: {a: {data: x}}`             | 'data' holds for all groups",
        "`{repeats: 0, groups: {a: {lr: 1}}}` | --repeats must be a whole number from 1 to 1000",
        "`{repeats: x, groups: {a: {lr: 1}}}` | 'repeats' must be a whole number",
        "`{repeat: 2, groups: {a: {lr: 1}}}`  | unknown key 'repeat'; did you mean 'repeats'?",
        "`groups: {a b: {lr: 1}}`             | group 'a b' must be letters",
        "`groups: {a: {lr: 'uniform(1, 0.1)'}}`       | group a: lr: uniform(1, 0.1) must be uniform(a, b) with two numbers, a below b (",
        "`groups: {a: {lr: 'uniform(1)'}}`            | e.yaml line 1, column 18)",
        "`groups: {a: {lr: 'log-uniform(1, 2, 3)'}}`  | must be log-uniform(a, b) with two numbers",
        "`groups: {a: {l2: 'log-uniform(0, 1)'}}`     | l2: log-uniform(0, 1) must begin above 0",
        "`groups: {a: {lr: 'uniform(0.1, fast)'}}`    | lr must be a number from 1e-30 to 1e30, not 'fast'",
        "`groups: {a: {batch: 'uniform(0, 8)'}}`      | batch must be a whole number from 1",
        "`groups: {a: {model: 'uniform(mlp, softmax)'}}` | must be uniform(a, b) with two numbers",
        "`groups: {a: {activation: 'choice()'}}`      | activation must be",
        "`groups: {a: {seed: 'uniform(1, 9)'}}`       | seed must be a whole number of 64 bits",
        "`groups: {a: {lr: 'normal(0, 1)'}}`          | lr must be a number from 1e-30 to 1e30, not 'normal(0, 1)'",
        "`groups: {a: {lr: 'uniform(0.1, 1)'}}`       | group a draws values of lr: say with --samples how many",
      })
  void whatIsWrongInAFileIsSaid(String yaml, String message) throws IOException {
    Path file = Files.writeString(temp.resolve("e.yaml"), yaml);
    CommandRun run = sweep(List.of(file.toString(), "--device", "cpu"));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(message).doesNotContain("\tat ");
    assertThat(out).doesNotExist();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "--jobs 2               | 2 | the grid is empty",
        "--lr 0.1 --jobs 0      | 2 | --jobs must be",
        "--lr 0.1,fast          | 2 | --lr must be a number from 1e-30 to 1e30, not 'fast'",
        "--lr log-uniform(0.1,1) | 2 | --lr: values are drawn in an experiment FILE, not here: log-uniform(0.1,1)",
        "--hidden choice(8,16)   | 2 | --hidden: values are drawn in an experiment FILE",
        "--lr 1e400              | 2 | --lr must be a number from 1e-30 to 1e30, not '1e400'",
        "--lr 0.1, --repeats 0  | 2 | --repeats must be",
        "--seed 1,2 --repeats 2 | 2 | --repeats does not go with several seeds",
        "--lr 1 --device abacus | 4 | 'abacus'",
        "--lr 1 --validation 0.001 --limit 3 | 2 | --validation",
        "--lr 1 --samples 5     | 2 | --samples: nothing is drawn",
        "--lr 1 --samples 0     | 2 | --samples must be a whole number from 1 to 100000, not 0",
        "--lr 1 --confirm -1    | 2 | --confirm must be a whole number from 0 to 1000, not -1",
        "--lr 1 --part 0/4      | 2 | --part must be I/N with I from 1 to N",
        "--lr 1 --part 5/4      | 2 | --part must be I/N with I from 1 to N, and N at most 100000, such as 2/8, not '5/4'",
        "--lr 1 --part x        | 2 | not 'x'",
        "--lr 1 --part 1/200000 | 2 | not '1/200000'",
        "--lr 1 --takeover-after 3s | 2 | --takeover-after must be at least 10s",
        "--lr 1 --takeover-after 3  | 2 | --takeover-after must be a time such as 90s, 5m or 24h, not '3'",
        "--lr 1 --wait -1s      | 2 | --wait must be a time such as 90s, 5m or 24h, not '-1s'",
        "--merge                | 2 | --merge needs a value: DIR",
        "--merge nowhere        | 2 | --merge takes folders and --out DIR, and no other option",
        "--weights a/b/w.npz,c/b/w.npz | 2 | weights_b_w.npz-seed42: their files need different names",
      })
  void whatIsWrongOnTheCommandLineIsSaid(String args, int code, String message) {
    List<String> words = new ArrayList<>(List.of(args.split(" ")));
    if (!args.contains("--device")) {
      words.addAll(List.of("--device", "cpu"));
    }
    CommandRun run = sweep(words);
    assertThat(run.code()).as(run.err()).isEqualTo(code);
    assertThat(run.err()).contains(message);
    assertThat(out).doesNotExist();
  }
}
