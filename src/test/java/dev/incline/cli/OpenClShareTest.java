package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.incline.backend.opencl.EditedKernels;
import dev.incline.cli.options.ExitCode;
import dev.incline.testing.JavaCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code incline doctor --share}, from a telling folder by a user with a name. */
@Tag("slow")
class OpenClShareTest {
  @TempDir private Path temp;

  /** In a process of its own, where user, home and folder can be planted. */
  private CommandRun share(Map<String, String> environment, String... more) throws Exception {
    Path here = Files.createDirectories(temp.resolve("telling folder"));
    List<String> command =
        JavaCommand.of(
            Main.class,
            JavaCommand.buildingFast(),
            "-Duser.name=lovelace",
            "-Dincline.share.patience=4",
            "-Dincline.probe.seconds=0.1",
            "-Dincline.home=" + Path.of("").toAbsolutePath(),
            "-Dincline.cache=" + temp.resolve("cache of lovelace"));
    command.addAll(List.of("doctor", "--share"));
    command.addAll(List.of(more));
    Path out = temp.resolve("out");
    Path err = temp.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(here.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().putAll(Map.of("USER", "lovelace", "HOSTNAME", "babbage"));
    builder.environment().putAll(environment);
    return new CommandRun(builder.start().waitFor(), Files.readString(out), Files.readString(err));
  }

  private String text() throws IOException {
    return Files.readString(temp.resolve("telling folder/incline-device.txt"));
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(temp.resolve("telling folder/incline-device.json").toFile());
  }

  private void assertGivesNothingAway() throws IOException {
    String host = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    for (String report : List.of(text(), json().toString())) {
      assertThat(report)
          .doesNotContainIgnoringCase("lovelace", "babbage", "telling", "@" + host)
          .doesNotContain(temp.toString(), temp.getFileName().toString(), "/home", "/usr", "/etc")
          .doesNotContainPattern("(?<![\\w)/])/\\w");
    }
  }

  @Test
  void aGoodDeviceGetsAReportThatGivesNothingAway() throws Exception {
    CommandRun run = share(Map.of(), "--tiny");
    assertThat(run.code()).as(run.err() + run.out()).isZero();
    assertThat(run.out()).startsWith("incline device report 1, ").isEqualToIgnoringNewLines(text());
    assertThat(text())
        .contains("verify   bit-equal: ", " on the device and in plain Java", "verdict  good, in ")
        .containsPattern("(?m)^launch +[0-9.]+ µs queued")
        .containsPattern("(?m)^copy +[0-9.]+ GB/s to the device")
        .containsPattern("(?m)^1024 x 1024 x 1024 +NN +[0-9.]+  square");
    // A driver beside it without a device, such as Intel's, which brings a compiler, is none of
    // its.
    assertThat(json().get("problems")).isEmpty();
    assertThat(json().at("/training/result/weightsSha256"))
        .isEqualTo(json().at("/plainJava/result/weightsSha256"));
    assertGivesNothingAway();
    assertThat(share(Map.of("OCL_ICD_VENDORS", "/nonexistent/lovelace")).code()) // replaced
        .isEqualTo(ExitCode.NO_SUCH_DEVICE);
    assertThat(text()).contains("device   none: ", "verdict  no device");
    assertGivesNothingAway();
  }

  @Test
  void aWrongDeviceIsInTheReport() throws Exception {
    Path kernels = Files.createDirectories(temp.resolve("kernels of lovelace"));
    EditedKernels.replace(
        kernels, "softmax_cross_entropy.cl", "j == label ? 1.0f", "j == label ? 0.5f");
    CommandRun run = share(Map.of(), "--tiny", "--kernels", kernels.toString());
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.MISMATCH);
    assertThat(text())
        .contains("WRONG    SoftmaxCrossEntropy, gradient", "verdict  wrong")
        .contains("PROBLEM  the trained weights differ from plain Java's");
    assertGivesNothingAway();
  }

  @Test
  void aFileOfThatNameStays() throws Exception {
    Path mine =
        Files.createDirectories(temp.resolve("telling folder")).resolve("incline-device.txt");
    Files.writeString(mine, "mine");
    CommandRun run = share(Map.of(), "--tiny");
    assertThat(run.code()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(run.err()).contains("incline-device.txt is there", "--overwrite");
    assertThat(mine).hasContent("mine");
    assertThat(CommandRun.of("doctor", "--out", "x").err())
        .contains("--out and --overwrite go with");
  }
}
