package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.cli.options.ExitCode;
import dev.incline.testing.SyntheticData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each command that takes a file, given a file of another kind. */
@Tag("field")
class WrongFilesTest {
  @TempDir private Path temp;

  private Path file(String kind) throws IOException {
    byte[] content =
        switch (kind) {
          case "html" -> "<!DOCTYPE html><html>404</html>".getBytes(StandardCharsets.UTF_8);
          case "png" -> new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 13};
          case "npy" -> new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 9, 0};
          case "lfs" ->
              "version https://git-lfs.github.com/spec/v1\n".getBytes(StandardCharsets.UTF_8);
          default -> new byte[0];
        };
    return Files.write(temp.resolve("given.file"), content);
  }

  @ParameterizedTest
  @CsvSource({
    "html, an HTML page (a download that failed?)",
    "png, a PNG image",
    "npy, a NumPy .npy array",
    "lfs, a Git LFS pointer",
    "none, empty"
  })
  void isToldWhatItIs(String kind, String phrase) throws IOException {
    String given = file(kind).toString();
    String data = SyntheticData.write(temp.resolve("data"), 40, 20, 6).toString();
    String[][] commands = {
      {"train", "--config", given},
      {"train", "--device", "cpu", "--data", data, "--weights", given},
      {"train", "--device", "cpu", "--data", given},
      {"train", "--resume", given},
      {"sweep", given},
      {"evaluate", given},
      {"predict", given, given},
      {"report", given},
      {"plot", given},
      {"verify", "--bundle", given},
      {"trace", "--device", "cpu", "--batch", given},
      {"data", "check", given},
      {"data", "describe", given},
    };
    for (String[] command : commands) {
      CommandRun run = CommandRun.of(command);
      String all = run.err() + run.out();
      assertThat(run.code()).as("%s: %s", String.join(" ", command), all).isNotZero();
      assertThat(all)
          .as(String.join(" ", command))
          .contains(phrase, "given.file")
          .doesNotContain("\tat ", "should not happen");
    }
  }

  @Test
  void aRunsFolderIsToldFromOthers() throws IOException {
    Path sweep = Files.createDirectory(temp.resolve("grid"));
    Files.writeString(sweep.resolve("sweep.json"), "{}");
    CommandRun run = CommandRun.of("train", "--resume", sweep.toString());
    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains("grid is the folder of a sweep");
  }
}
