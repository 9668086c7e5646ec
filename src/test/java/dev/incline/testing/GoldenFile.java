package dev.incline.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A text under src/test/resources that a test produces anew and compares. {@code mvn test
 * -Dtest=NAME -Dincline.golden=renew} writes what is produced to its place: read the difference
 * that git shows before you commit it.
 */
public final class GoldenFile {
  private static final Path GOLDEN = Path.of("src/test/resources/dev/incline");
  private static final boolean RENEW = "renew".equals(System.getProperty("incline.golden"));

  private GoldenFile() {}

  /**
   * Fails with the lines that differ.
   *
   * @param name below src/test/resources/dev/incline
   */
  public static void compare(String name, String produced) throws IOException {
    Path golden = GOLDEN.resolve(name);
    Path ours =
        RENEW
            ? golden
            : Path.of(System.getProperty("incline.build", "target"))
                .resolve("golden")
                .resolve(name);
    Files.createDirectories(ours.getParent());
    Files.writeString(ours, produced);
    assertThat(ours)
        .as("beside %s, which -Dincline.golden=renew writes anew", golden)
        .hasSameTextualContentAs(golden);
  }
}
