package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.cli.options.ExitCode;
import dev.incline.testing.SyntheticData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code train --shards} on several devices, each of them plain Java. */
class RanksOnTheCommandLineTest {
  private static final Pattern HASH = Pattern.compile("\"weightsSha256\" : \"([0-9a-f]{64})\"");

  @TempDir private Path temp;
  private Map<String, String> settings;

  @BeforeEach
  void writeData() {
    SyntheticData.write(temp.resolve("data"), 200, 50, 6);
    settings = new LinkedHashMap<>(BrokenOffRun.settings(temp.resolve("data")));
    settings.put("shards", "4");
  }

  private CommandRun train(String device, Path out) {
    List<String> args = new ArrayList<>(List.of("train", "--quiet", "--json", "--out=" + out));
    settings.forEach((name, value) -> args.add("--%s=%s".formatted(name, value)));
    args.removeIf(arg -> arg.startsWith("--device="));
    args.add("--device=" + device);
    return CommandRun.of(args.toArray(String[]::new));
  }

  private static String hash(CommandRun run) {
    assertThat(run.code()).as(run.err()).isZero();
    Matcher found = HASH.matcher(run.out());
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  @Test
  void anyNumberOfThemEndsTheSame() {
    String one = hash(train("cpu", temp.resolve("one")));
    CommandRun four = train("cpu, cpu,cpu,CPU", temp.resolve("four"));
    assertThat(hash(four)).isEqualTo(one);
    assertThat(four.out()).contains("plain Java, 1 thread + plain Java, 1 thread + plain Java");
    settings.put("shards", "2");
    assertThat(hash(train("cpu,cpu", temp.resolve("two")))).isNotEqualTo(one);
  }

  @Test
  void twoGoOnWhereOneStopped() throws IOException {
    String whole = hash(train("cpu", temp.resolve("whole")));
    Path run = temp.resolve("run");
    BrokenOffRun.leave(run, settings, 6);
    assertThat(CommandRun.of("train", "--resume", run.toString(), "--shards", "2").err())
        .contains("--shards does not go with --resume");
    String[] resume = {"train", "--resume", run.toString(), "--device", "cpu,cpu", "--json"};
    assertThat(hash(CommandRun.of(resume))).isEqualTo(whole);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cpu,cpu,cpu         | names 3 devices: 2, 4, 8, ... of them can share the shards of a batch",
        "cpu,cpu,cpu,cpu,cpu,cpu,cpu,cpu | names 8 devices, but --shards 4 has no part for each of them: take --shards 8 or more",
        "cpu,auto            | auto is one device",
        "cpu,                | auto is one device",
      })
  void whatCannotShareAStepIsWrongUsage(String device, String message) {
    CommandRun run = train(device, temp.resolve("none"));
    assertThat(run.code()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(run.err()).contains("--device " + message);
  }

  @Test
  void oneThatIsNotThereIsNamed() {
    CommandRun run = train("cpu,nosuch", temp.resolve("none"));
    assertThat(run.code()).isEqualTo(ExitCode.NO_SUCH_DEVICE);
    assertThat(run.err()).contains("there is no device 'nosuch'");
  }
}
