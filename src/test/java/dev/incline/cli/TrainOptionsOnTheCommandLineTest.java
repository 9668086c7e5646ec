package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainOptionsOnTheCommandLineTest {
  private static final String NO_DATA = "/no/such/data"; // read after the options are checked

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "--epochs 0            | --epochs     | from 1 to 100000",
        "--epochs 100001       | --epochs     | from 1 to 100000",
        "--epochs ten          | --epochs     | from 1 to 100000",
        "--epochs 1.5          | --epochs     | from 1 to 100000",
        "--batch 0             | --batch      | from 1 to 1000000",
        "--batch 1000001       | --batch      | from 1 to 1000000",
        "--batch x             | --batch      | from 1 to 1000000",
        "--shards 0            | --shards     | one of 1, 2, 4, 8, 16, 32, 64",
        "--shards 3            | --shards     | one of 1, 2, 4, 8, 16, 32, 64",
        "--shards 128          | --shards     | one of 1, 2, 4, 8, 16, 32, 64",
        "--shards x            | --shards     | one of 1, 2, 4, 8, 16, 32, 64",
        "--lr 0                | --lr         | from 1e-30 to 1e30",
        "--lr -0.1             | --lr         | from 1e-30 to 1e30",
        "--lr 1e31             | --lr         | from 1e-30 to 1e30",
        "--lr NaN              | --lr         | from 1e-30 to 1e30",
        "--lr fast             | --lr         | from 1e-30 to 1e30",
        "--l2 -1               | --l2         | from 0 to 1e6",
        "--l2 NaN              | --l2         | from 0 to 1e6",
        "--l2 2e6              | --l2         | from 0 to 1e6",
        "--l2 some             | --l2         | from 0 to 1e6",
        "--validation -0.1     | --validation | above 0 and below 1",
        "--validation 1        | --validation | above 0 and below 1",
        "--validation NaN      | --validation | above 0 and below 1",
        "--validation half     | --validation | above 0 and below 1",
        "--seed 1.5            | --seed       | a whole number of 64 bits",
        "--limit 1             | --limit      | from 2 to 2147483647",
        "--limit all           | --limit      | from 2 to 2147483647",
        "--hidden 0            | --hidden     | from 1 to 16384",
        "--hidden 128,16385    | --hidden     | from 1 to 16384",
        "--hidden 128,wide     | --hidden     | from 1 to 16384",
        "--threads 0           | --threads    | from 1 to 1024",
        "--threads many        | --threads    | from 1 to 1024",
        "--init normal         | --init       | half-normal:STD",
        "--init normal:0       | --init       | STD a positive number",
        "--init magic          | --init       | xavier or he",
        "--model cnn           | --model      | softmax",
        "--activation tan      | --activation | sigmoid, relu or tanh",
        "--activation identity | --activation | sigmoid, relu or tanh",
        "--dropout 1           | --dropout    | from 0 to below 1",
        "--dropout -0.1        | --dropout    | from 0 to below 1",
        "--dropout NaN         | --dropout    | from 0 to below 1",
        "--dropout 0,2         | --dropout    | from 0 to below 1",
        "--class-weights equal | --class-weights | balanced, or a number",
        "--class-weights 1,-1  | --class-weights | MNIST has 10",
        "--class-weights 0,0   | --class-weights | not all of them 0",
        "--class-weights inf   | --class-weights | balanced, or a number",
        "--matmul fast         | --matmul     | register or local",
        "--schedule cos        | --schedule   | constant, step:EPOCHS:FACTOR",
        "--schedule step:0:0.1 | --schedule   | EPOCHS and PATIENCE whole numbers from 1",
        "--schedule plateau    | --schedule   | plateau:PATIENCE:FACTOR",
        "--warmup -1           | --warmup     | a number from 0 to 100000",
        "--warmup NaN          | --warmup     | a number from 0 to 100000",
        "--patience -1         | --patience   | from 0 to 100000",
        "--patience 1.5        | --patience   | from 0 to 100000",
        "--monitor f1          | --monitor    | accuracy or loss",
        "--kernels /no/folder  | --kernels    | must be a folder",
      })
  void aWrongValueNamesTheFlagAndWhatIsLegal(String args, String flag, String range) {
    CommandRun run = CommandRun.of(("train --data " + NO_DATA + " " + args).split(" "));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(flag, range).doesNotContain("\tat ");
    assertThat(run.out()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "--model softmax --hidden 64        | --hidden does not go with --model softmax",
        "--model softmax --activation relu  | --activation does not go with --model softmax",
        "--model softmax --dropout 0.1      | --dropout does not go with --model softmax",
        "--hidden 9,8 --dropout 0.1,0.2,0.3 | --dropout has 3 values, but --hidden makes 2 hidden layers",
        "--model mlp --no-logit-relu        | --no-logit-relu does not go with --model mlp",
        "--logit-relu                       | --logit-relu does not go with --model mlp",
        "--print-plan --json                | --json does not go with --print-plan",
        "--print-schedule --json            | --json does not go with --print-schedule",
        "--warmup 11                        | --warmup 11 is longer than the training of --epochs 10",
        "--patience 3 --validation 0        | --patience 3 looks at validation results",
        "--schedule plateau:2:0.5 --validation 0 | --schedule plateau:2:0.5 looks at validation results",
        "--monitor loss --validation 0      | --monitor compares validation results",
        "--device cpu --matmul local        | --matmul concerns OpenCL",
        "--device cpu --kernels .           | --kernels concerns OpenCL",
        "--device gpu --threads 2           | --threads concerns plain Java",
      })
  void optionsThatDoNotFitTogetherAreWrongUsage(String args, String message) {
    CommandRun run = CommandRun.of(("train --data " + NO_DATA + " " + args).split(" "));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(message);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void helpShowsEveryDefault() {
    CommandRun help = CommandRun.of("train", "--help");
    assertThat(help.code()).isZero();
    assertThat(help.out().replaceAll("\\s+", " "))
        .contains(
            "(default: mlp)",
            "(default: 128)",
            "(default: sigmoid)",
            "(default: true)",
            "(default: 10)",
            "(default: 64)",
            "(default: 0.1; with momentum",
            "(default: 0.001)",
            "half-normal:0.01)",
            "(default: 42)",
            "(default: 0.2)",
            "(default: data/mnist",
            "(default: all)",
            "(default: auto; INCLINE_DEVICE",
            "(default: one per processor)",
            "(default: register on CPU devices",
            "(default: those in the program)",
            "(default: runs/<time>-<model>)");
  }
}
