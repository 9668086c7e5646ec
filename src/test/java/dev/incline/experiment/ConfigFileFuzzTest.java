package dev.incline.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.incline.wording.InvalidOptionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Whatever bytes a configuration has: it is refused by name, or all it sets is known. */
class ConfigFileFuzzTest {
  private static final List<String> KNOWN =
      List.of("lr", "l2", "epochs", "batch", "model", "hidden");

  @FuzzTest
  void yaml(byte[] bytes) throws IOException {
    Path file = Files.createDirectories(Path.of("target", "fuzz")).resolve("config.yaml");
    Files.write(file, bytes);
    ConfigFile config;
    try {
      config = ConfigFile.read(file, KNOWN);
    } catch (InvalidOptionException e) {
      assertThat(e.getMessage()).contains(file.toString());
      return;
    }
    assertThat(KNOWN).containsAll(config.settings().keySet());
    config
        .settings()
        .values()
        .forEach(setting -> assertThat(setting.origin()).isEqualTo("file " + file));
  }
}
