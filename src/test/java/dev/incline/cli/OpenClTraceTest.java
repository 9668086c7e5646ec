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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code incline trace} in plain Java and on the first OpenCL device. */
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
