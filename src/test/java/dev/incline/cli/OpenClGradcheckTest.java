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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code incline gradcheck} in plain Java and on the first OpenCL device. */
@Tag("slow")
class OpenClGradcheckTest {
  @TempDir private Path temp;

  @BeforeEach
  void writeData() {
    SyntheticData.write(temp.resolve("data"), 40, 20, 6);
  }

  private CommandRun gradcheck(String... more) {
    List<String> args =
        new ArrayList<>(List.of("gradcheck", "--data", temp.resolve("data").toString()));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(String[]::new));
  }

  @Test
  void anOpenClDeviceGivesTheRightGradientAsOneDocument() throws IOException {
    CommandRun run =
        gradcheck("--device", "opencl", "--hidden", "7", "--activation", "relu", "--json");
    assertThat(run.code()).as(run.err()).isZero();
    JsonNode root = new ObjectMapper().readTree(run.out());
    assertThat(root.get("wrong").booleanValue()).isFalse();
    assertThat(root.get("tensors")).hasSize(4);
    assertThat(root.get("tensors").get(0).get("checked").intValue()).isGreaterThan(100);
  }

  @Test
  void aKernelWithAWrongDerivativeExitsWithThree() throws IOException {
    Path kernels = Files.createDirectory(temp.resolve("kernels"));
    EditedKernels.replace(
        kernels, "softmax_cross_entropy.cl", "j == label ? 1.0f", "j == label ? 0.5f");
    CommandRun run =
        gradcheck(
            "--device",
            "opencl",
            "--kernels",
            kernels.toString(),
            "--model",
            "softmax",
            "--rows",
            "0:8");
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.MISMATCH);
    assertThat(run.out()).contains("MISMATCH").contains("verdict: WRONG: dW1[");
  }

  @Test
  void plainJavaIsRightAndAskedForLessComparesLess() {
    CommandRun run = gradcheck("--device", "cpu", "--hidden", "7", "--coordinates", "9");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .containsPattern("dW1 +9 +252 +0 ")
        .containsPattern("db1 +7 +7 +0 ")
        .contains("verdict: right");
  }

  @Test
  void aGradientThatIsZeroEverywhereIsNotCalledRight() {
    // from -|w| and no other weights, every logit is below 0: ReLU passes nothing
    Path weights = temp.resolve("w.npz");
    float[] negative = new float[360];
    java.util.Arrays.fill(negative, -1);
    try {
      dev.incline.data.NpzFile.write(
          weights, java.util.Map.of("W1", dev.incline.data.NpyArray.of(negative, 36, 10)));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    CommandRun run =
        gradcheck("--device", "cpu", "--model", "softmax", "--weights", weights.toString());
    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    assertThat(run.out()).contains("CANNOT TELL");
  }

  @Test
  void misuseIsNamed() {
    CommandRun run = gradcheck("--coordinates", "0");
    assertThat(run.code()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(run.err()).contains("--coordinates must be");
  }
}
