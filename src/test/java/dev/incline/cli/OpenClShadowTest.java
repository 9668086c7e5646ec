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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A wrong kernel, from the command line: seen before training, while training, and again later. */
@Tag("slow")
class OpenClShadowTest {
  private static final String CACHE = "incline.cache";
  private static final String NEVER = "was never verified with these kernels and ops";

  private final String cache = System.getProperty(CACHE);

  @TempDir private Path temp;
  private Path kernels;
  private Path out;

  @BeforeEach
  void prepare() throws IOException {
    System.setProperty(CACHE, temp.resolve("cache").toString());
    SyntheticData.write(temp.resolve("data"), 60, 12, 6);
    out = temp.resolve("out");
    kernels = Files.createDirectory(temp.resolve("kernels"));
    EditedKernels.copy(kernels);
  }

  @AfterEach
  void restore() {
    if (cache == null) {
      System.clearProperty(CACHE);
    } else {
      System.setProperty(CACHE, cache);
    }
  }

  private CommandRun train(String... more) {
    List<String> args =
        new ArrayList<>(
            List.of("train", "--data", temp.resolve("data").toString(), "--out", out.toString()));
    args.addAll(List.of("--device", "opencl", "--epochs", "2", "--batch", "16", "--overwrite"));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(String[]::new));
  }

  private void edit(String file, String original, String edited) {
    EditedKernels.edit(kernels, file, original, edited);
  }

  @Test
  void aWrongKernelEndsAShadowedTrainingAndItsBundleShowsItAgain() throws IOException {
    edit("column_sums.cl", "i < rows", "i < rows - 1");
    String folder = kernels.toString();
    CommandRun run = train("--hidden", "8", "--no-verify", "--shadow", "1/2", "--kernels", folder);
    assertThat(run.code()).isEqualTo(ExitCode.MISMATCH);
    Path bundle = out.resolve("breach-step-1.bundle.npz");
    String finding = "first in b2 = ";
    assertThat(run.err())
        .contains(
            "WARNING: ", NEVER, "step 1 of the training on ", finding, "b2 at row 0, column 0 is ")
        .contains(bundle.toString())
        .doesNotContain("\tat ");
    assertThat(out.resolve("model.safetensors")).doesNotExist();

    CommandRun here = verify(bundle);
    assertThat(here.code()).as(here.err()).isZero();
    assertThat(here.out()).contains("verdict: bit-equal here").contains("--bundle-kernels");
    CommandRun java = verify(bundle, "--device", "cpu");
    assertThat(java.out()).contains("taken again on plain Java", "verdict: bit-equal here");
    for (String[] chosen : new String[][] {{"--bundle-kernels"}, {"--kernels", folder}}) {
      CommandRun again = verify(bundle, chosen);
      assertThat(again.code()).as(again.err()).isEqualTo(ExitCode.MISMATCH);
      assertThat(again.out()).contains("verdict: reproduced: " + finding);
    }
  }

  private static CommandRun verify(Path bundle, String... more) {
    List<String> args = new ArrayList<>(List.of("verify", "--bundle", bundle.toString()));
    args.addAll(List.of(more));
    if (!args.contains("--device")) {
      args.addAll(List.of("--device", "opencl"));
    }
    return CommandRun.of(args.toArray(String[]::new));
  }

  @Test
  void nothingIsTrainedOnADeviceThatComputesWrong() throws IOException {
    edit("epilogue.clh", "(T)(beta) * old", "old");
    CommandRun run = train("--model", "softmax", "--kernels", kernels.toString());
    assertThat(run.code()).isEqualTo(ExitCode.MISMATCH);
    assertThat(run.err()).contains(NEVER, "verdict: wrong: 36-10 relu logits");
    assertThat(out).doesNotExist();
    assertThat(temp.resolve("cache/verified")).doesNotExist();
  }

  @Test
  void aPassIsRememberedForTheseKernelsUntilItsFileIsDamaged() throws IOException {
    CommandRun first = train("--model", "softmax");
    assertThat(first.code()).as(first.err()).isZero();
    assertThat(first.err()).contains(NEVER, "verdict: bit-equal", "remembered");
    CommandRun second = train("--model", "softmax", "--shadow", "1/3", "--json");
    assertThat(second.err()).doesNotContain(NEVER);
    JsonNode record = new ObjectMapper().readTree(second.out());
    assertThat(record.get("shadow").get("steps").intValue()).isEqualTo(2);
    assertThat(record.get("shadow").get("outcome").textValue()).isEqualTo("bit-equal");
    assertThat(first.out()).contains(record.get("weightsSha256").textValue());

    try (Stream<Path> files = Files.list(temp.resolve("cache/verified"))) {
      Path file = files.toList().get(0);
      Files.writeString(file, Files.readString(file).replace("opencl", "").substring(5));
    }
    assertThat(train("--model", "softmax").err()).contains(NEVER, "remembered");
    edit("column_sums.cl", "i < rows", "i  <  rows");
    assertThat(train("--model", "softmax", "--kernels", kernels.toString()).err()).contains(NEVER);
    assertThat(train("--model", "softmax").err()).doesNotContain(NEVER);
  }

  /** Another optimizer brings ops, or joins them in other ways, that the device has not shown. */
  @Test
  void aPassHoldsForTheOpsThatRan() throws IOException {
    assertThat(train("--model", "softmax").err()).contains(NEVER, "remembered");
    CommandRun adam = train("--model", "softmax", "--optimizer", "adam");
    assertThat(adam.err()).contains(NEVER, "remembered");
    assertThat(train("--model", "softmax", "--optimizer", "adam", "--lr", "0.01").err())
        .doesNotContain(NEVER);
    edit("update.clh", "-scalars[at_step]", "-scalars[0]");
    String folder = kernels.toString();
    String[] wrong = {"--model", "softmax", "--optimizer", "adam", "--kernels", folder};
    assertThat(train(wrong).code()).isEqualTo(ExitCode.MISMATCH);
    assertThat(train("--model", "softmax", "--kernels", folder).code()).isZero();
  }

  @Test
  void theBundlesOptionsAreChecked() {
    CommandRun alone = CommandRun.of("verify", "--bundle-kernels");
    assertThat(alone.code()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(alone.err()).contains("--bundle-kernels goes with --bundle FILE");
    Path none = temp.resolve("none.npz");
    CommandRun missing = verify(none);
    assertThat(missing.code()).isEqualTo(ExitCode.FAILED);
    assertThat(missing.err()).contains(none + " does not exist");
    assertThat(train("--shadow", "1/0").code()).isEqualTo(ExitCode.WRONG_USAGE);
  }
}
