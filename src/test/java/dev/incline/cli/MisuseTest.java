package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.cli.data.DataCheckCommand;
import dev.incline.cli.data.DataDescribeCommand;
import dev.incline.cli.data.DataDownloadCommand;
import dev.incline.cli.options.ExitCode;
import dev.incline.option.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Wrong command lines are answered in plain words, with what was meant. */
@Tag("field")
class MisuseTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "train --lr abc                | --lr must be a number from 1e-30 to 1e30, not 'abc'",
        "train --lr 0,1                | --lr must be a number from 1e-30 to 1e30, not '0,1'",
        "train --epochs 1.5            | --epochs must be a whole number from 1 to 100000, not '1.5'",
        "train --hidden 12,abc         | --hidden must be up to 32 whole numbers from 1 to 16384, not 'abc'",
        "train --model sofmax          | --model must be softmax or mlp, not 'sofmax': did you mean 'softmax'?",
        "train --activation rlu        | --activation must be sigmoid, relu or tanh, not 'rlu': did you mean 'relu'?",
        "train --input spase           | not 'spase': did you mean 'sparse'?",
        "train --init xaver            | --init must be normal:STD, half-normal:STD, xavier or he",
        "train --json=perhaps          | --json must be true or false, not 'perhaps'",
        "train --lr                    | --lr needs a value: a number from 1e-30 to 1e30",
        "train --lr --batch 8          | --lr needs a value: a number from 1e-30 to 1e30",
        "train --lr 1 --lr 2           | --lr is given twice",
        "train --hidden 3 --hidden 4   | --hidden is given twice",
        "trace --lr abc                | --lr must be a number from 1e-30 to 1e30, not 'abc'",
        "tune --batch 0                | --batch must be a whole number from 1 to 1000000, not 0",
        "sweep --limit x               | --limit must be a whole number from 2 to 2147483647, not 'x'",
        "train mnist                   | unexpected argument 'mnist'",
        "predict                       | MODEL is missing",
        "bench --batches many          | --batches must be",
        "gradcheck --coordinates x     | --coordinates must be a whole number from",
        "predict m f --top x           | --top must be a whole number from 1 to all, not 'x'",
        "predict m f --format pgn      | --format must be image, idx, npy or csv, not 'pgn'",
        "evaluate m --set tset         | --set must be test or training, not 'tset': did you mean 'test'?",
        "sweep --jobs x                | --jobs must be a whole number from 1 to 256, not 'x'",
        "train --learning-rate 0.1     | unknown option --learning-rate: did you mean '--lr'?",
        "train --learning_rate=0.1     | unknown option --learning_rate: did you mean '--lr'?",
        "train -lr 0.1                 | did you mean '--lr'?",
        "train --batch-size 8          | did you mean '--batch'?",
        "sweep --weight-decay 0.1      | did you mean '--l2'?",
        "train --checkpoint 5          | did you mean '--checkpoint-every'?",
        "train --epoch 5               | did you mean '--epochs'?",
        "train --lr-scheduler cosine   | did you mean '--schedule'?",
        "train --early-stopping 3      | did you mean '--patience'?",
        "sweep --schedule step:3       | --schedule must be constant, step:EPOCHS:FACTOR",
        "train --no-tunde              | did you mean '--no-tuned'?",
        "train --device gpuu           | there is no device 'gpuu': did you mean 'gpu'?",
        "trian                         | unknown command 'trian': did you mean 'train'?",
        "trian --epochs 3              | unknown command 'trian': did you mean 'train'?",
        "trian --help                  | unknown command 'trian': did you mean 'train'?",
        "help trian                    | unknown command 'trian': did you mean 'train'?",
        "eval                          | unknown command 'eval': did you mean 'evaluate'?",
        "data chek                     | unknown command 'chek': did you mean 'check'?",
        "zzzzzzzz                      | unknown command 'zzzzzzzz': there are train, evaluate",
      })
  void isSaidInPlainWordsWithWhatWasMeant(String arguments, String said) {
    CommandRun run = CommandRun.of(arguments.split(" +"));
    assertThat(run.code())
        .isEqualTo(arguments.contains("gpuu") ? ExitCode.NO_SUCH_DEVICE : ExitCode.WRONG_USAGE);
    assertThat(run.err()).contains(said);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void nothingIsSuggestedThatIsFarAway() {
    assertThat(CommandRun.of("train", "--qqqqqq").err()).doesNotContain("did you mean");
  }

  static Stream<Class<?>> commands() {
    return Stream.concat(
        Main.COMMANDS.stream(),
        Stream.of(DataCheckCommand.class, DataDescribeCommand.class, DataDownloadCommand.class));
  }

  /**
   * The kind, not only the examples: no option of any command answers in picocli's or Java's words.
   */
  @ParameterizedTest
  @MethodSource("commands")
  void noOptionSpeaksOfJavasTypes(Class<?> command) {
    CommandSpec spec = new CommandLine(command).getCommandSpec();
    List<String> words = new ArrayList<>(List.of(spec.name()));
    if (List.of("check", "describe", "download").contains(spec.name())) {
      words.add(0, "data");
    }
    for (OptionSpec option : spec.options()) {
      Class<?> kind =
          option.type() == List.class && option.auxiliaryTypes().length > 0
              ? option.auxiliaryTypes()[0]
              : option.type();
      boolean takesAnything =
          option.userObject() instanceof Option<?> declared
              ? declared.kind().legal().isEmpty()
              : option.converters().length == 0 && !isNumberOrWord(kind);
      if (takesAnything) {
        continue;
      }
      List<String> line = new ArrayList<>(words);
      line.add(option.longestName() + "=?!");
      CommandRun run = CommandRun.of(line.toArray(String[]::new));
      assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.WRONG_USAGE);
      String name = option.longestName();
      assertThat(run.err())
          .containsPattern(name + " must be .*not '\\?!'|" + name + " takes no value")
          .doesNotContain("Invalid value", "is not a", "expected one of", "cannot convert");
    }
  }

  private static boolean isNumberOrWord(Class<?> kind) {
    return kind.isPrimitive() || kind.isEnum() || Number.class.isAssignableFrom(kind);
  }
}
