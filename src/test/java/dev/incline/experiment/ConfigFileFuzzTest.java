package dev.incline.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.incline.wording.InvalidOptionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whatever bytes a configuration has: it is refused by name, or all it sets comes from it. */
class ConfigFileFuzzTest {
  @FuzzTest
  void yaml(byte[] bytes) throws IOException {
    Path file = Files.createDirectories(Path.of("target", "fuzz")).resolve("config.yaml");
    Files.write(file, bytes);
    ConfigFile config;
    try {
      config = ConfigFile.read(file);
    } catch (InvalidOptionException e) {
      assertThat(e.getMessage()).contains(file.toString());
      return;
    }
    config
        .given()
        .given()
        .values()
        .forEach(value -> assertThat(value.origin().text()).isEqualTo("file " + file));
  }
}
