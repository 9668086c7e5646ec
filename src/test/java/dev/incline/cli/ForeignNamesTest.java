package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.testing.SyntheticData;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No name or key of a foreign file moves the terminal's cursor. */
@Tag("field")
@Tag("slow")
class ForeignNamesTest {
  private static final String NAME = "a\u001b]0;title\u0007'b`\u202e";

  private static final String CONTROLS = "[\\x00-\\x08\\x1b\\u202e]";

  @TempDir private Path temp;

  private String said(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Main.process(out, err, args);
    return out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8);
  }

  private static void harmless(String text) {
    assertThat(text).contains("a\\x1b]0;title").doesNotContainPattern(CONTROLS);
  }

  @Test
  void inTheMessagesOfEveryReader() throws Exception {
    Path none = temp.resolve(NAME);
    for (List<String> command :
        List.of(
            List.of("evaluate"),
            List.of("predict", none.toString()),
            List.of("report"),
            List.of("plot"),
            List.of("sweep"),
            List.of("train", "--resume"),
            List.of("train", "--config"),
            List.of("train", "--data"),
            List.of("train", "--weights"),
            List.of("train", "--device", "cpu", "--matmul"),
            List.of("data", "check"),
            List.of("data", "describe"),
            List.of("trace", "--batch"),
            List.of("trace", "--compare"))) {
      String[] args =
          Stream.concat(command.stream(), Stream.of(none.toString())).toArray(String[]::new);
      harmless(said(args));
    }
    Path config = Files.writeString(temp.resolve("c.yaml"), "\"a\\e]0;title\\a\": 3\n");
    harmless(said("train", "--config", config.toString()));
    harmless(said("train", "--lr", NAME));
    harmless(said(NAME));
  }

  @Test
  void inAReportOfForeignRuns() throws Exception {
    SyntheticData.write(temp.resolve("data"), 100, 20, 6);
    Path runs = temp.resolve("runs");
    said(
        "train",
        "--device=cpu",
        "--hidden=4",
        "--epochs=1",
        "--data=" + temp.resolve("data"),
        "--out=" + runs.resolve(NAME));
    assertThat(runs.resolve(NAME)).isDirectory();
    assertThat(said("report", runs.toString(), "--out", temp.resolve("r.pdf").toString()))
        .doesNotContainPattern(CONTROLS);
    try (Stream<Path> files = Files.walk(temp)) {
      List<Path> tables = files.filter(file -> file.toString().endsWith(".csv")).toList();
      assertThat(tables).isNotEmpty();
      for (Path table : tables) {
        assertThat(Files.readString(table)).doesNotContainPattern(CONTROLS);
      }
    }
  }
}
