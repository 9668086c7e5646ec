package dev.incline.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** What is in the jar, and what not. */
class SparkJarTest {
  private static List<String> names(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream().map(entry -> entry.getName()).toList();
    }
  }

  /** Classes that others on the class path may have in another version. */
  private static List<String> foreign(List<String> names) {
    return names.stream()
        .filter(name -> name.endsWith(".class"))
        .map(name -> name.replaceFirst("^META-INF/versions/[0-9]+/", ""))
        .filter(name -> !name.startsWith("dev/incline/"))
        .filter(name -> !name.matches("(org/jocl|org/jspecify|de/rototor)/.*"))
        .toList();
  }

  private static List<String> logback(List<String> names) {
    return names.stream()
        .filter(name -> name.matches(".*(logback|slf4j|dev/incline/cli/Logging).*"))
        .toList();
  }

  @Test
  void librariesAreUnderNamesOfTheirOwn() throws IOException {
    assertThat(foreign(names(Jars.FINISHED))).isEmpty();
    assertThat(foreign(names(Jars.program()))).isNotEmpty();
  }

  @Test
  void logbackStaysOut() throws IOException {
    assertThat(logback(names(Jars.FINISHED))).isEmpty();
    assertThat(logback(names(Jars.program()))).isNotEmpty();
  }

  @Test
  void whatIsNeededIsThere() throws IOException {
    assertThat(names(Jars.FINISHED))
        .contains(
            "dev/incline/spark/Main.class",
            "dev/incline/cli/Main.class",
            "lib/libJOCL_2_0_6-linux-x86_64.so",
            "kernels/update.cl");
  }
}
