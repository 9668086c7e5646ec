package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.testing.SyntheticData;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run on the usual data is reported from another folder than the one it was trained in. */
@Tag("slow")
class ElsewhereTest {
  private static final long LIMIT = 60; // seconds

  @TempDir private Path temp;

  @Test
  void theUsualDataAreFoundBesideTheProgram() throws Exception {
    Path home = temp.resolve("home");
    Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
    Path data = Files.createDirectories(home.resolve("data").resolve("mnist"));
    SyntheticData.write(
        data, SyntheticData.of("training", 60, 4, 1), SyntheticData.of("test", 20, 4, 2));
    String run = temp.resolve("run").toString();

    assertThat(ended(home, home, "train", "--device=cpu", "--epochs=1", "--out=" + run))
        .contains("saved in");
    assertThat(ended(elsewhere, home, "report", run, "--out=r.html"))
        .contains("report of 1 run: r.html")
        .doesNotContain("the best model is not evaluated");
    assertThat(ended(elsewhere, temp, "report", run, "--out=without.html"))
        .contains("the best model is not evaluated: " + temp.resolve("data"));
  }

  private String ended(Path folder, Path home, String... words) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Djava.awt.headless=true",
                "-Dincline.home=" + home,
                "-cp",
                classPath(),
                Main.class.getName()));
    command.addAll(List.of(words));
    File said = temp.resolve("said").toFile();
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said)
            .start();
    assertThat(process.waitFor(LIMIT, TimeUnit.SECONDS)).isTrue();
    String text = Files.readString(said.toPath());
    assertThat(process.exitValue()).as(text).isZero();
    return text;
  }

  /** The processes have a working folder of their own. */
  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(path -> Path.of(path).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
