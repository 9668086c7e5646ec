package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.incline.cli.options.ExitCode;
import dev.incline.testing.JavaCommand;
import dev.incline.testing.SyntheticData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The program on machines that lack OpenCL, as processes of their own: a loader is found once per
 * process.
 */
@Tag("slow")
class WithoutOpenClTest {
  /** What is missing. */
  enum Missing {
    DRIVER,
    LOADER
  }

  @TempDir private Path folder;

  @BeforeEach
  void writeData() {
    SyntheticData.write(folder.resolve("data"), 100, 20, 6);
  }

  @ParameterizedTest
  @EnumSource
  void autoWarnsAndTrainsInPlainJavaAndStdoutStaysClean(Missing missing) throws Exception {
    CommandRun run = train(missing, "auto", "--json", "--epochs", "1");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("plain Java").contains(whatToDo(missing));
    ObjectMapper strict = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    JsonNode root = strict.readTree(run.out());
    assertThat(root.get("device").textValue()).startsWith("plain Java");
  }

  @ParameterizedTest
  @EnumSource
  void anExplicitChoiceExitsWithFourAndSaysWhatToInstall(Missing missing) throws Exception {
    for (String choice : List.of("opencl", "gpu")) {
      CommandRun run = train(missing, choice);
      assertThat(run.code()).isEqualTo(ExitCode.NO_SUCH_DEVICE);
      assertThat(run.err())
          .contains("no device '" + choice + "'", "cpu  plain Java", whatToDo(missing));
      assertThat(run.out()).isEmpty();
      assertThat(folder.resolve("run")).doesNotExist();
    }
  }

  @ParameterizedTest
  @EnumSource
  void devicesSaysWhyThereIsNone(Missing missing) throws Exception {
    CommandRun run = run(missing, List.of("devices"));
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("--device auto takes plain Java");
    assertThat(run.err())
        .contains(
            missing == Missing.LOADER ? "no OpenCL loader" : "the OpenCL loader finds no device");
  }

  @Test
  void verifyHasNothingToCompareAndSaysSo() throws Exception {
    CommandRun run = run(Missing.DRIVER, List.of("verify", "--tiny"));
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.NO_SUCH_DEVICE);
    assertThat(run.out()).isEmpty();
  }

  /** PoCL is installed, and a variable of the environment stops it. */
  @Tag("field")
  @ParameterizedTest
  @CsvSource({
    "POCL_DEVICES, none, POCL_DEVICES=none names no device of PoCL: unset it",
    "POCL_DEVICES, '', POCL_DEVICES= names no device of PoCL: unset it",
    "POCL_CACHE_DIR, FILE/folder, which is from POCL_CACHE_DIR",
    "XDG_CACHE_HOME, FILE/folder, which is from XDG_CACHE_HOME",
    "HOME, FILE/folder, which is from HOME",
  })
  void whatStopsPoclIsNamed(String variable, String value, String named) throws Exception {
    String file = Files.writeString(folder.resolve("file"), "").toString();
    Map<String, String> stop = Map.of(variable, value.replace("FILE", file));
    for (String command : List.of("devices", "doctor")) {
      CommandRun run = run(stop, null, List.of(command));
      assertThat(run.out() + run.err())
          .contains(named, "pocl.icd")
          .doesNotContain("apt-get install");
    }
  }

  /** What is said: install something, or undo what the environment says. */
  private static String whatToDo(Missing missing) {
    return missing == Missing.LOADER
        ? "pocl-opencl-icd"
        : "there is no such file or folder: unset it";
  }

  private CommandRun train(Missing missing, String device, String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("train", "--device", device));
    arguments.addAll(List.of("--data", folder.resolve("data").toString()));
    arguments.addAll(List.of("--out", folder.resolve("run").toString(), "--hidden", "4"));
    arguments.addAll(List.of(more));
    return run(missing, arguments);
  }

  private CommandRun run(Missing missing, List<String> arguments)
      throws IOException, InterruptedException {
    return missing == Missing.LOADER
        ? run(Map.of(), "-Dincline.opencl.path=" + folder, arguments)
        : run(Map.of("OCL_ICD_VENDORS", folder.resolve("none").toString()), null, arguments);
  }

  private CommandRun run(Map<String, String> variables, String property, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command =
        property == null ? JavaCommand.of(Main.class) : JavaCommand.of(Main.class, property);
    command.addAll(arguments);
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder process =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    process.environment().remove("POCL_CACHE_DIR"); // this machine's own
    process.environment().putAll(variables);
    int code = process.start().waitFor();
    return new CommandRun(code, Files.readString(out), Files.readString(err));
  }

  @Tag("field")
  @Test
  void aShadowThatAutoLeavesWithoutADeviceIsSaidToCheckNothing() throws Exception {
    CommandRun run = train(Missing.DRIVER, "auto", "--epochs", "1", "--shadow", "1/2");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("WARNING: --shadow checks nothing here: plain Java trains");
    assertThat(run.out()).doesNotContain("taken again in plain Java");
  }
}
