package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.incline.backend.opencl.EditedKernels;
import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.cli.device.DoctorCommand;
import dev.incline.cli.options.ExitCode;
import dev.incline.doctor.Diagnosis;
import dev.incline.doctor.Diagnosis.Verdict;
import dev.incline.run.device.DeviceChoice;
import dev.incline.testing.JavaCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code incline doctor}, on the device that {@code auto} takes. */
@Tag("slow")
class OpenClDoctorTest {
  @TempDir private Path temp;

  private static String device() {
    return DeviceChoice.best(ClDevice.all()).orElseThrow().index();
  }

  @Test
  void aRightDeviceGetsASentence() {
    CommandRun run = CommandRun.of("doctor", "--tiny", "--device", device());
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("OpenCL loader: ", "OpenCL drivers: ", "temporary directory: ")
        .containsPattern("(?m)^(fine|slow) +" + device() + " .*comparisons give plain Java's bits");
  }

  @Test
  void aWrongKernelIsNamedAndExitsWithThree() throws IOException {
    breakKernel("j == label ? 1.0f", "j == label ? 0.5f");
    CommandRun run =
        CommandRun.of(
            "doctor", "--tiny", "--device", device(), "--kernels", temp.toString(), "--json");
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.MISMATCH);
    JsonNode found = new ObjectMapper().readTree(run.out()).get("devices").get(0);
    assertThat(found.get("verdict").textValue()).isEqualTo("wrong");
    assertThat(found.get("sentence").textValue())
        .contains("SoftmaxCrossEntropy, gradient")
        .contains("refused");
  }

  @Test
  void aKernelThatDoesNotBuildIsNamedAndExitsWithOne() throws IOException {
    breakKernel("j == label ? 1.0f", "nothing_of_this_name ? 1.0f");
    CommandRun run =
        CommandRun.of("doctor", "--tiny", "--device", device(), "--kernels", temp.toString());
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.FAILED);
    assertThat(run.out())
        .contains("broken")
        .contains("softmax_cross_entropy.cl does not build")
        .contains("nothing_of_this_name");
  }

  private void breakKernel(String original, String broken) throws IOException {
    EditedKernels.replace(temp, "softmax_cross_entropy.cl", original, broken);
  }

  @Test
  void withoutADriverItSaysWhatToInstallAndExitsWithFour() throws Exception {
    Path out = temp.resolve("out");
    List<String> command = JavaCommand.of(Main.class);
    command.add("doctor");
    ProcessBuilder process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(temp.resolve("err").toFile());
    process.environment().putAll(Map.of("OCL_ICD_VENDORS", "/nonexistent"));
    assertThat(process.start().waitFor()).isEqualTo(ExitCode.NO_SUCH_DEVICE);
    assertThat(Files.readString(out))
        .contains("PROBLEM  OpenCL drivers: OCL_ICD_VENDORS=/nonexistent: there is no such file")
        .contains("none     OpenCL devices: ")
        .contains("/etc/OpenCL/vendors holds "); // drivers are installed where this test runs
  }

  @Test
  void theWorstDeviceDecidesTheExitCode() {
    Diagnosis fine = new Diagnosis("a", Verdict.FINE, "", 1, 1);
    Diagnosis slow = new Diagnosis("a", Verdict.SLOW, "", 1, 1);
    Diagnosis broken = new Diagnosis("a", Verdict.BROKEN, "", 0, 0);
    Diagnosis wrong = new Diagnosis("a", Verdict.WRONG, "", 0, 0);
    assertThat(DoctorCommand.exitCode(List.of())).isEqualTo(ExitCode.NO_SUCH_DEVICE);
    assertThat(DoctorCommand.exitCode(List.of(fine, slow, broken))).isEqualTo(ExitCode.DONE);
    assertThat(DoctorCommand.exitCode(List.of(fine, wrong, broken))).isEqualTo(ExitCode.MISMATCH);
    assertThat(DoctorCommand.exitCode(List.of(broken))).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void misuseIsNamed() {
    assertThat(CommandRun.of("doctor", "--device", "cpu").code()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(CommandRun.of("doctor", "--device", "no such thing").code())
        .isEqualTo(ExitCode.NO_SUCH_DEVICE);
    assertThat(CommandRun.of("doctor", "--kernels", "no-folder").code())
        .isEqualTo(ExitCode.WRONG_USAGE);
  }
}
