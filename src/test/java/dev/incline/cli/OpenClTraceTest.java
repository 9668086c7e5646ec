package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.cli.options.ExitCode;
import dev.incline.data.NpyArray;
import dev.incline.data.NpzFile;
import dev.incline.testing.SyntheticData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code incline trace} in plain Java and on the first OpenCL device. */
@Tag("slow")
class OpenClTraceTest {
  @TempDir private Path temp;
  private Path out;

  @BeforeEach
  void writeData() {
    SyntheticData.write(temp.resolve("data"), 40, 20, 6);
    out = temp.resolve("step.npz");
  }

  private CommandRun trace(String... more) {
    List<String> args = new ArrayList<>(List.of("trace", "--out", out.toString()));
    args.addAll(List.of(more));
    for (String flag : List.of("--device", "--data")) {
      if (!args.contains(flag) && !args.contains(flag.equals("--data") ? "--batch" : flag)) {
        args.addAll(
            List.of(flag, flag.equals("--device") ? "cpu" : temp.resolve("data").toString()));
      }
    }
    return CommandRun.of(args.toArray(String[]::new));
  }

  @Test
  void anOpenClDeviceLeavesTheSameFile() throws IOException {
    List<String> step = List.of("--rows", "3,30:37", "--hidden", "12,9", "--activation", "relu");
    List<String> args = new ArrayList<>(step);
    args.addAll(List.of("--init", "he", "--device", "opencl"));
    CommandRun run = trace(args.toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isZero();
    Map<String, NpyArray> there = NpzFile.read(out);
    args.set(args.size() - 1, "cpu");
    assertThat(trace(args.toArray(String[]::new)).code()).isZero();
    NpzFile.read(out)
        .forEach(
            (name, array) ->
                assertThat(there.get(name).values()).as(name).isEqualTo(array.values()));
  }

  @Test
  void theTableListsWhatTheFileHolds() {
    CommandRun run = trace("--rows", "0:8", "--model", "softmax");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(NpzFile.read(out).keySet())
        .containsExactly(
            "X",
            "y",
            "W1",
            "Z",
            "R",
            "S",
            "losses",
            "loss",
            "prediction",
            "dR",
            "dZ",
            "dW1",
            "W1_new")
        .allMatch(name -> run.out().contains("\n" + name + " "));
    assertThat(run.out())
        .contains("one step of 36-10 relu logits on plain Java")
        .containsPattern("dW1 +36 x 10 +<f4 ")
        .contains("written to " + out);
  }

  @Test
  void aTraceGoesOnFromItsOwnNewWeights() {
    assertThat(trace("--hidden", "4", "--rows", "0:8").code()).isZero();
    Map<String, NpyArray> first = NpzFile.read(out);
    Path weights = temp.resolve("w.npz");
    Map<String, NpyArray> renamed = new HashMap<>();
    for (String name : List.of("W1", "b1", "W2", "b2")) {
      renamed.put(name, first.get(name + "_new"));
    }
    write(weights, renamed);
    CommandRun run = trace("--hidden", "4", "--rows", "0:8", "--weights", weights.toString());
    assertThat(run.code()).as(run.err()).isZero();
    Map<String, NpyArray> second = NpzFile.read(out);
    assertThat(second.get("W2").values()).isEqualTo(first.get("W2_new").values());
    assertThat(second.get("loss").get(0)).isLessThan(first.get("loss").get(0));
  }

  @Test
  void aBatchComesFromFiles() {
    Path batch = temp.resolve("b.npz");
    NpyArray x = NpyArray.of(new float[] {1, -2, 3, 4.5f, 0, 6}, 2, 3);
    write(batch, Map.of("X", x, "y", NpyArray.of(new long[] {2, 0}, 2)));
    CommandRun run = trace("--batch", batch.toString(), "--classes", "3", "--hidden", "2");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(NpzFile.read(out).get("X").values()).isEqualTo(x.values());
    write(batch, Map.of("X", x, "y", NpyArray.of(new long[] {3, 0}, 2)));
    run = trace("--batch", batch.toString(), "--classes", "3", "--hidden", "2");
    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains("b.npz: y: label 3 of row 0 is not in 0..2");
    write(batch, Map.of("X", NpyArray.of(new long[6], 2, 3), "y", NpyArray.of(new int[2], 2)));
    run = trace("--batch", batch.toString());
    assertThat(run.err()).contains("b.npz: X is of type <i8: inputs are uint8 pixels");
  }

  private static void write(Path file, Map<String, NpyArray> arrays) {
    try {
      NpzFile.write(file, arrays);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** What the program wrote itself is right on any device; a changed tensor is found. */
  @Test
  void anotherProgramsTensorsAreCompared() {
    assertThat(trace("--hidden", "4", "--rows", "0:8", "--steps", "2").code()).isZero();
    Map<String, NpyArray> mine = new HashMap<>(NpzFile.read(out));
    assertThat(mine).containsKeys("W1_new", "2/X", "2/W1_new");
    Path file = temp.resolve("mine.npz");
    write(file, mine);
    String[] compare = {
      "trace",
      "--hidden",
      "4",
      "--rows",
      "0:8",
      "--steps",
      "2",
      "--compare",
      file.toString(),
      "--data",
      temp.resolve("data").toString(),
      "--device",
      "opencl"
    };
    CommandRun right = CommandRun.of(compare);
    assertThat(right.code()).as(right.err()).isZero();
    assertThat(right.out()).contains("2/W1_new").contains("verdict: right");
    assertThat(right.out().lines().skip(2)).allMatch(line -> line.length() <= 80);
    float[] sums = ((float[]) mine.get("dZ").values()).clone();
    for (int i = 0; i < sums.length; i++) {
      sums[i] *= 4;
    }
    mine.put("dZ", new NpyArray(mine.get("dZ").shape(), sums));
    write(file, mine);
    CommandRun wrong = CommandRun.of(compare);
    assertThat(wrong.code()).isEqualTo(ExitCode.MISMATCH);
    assertThat(wrong.out()).contains("verdict: DIFFERENT\n  dZ: it is N times as large");
    List<String> asJson = new ArrayList<>(List.of(compare));
    asJson.add("--json");
    wrong = CommandRun.of(asJson.toArray(String[]::new));
    assertThat(wrong.code()).isEqualTo(ExitCode.MISMATCH);
    assertThat(wrong.out()).contains("\"right\" : false", "\"verdict\" : \"differs\"");
    assertThat(temp.resolve("trace.npz")).doesNotExist();
  }

  /** The rate of a cosine from 0.1, in step 6 of 2 epochs of 4 steps: 32 of 40 rows train. */
  @Test
  void aStepHasTheRateOfItsPlace() {
    String[] step = {
      "--rows",
      "0:8",
      "--model",
      "softmax",
      "--l2",
      "0",
      "--schedule",
      "cosine",
      "--epochs",
      "2",
      "--epoch",
      "2",
      "--position",
      "8"
    };
    CommandRun run = trace(step);
    assertThat(run.code()).as(run.err()).isZero();
    double rate = 0.1 * (1 + Math.cos(Math.PI * 5 / 7)) / 2;
    assertThat(run.out())
        .contains(
            "lr 0.0188", "rate of step 6 of 2 epochs of 4 steps: --lr 0.1, --schedule cosine");
    Map<String, NpyArray> ours = new HashMap<>(NpzFile.read(out));
    NpyArray w = ours.get("W1");
    float[] right = new float[w.size()];
    float[] planted = new float[w.size()];
    for (int i = 0; i < right.length; i++) {
      right[i] = (float) (w.get(i) - rate * ours.get("dW1").get(i));
      planted[i] = (float) (w.get(i) - 0.1 * ours.get("dW1").get(i));
    }
    assertThat(compared(ours, new NpyArray(w.shape(), right), step).code()).isZero();
    CommandRun wrong = compared(ours, new NpyArray(w.shape(), planted), step);
    assertThat(wrong.code()).isEqualTo(ExitCode.MISMATCH);
    assertThat(wrong.out())
        .containsPattern("W1_new: lr is 0.1 in the place of 0.0188.*: the schedule is missing");
  }

  private CommandRun compared(Map<String, NpyArray> mine, NpyArray weights, String... step) {
    mine.put("W1_new", weights);
    Path file = temp.resolve("mine.npz");
    write(file, mine);
    List<String> args = new ArrayList<>(List.of(step));
    args.addAll(List.of("--compare", file.toString()));
    args.addAll(List.of("--overwrite"));
    return trace(args.toArray(String[]::new));
  }

  @Test
  void misuseOfASchedule() {
    misuse("follows from the validation results of a training", "--schedule", "plateau:1:0.5");
    misuse("--epochs concerns --schedule and --warmup", "--epochs", "3");
    misuse("--epoch-rows concerns --schedule and --warmup", "--epoch-rows", "30");
    misuse("--epoch concerns the masks of --dropout, and the rates", "--epoch", "3");
    String[] cosine = {"--schedule", "cosine", "--rows", "0:8"};
    misuse("--epoch 11 is none of --epochs 10", with(cosine, "--epoch", "11"));
    misuse("--position 5 is not where a step of 8 rows begins", with(cosine, "--position", "5"));
    misuse(
        "1 step of 8 rows from position 32 do not fit into an epoch of 32 rows",
        with(cosine, "--position", "32"));
    misuse("--epoch-rows must be a whole number from 1", with(cosine, "--epoch-rows", "0"));
    misuse("--warmup must be", "--warmup", "-1");
    Path batch = temp.resolve("b.npz");
    NpyArray x = NpyArray.of(new float[] {1, -2, 3, 4.5f, 0, 6}, 2, 3);
    write(batch, Map.of("X", x, "y", NpyArray.of(new long[] {2, 0}, 2)));
    String[] file = {"--batch", batch.toString(), "--hidden", "2", "--warmup", "2"};
    misuse("--schedule and --warmup need --epoch-rows beside a batch out of a file", file);
    assertThat(trace(with(file, "--epoch-rows", "4")).code()).isZero();
  }

  private static String[] with(String[] args, String... more) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  @Test
  void misuseIsNamed() {
    misuse("40 rows cannot be cut into 3 batches", "--rows", "0:40", "--steps", "3");
    misuse("--steps must be a whole number from 1 to 100, not 0", "--steps", "0");
    misuse("--json goes with --compare", "--json");
    misuse("there is no row 40, the last is 39", "--rows", "38:41");
    misuse("--rows must be row numbers from 0", "--rows", "1-3");
    misuse("the range 5:5 is empty", "--rows", "5:5");
    misuse("--x and --y go together", "--x", "a.npy");
    misuse("--rows does not go with a batch out of a file", "--batch", "a.npz", "--rows", "1");
    misuse("--scale does not go with a batch out", "--batch", "a.npz", "--scale", "unit");
    misuse("--classes concerns a batch out of a file", "--classes", "4");
    misuse("--init does not go with --weights", "--weights", "w.npz", "--init", "he");
    misuse("--lr must be", "--lr", "0");
    misuse("--l2 must be", "--l2", "-1");
    misuse("--hidden does not go with --model softmax", "--model", "softmax", "--hidden", "3");
    assertThat(out).doesNotExist();
  }

  private void misuse(String message, String... args) {
    CommandRun run = trace(args);
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(run.err()).contains(message).doesNotContain("\tat ");
  }
}
