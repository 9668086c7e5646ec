package dev.incline.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Where caches lie, also for users whom the system does not know. */
@Tag("field")
class HomeFolderTest {
  private final String before = System.getProperty("user.home");

  @AfterEach
  void restore() {
    System.setProperty("user.home", before);
  }

  @Test
  void homeDecidesThenTheUserDatabaseAndNeverTheWorkingDirectory() {
    System.setProperty("user.home", "/known");
    assertThat(HomeFolder.of(Map.of("HOME", "/other"))).isEqualTo(Path.of("/other"));
    assertThat(HomeFolder.of(Map.of("HOME", ""))).isEqualTo(Path.of("/known"));
    assertThat(HomeFolder.of(Map.of("HOME", "relative"))).isEqualTo(Path.of("/known"));
    assertThat(HomeFolder.of(Map.of())).isEqualTo(Path.of("/known"));
    System.setProperty("user.home", "?");
    assertThat(HomeFolder.of(Map.of("HOME", "/other"))).isEqualTo(Path.of("/other"));
    assertThat(HomeFolder.of(Map.of())).isAbsolute();
  }

  @Test
  void cachesLieWhereTheDocumentationSays() {
    System.setProperty("user.home", "/known");
    assertThat(CacheFolder.of("tuning", null, Map.of("HOME", "/other")))
        .isEqualTo(Path.of("/other/.cache/incline/tuning"));
    Map<String, String> set = Map.of("HOME", "/other", "XDG_CACHE_HOME", "/cache");
    assertThat(CacheFolder.of("tuning", null, set)).isEqualTo(Path.of("/cache/incline/tuning"));
    assertThat(CacheFolder.of("tuning", "/all", set)).isEqualTo(Path.of("/all/tuning"));
    Map<String, String> relative = Map.of("HOME", "/other", "XDG_CACHE_HOME", "cache");
    assertThat(CacheFolder.of("tuning", null, relative))
        .isEqualTo(Path.of("/other/.cache/incline/tuning"));
  }
}
