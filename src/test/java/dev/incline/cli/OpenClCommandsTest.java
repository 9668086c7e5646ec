package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.incline.backend.opencl.EditedKernels;
import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.cli.options.ExitCode;
import dev.incline.run.device.DeviceChoice;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands about devices, on the first OpenCL device of this machine. */
@Tag("slow")
class OpenClCommandsTest {
  @TempDir private Path kernels;

  @Test
  void aQuickVerificationGivesOneVerdictAndIsNotRemembered(@TempDir Path cache) {
    String others = System.setProperty("incline.cache", cache.toString());
    try {
      CommandRun run = CommandRun.of("verify", "--quick", "--device", "opencl");
      assertThat(run.code()).as(run.err()).isZero();
      assertThat(run.out())
          .contains("MatMul aᵀ b, added to c")
          .containsOnlyOnce("verdict: bit-equal");
      assertThat(cache.resolve("verified")).doesNotExist();
    } finally {
      System.setProperty("incline.cache", others);
    }
  }

  @Test
  void verifyAsJsonIsOneDocument() throws IOException {
    CommandRun run = CommandRun.of("verify", "--tiny", "--device", "opencl", "--json");
    JsonNode root = new ObjectMapper().readTree(run.out());
    assertThat(root.get("verdict").textValue()).isEqualTo("bit-equal");
    assertThat(root.get("findings")).hasSizeGreaterThan(25);
    assertThat(root.get("findings").get(0).get("cases").intValue()).isPositive();
  }

  @Test
  void aBrokenKernelExitsWithThreeAndIsNamed() throws IOException {
    breakKernel("softmax_cross_entropy.cl", "j == label ? 1.0f", "j == label ? 0.5f");
    CommandRun run =
        CommandRun.of("verify", "--tiny", "--device", "opencl", "--kernels", kernels.toString());
    assertThat(run.code()).isEqualTo(ExitCode.MISMATCH);
    assertThat(run.out())
        .contains("verdict: wrong: SoftmaxCrossEntropy, gradient")
        .contains("WRONG");
  }

  @Test
  void aKernelThatDoesNotCompileExitsWithOneAndShowsTheLog() throws IOException {
    breakKernel("column_sums.cl", "j = x * (WIDTH * VECTORS)", "j = zero");
    CommandRun run =
        CommandRun.of("verify", "--tiny", "--device", "opencl", "--kernels", kernels.toString());
    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err())
        .contains(kernels.resolve("column_sums.cl") + " does not build on")
        .contains(DeviceChoice.best(ClDevice.all()).orElseThrow().title())
        .contains("zero")
        .doesNotContain("\tat ");
  }

  @Test
  void oneSizeAtATime() {
    CommandRun tiny = CommandRun.of("verify", "--tiny", "--device", "opencl");
    assertThat(tiny.code()).isZero();
    assertThat(tiny.out()).contains("21-18-10-10 sigmoid").doesNotContain("784");
    assertThat(tiny.out().strip().lines().reduce((a, b) -> b).orElseThrow())
        .matches("verdict: bit-equal: every bit of [\\d,]+ comparisons is that of plain Java");
    CommandRun both = CommandRun.of("verify", "--quick", "--tiny", "--device", "opencl");
    assertThat(both.code()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(both.err()).contains("--quick does not go with --tiny");
    assertThat(both.out()).isEmpty();
  }

  @Test
  void devicesAreListedAndAutoIsMarked() throws IOException {
    CommandRun table = CommandRun.of("devices");
    CommandRun json = CommandRun.of("devices", "--json");
    assertThat(table.code()).isZero();
    assertThat(table.out()).contains("* ").contains("cpu   plain Java");
    JsonNode devices = new ObjectMapper().readTree(json.out()).get("devices");
    assertThat(devices).isNotEmpty();
    assertThat(devices).filteredOn(device -> device.get("auto").booleanValue()).hasSize(1);
  }

  @Test
  void aDeviceThatIsNotThereExitsWithFourAndListsWhatIs() {
    for (String choice : new String[] {"7:7", "no-such-device"}) {
      CommandRun run = CommandRun.of("verify", "--device", choice);
      assertThat(run.code()).isEqualTo(ExitCode.NO_SUCH_DEVICE);
      assertThat(run.err()).contains(choice).contains("0:0");
    }
  }

  private void breakKernel(String file, String original, String broken) throws IOException {
    EditedKernels.replace(kernels, file, original, broken);
  }
}
