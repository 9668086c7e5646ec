package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.incline.backend.opencl.EditedKernels;
import dev.incline.cli.options.ExitCode;
import dev.incline.testing.SyntheticData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Kernels that train right and score wrong, from the command line: no wrong number is printed, and
 * the exit code is 3. Steps have no shorter rest, and the test's is as long as the validation: each
 * other length is one more program to build.
 */
@Tag("field")
@Tag("slow")
class OpenClWrongScoresTest {

  @TempDir private static Path shared;
  private static Path data;
  private static Path model; // trained in plain Java

  @TempDir private Path temp;

  @BeforeAll
  static void train() {
    data = SyntheticData.write(shared.resolve("data"), 60, 1012, 6);
    model = shared.resolve("model");
    CommandRun run = train(model, "--device", "cpu");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("checked     nothing: plain Java computed it");
  }

  private static CommandRun train(Path out, String... more) {
    List<String> args =
        new ArrayList<>(List.of("train", "--data", data.toString(), "--out", out.toString()));
    args.addAll(List.of("--epochs", "2", "--batch", "16", "--hidden", "8", "--no-verify"));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(String[]::new));
  }

  /** A folder of kernels; {@code edited} holds for steps without gradient only. */
  private String kernels(String original, String edited) throws IOException {
    String both = "\n#if WITH_GRADIENT\n%s\n#else\n%s\n#endif\n".formatted(original, edited);
    return edited("softmax_cross_entropy.cl", original, both);
  }

  /** A folder of kernels with one file edited. */
  private String edited(String name, String original, String edited) throws IOException {
    Path folder = Files.createDirectory(temp.resolve("kernels"));
    EditedKernels.replace(folder, name, original, edited);
    return folder.toString();
  }

  /** A kernel that leaves out masks or class weights: the first epoch of the training shows it. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "mask1  | dropout_mask.cl          | (uint)threshold | 0u    | mask1 = 0 or 2",
        "loss | softmax_cross_entropy.cl | #if WEIGHTED    | #if 0 | batch.loss, ",
      })
  void aMaskOrAWeightThatIsLeftOutEndsTheTraining(
      String tensor, String file, String original, String with, String first) throws IOException {
    String kernels = edited(file, original, with);
    Path out = temp.resolve("out");
    List<String> args = new ArrayList<>(List.of("--dropout", "0.5", "--class-weights"));
    args.addAll(List.of("1,2,3,4,5,6,7,8,9,10", "--device", "opencl", "--kernels", kernels));
    CommandRun run = train(out, args.toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.MISMATCH);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("scored wrong in the training of epoch 1, row ", "First in " + first)
        .doesNotContain("\tat ");
    Path bundle = out.resolve("breach-training-of-epoch-1.bundle.npz");
    CommandRun again = verify(bundle, "--device", "opencl", "--kernels", kernels);
    assertThat(again.code()).as(again.out() + again.err()).isEqualTo(ExitCode.MISMATCH);
    assertThat(again.out()).contains("reproduced: first in ", tensor);
    for (String device : List.of("opencl", "cpu")) {
      CommandRun here = verify(bundle, "--device", device);
      assertThat(here.code()).as(here.out() + here.err()).isZero();
      assertThat(here.out()).contains("verdict: bit-equal here");
    }
  }

  @Test
  void stepsWithMasksAndWeightsAreCountedInTheSummary() {
    CommandRun run =
        train(
            temp.resolve("out"),
            "--dropout",
            "0.5",
            "--class-weights",
            "balanced",
            "--device",
            "opencl");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains(
            "1,024 of 1,024 scored rows, and 32 of the epochs, against plain Java: every bit");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "skips its last step  | const int i = y;    | const int i = cursor < 1000 ? y : batch; | in the test, row 1001 of the test set: the device wrote no score",
        "a loss slightly off  | log_1(sum) - (z[label] - top); | log_1(sum) - (z[label] - top) + (cursor + i == 17 ? 1e-6f : 0.0f); | in the test, row 18 of the test set: the loss is ",
        "a wrong prediction   | prediction[cursor + i] = best; | prediction[cursor + i] = cursor + i == 17 ? (best + 1) % classes : best; | in the test, row 18 of the test set: the prediction is ",
      })
  void aWrongScoreIsNeverPrinted(String name, String original, String edited, String message)
      throws IOException {
    String kernels = kernels(original, edited);
    Path out = temp.resolve("out");
    CommandRun run = train(out, "--device", "opencl", "--kernels", kernels);
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.MISMATCH);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("incline: ", message, "No result is reported", "WARNING: the last state, epoch ")
        .doesNotContain("\tat ");
    assertThat(out.resolve("history.json")).doesNotExist();
    assertThat(out.resolve("model.safetensors")).doesNotExist();
    assertThat(files(out, "checkpoint-")).isNotEmpty(); // what was trained is not lost
    Path bundle = files(out, "breach-").get(0);
    assertThat(run.err()).contains(bundle.toString());

    CommandRun again = verify(bundle, "--device", "opencl", "--kernels", kernels);
    assertThat(again.code()).as(again.out() + again.err()).isEqualTo(ExitCode.MISMATCH);
    assertThat(again.out()).contains("reproduced: first in ", "of 36-8-10 sigmoid: ");
    for (String device : List.of("opencl", "cpu")) {
      CommandRun here = verify(bundle, "--device", device);
      assertThat(here.code()).as(here.err()).isZero();
      assertThat(here.out()).contains("verdict: bit-equal here");
    }
    CommandRun resumed =
        CommandRun.of("train", "--resume", out.toString(), "--kernels", "kernels", "--json");
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(json(resumed).get("weightsSha256")).isEqualTo(history(model).get("weightsSha256"));

    Path test = data.resolve("t10k-images-idx3-ubyte");
    for (String command : List.of("evaluate", "predict")) {
      List<String> args = new ArrayList<>(List.of(command, model.toString()));
      args.addAll(
          command.equals("predict")
              ? List.of(test.toString())
              : List.of("--data", data.toString()));
      args.addAll(List.of("--device", "opencl", "--kernels", kernels));
      if (original.startsWith("const") && edited.contains("1000")) {
        continue; // there, each step begins at 0
      }
      CommandRun scored = CommandRun.of(args.toArray(String[]::new));
      assertThat(scored.code()).as(command + scored.err()).isEqualTo(ExitCode.MISMATCH);
      assertThat(scored.out()).isEmpty();
      assertThat(scored.err()).contains("incline: ", "of the ", "No result is reported");
    }
  }

  @Test
  void aTrainingStepThatLeavesARowOutIsSeen() throws IOException {
    String kernels = kernels("const int i = y;", "const int i = y;");
    Path file = Path.of(kernels, "softmax_cross_entropy.cl");
    String text = Files.readString(file);
    Files.writeString(
        file, text.replaceFirst("const int i = y;", "const int i = cursor + y == 17 ? batch : y;"));
    CommandRun run = train(temp.resolve("out"), "--device", "opencl", "--kernels", kernels);
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.MISMATCH);
    assertThat(run.err())
        .contains("in the training of epoch 1, row ", "the device wrote no score", "--shadow 1");
  }

  @Test
  void howManyRowsWereComparedIsSaid() throws IOException {
    Path out = temp.resolve("out");
    CommandRun run = train(out, "--device", "opencl");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains(
            "checked     1,024 of 1,024 scored rows, and 32 of the epochs, against plain Java: every bit"
                + " equal");
    JsonNode checked = history(out).get("checked");
    assertThat(checked.get("rows").intValue()).isEqualTo(1024);
    assertThat(checked.get("of").intValue()).isEqualTo(1024);
    assertThat(checked.get("epochRows").intValue()).isEqualTo(32);
    assertThat(checked.get("outcome").textValue()).isEqualTo("bit-equal");

    String[] evaluate = {
      "evaluate", model.toString(), "--data", data.toString(), "--device", "opencl"
    };
    assertThat(CommandRun.of(evaluate).out())
        .contains("checked   1,012 of 1,012 scored rows against plain Java: every bit equal");
    CommandRun predicted =
        CommandRun.of(
            "predict",
            model.toString(),
            data.resolve("t10k-images-idx3-ubyte").toString(),
            "--device",
            "opencl",
            "--json");
    assertThat(json(predicted).get("checked").get("rows").intValue()).isEqualTo(1012);
  }

  /** A folder that an older program left says nothing of checks. */
  @Test
  void anOlderRunIsStillRead() throws IOException {
    Path out = temp.resolve("older");
    assertThat(train(out, "--device", "cpu").code()).isZero();
    Path file = out.resolve("history.json");
    String text = Files.readString(file);
    String older = text.replaceFirst("(?s)\"checked\" : \\{.*?\\},\\s*", "");
    assertThat(older).isNotEqualTo(text);
    Files.writeString(file, older);
    CommandRun complete = CommandRun.of("train", "--resume", out.toString());
    assertThat(complete.code()).as(complete.err()).isZero();
    assertThat(complete.out()).contains("checked     nothing");
  }

  @Test
  void aSweepEndsWithThatExitCodeToo() throws IOException {
    String kernels = kernels("prediction[cursor + i] = best;", "prediction[cursor + i] = 77;");
    Path out = temp.resolve("sweep");
    CommandRun sweep =
        CommandRun.of(
            "sweep",
            "--data",
            data.toString(),
            "--out",
            out.toString(),
            "--no-verify",
            "--lr",
            "1,0.1",
            "--epochs",
            "1",
            "--hidden",
            "8",
            "--device",
            "opencl",
            "--kernels",
            kernels);
    assertThat(sweep.code()).as(sweep.out() + sweep.err()).isEqualTo(ExitCode.MISMATCH);
    for (Path run : files(out, "mlp-")) {
      assertThat(Files.readString(run.resolve("failure.json"))).contains("\"kind\" : \"wrong\"");
      assertThat(files(run, "breach-")).hasSize(1);
      assertThat(Files.readString(run.resolve("log.txt"))).contains(run + "/breach-");
    }
  }

  private static List<Path> files(Path folder, String prefix) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(path -> path.getFileName().toString().startsWith(prefix)).toList();
    }
  }

  private static CommandRun verify(Path bundle, String... more) {
    List<String> args = new ArrayList<>(List.of("verify", "--bundle", bundle.toString()));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(String[]::new));
  }

  private static JsonNode json(CommandRun run) throws IOException {
    return new ObjectMapper().readTree(run.out());
  }

  private static JsonNode history(Path run) throws IOException {
    return new ObjectMapper().readTree(run.resolve("history.json").toFile());
  }
}
