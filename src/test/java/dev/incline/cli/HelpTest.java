package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.cli.options.ExitCode;
import dev.incline.wording.Version;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** How help is found, and how it reads. */
@Tag("field")
class HelpTest {
  @Test
  void withoutACommandThereIsHelpAndExitCodeTwo() {
    CommandRun run = CommandRun.of();
    assertThat(run.code()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(run.err()).contains("Usage: incline", "train", "predict", "help COMMAND");
    assertThat(run.out()).isEmpty();
    CommandRun data = CommandRun.of("data");
    assertThat(data.code()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(data.err()).contains("check", "download");
  }

  @Test
  void helpIsACommandToo() {
    assertThat(CommandRun.of("help")).isEqualTo(CommandRun.of("--help"));
    assertThat(CommandRun.of("help", "train")).isEqualTo(CommandRun.of("train", "--help"));
    CommandRun nested = CommandRun.of("help", "data", "check");
    assertThat(nested.code()).isZero();
    assertThat(nested.out()).startsWith("Usage: incline data check");
  }

  static Stream<List<String>> commands() {
    return Stream.concat(
        Main.COMMANDS.stream().map(c -> List.of(new CommandLine(c).getCommandName())),
        Stream.of("check", "describe", "download").map(name -> List.of("data", name)));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void defaultsReadAsTheyAreTypedAndLinesFitATerminal(List<String> command) {
    String help = help(command);
    assertThat(help).doesNotContainPattern("\\(default:\\s+[A-Z_]{2,}");
    assertThat(help.lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(81));
  }

  @Test
  void theDefaultOfAnEnumIsInSmallLetters() {
    assertThat(help(List.of("train")).replaceAll("\\s+", " "))
        .contains("stop or cpu (default: stop)");
  }

  @Test
  void manyOptionsComeInGroups() {
    List<String> train = headings("train");
    assertThat(train)
        .containsExactly(
            "Network:",
            "Training:",
            "Data:",
            "Device:",
            "Several machines:",
            "Safety:",
            "Input and output:",
            "Other options:",
            "Exit codes:");
    assertThat(headings("sweep")).contains("Network:", "Training:", "Runs:", "Device:");
    String help = help(List.of("train"));
    assertThat(help.indexOf("      --lr="))
        .isBetween(help.indexOf("Training:"), help.indexOf("Data:"));
  }

  @ParameterizedTest
  @MethodSource("grouped")
  void eachOptionHasItsGroup(OptionSpec option) {
    assertThat(OptionGroups.hasPlaceFor(option)).isTrue();
  }

  static Stream<OptionSpec> grouped() {
    return Main.COMMANDS.stream()
        .map(command -> new CommandLine(command).getCommandSpec())
        .filter(command -> Main.MANY_OPTIONS.contains(command.name()))
        .flatMap(command -> command.options().stream());
  }

  @Test
  void theVersionNamesCommitJavaAndLoader() {
    List<String> lines = CommandRun.of("--version").out().lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).matches("incline \\S+ \\((commit \\S+|built outside git)\\)");
    assertThat(lines.get(1)).startsWith("Java " + Runtime.version());
    assertThat(lines.get(2)).startsWith("OpenCL loader: ");
    assertThat(Version.commit("0123456789ab-dirty")).isEqualTo("commit 0123456789ab-dirty");
    for (String none : Arrays.asList(null, "", "${incline.commit}")) {
      assertThat(Version.commit(none)).isEqualTo("built outside git");
    }
  }

  private static String help(List<String> command) {
    return CommandRun.of(
            Stream.concat(command.stream(), Stream.of("--help")).toArray(String[]::new))
        .out();
  }

  private static List<String> headings(String command) {
    return help(List.of(command)).lines().filter(line -> line.matches("[A-Z][a-z ]+:")).toList();
  }
}
