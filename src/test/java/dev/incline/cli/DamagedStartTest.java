package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** bin/incline beside files that are damaged, copied, or of another time. */
@Tag("field")
@Tag("slow")
class DamagedStartTest {
  private static final FileTime FUTURE = FileTime.from(Instant.now().plus(Duration.ofDays(700)));

  @TempDir private Path temp;
  private Launcher launcher;
  private Path jar;

  @BeforeEach
  void hasSources() throws Exception {
    launcher = Launcher.in(temp, "program");
    launcher.hasSources(temp.resolve("packed"));
    jar = launcher.root().resolve("target/incline.jar");
    Files.delete(jar);
    starts("building");
  }

  @Test
  void startsAtOnceWhereNothingChanged() throws Exception {
    starts("");
    counts(1, 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void anArchiveThatWasCutIsMadeAgain(int length) throws Exception {
    Path archive = Path.of(launcher.argument("-XX:SharedArchiveFile="));
    Files.writeString(archive, "classes".substring(0, length));
    starts("");
    assertThat(archive).hasContent("classes");
    counts(1, 2);
  }

  @Test
  void anArchiveWhoseBytesChangedIsMadeAgainThoughItsTimeDidNot() throws Exception {
    Path archive = Path.of(launcher.argument("-XX:SharedArchiveFile="));
    FileTime time = Files.getLastModifiedTime(archive);
    Files.writeString(archive, "cla55es\n");
    Files.setLastModifiedTime(archive, time);
    starts("");
    assertThat(archive).hasContent("classes");
  }

  @Test
  void timesInTheFutureCostOneBuildAtMost() throws Exception {
    Files.setLastModifiedTime(launcher.root().resolve("src/main/Main.java"), FUTURE);
    Files.setLastModifiedTime(launcher.root().resolve("src/main"), FUTURE);
    Files.setLastModifiedTime(jar, FUTURE);
    starts("");
    starts("");
    starts("");
    counts(1, 2);
  }

  @Test
  void anEditIsSeenAlthoughItsTimeIsOld() throws Exception {
    Path source = launcher.root().resolve("src/main/Main.java");
    Files.writeString(source, "class Main { int edited; }");
    Files.setLastModifiedTime(source, FileTime.from(1, TimeUnit.DAYS));
    starts("building");
    starts("");
    counts(2, 2);
  }

  @Test
  void aDamagedJarIsBuiltAgain() throws Exception {
    byte[] bytes = Files.readAllBytes(jar);
    bytes[bytes.length / 2]++;
    Files.write(jar, bytes);
    starts("building");
    Files.write(jar, new byte[] {'P', 'K'});
    starts("building");
    starts("");
    counts(3, 3);
  }

  @Test
  void aDamagedJarThatCannotBeBuiltIsSaid() throws Exception {
    Files.delete(launcher.root().resolve("pom.xml"));
    Files.write(jar, new byte[] {'P', 'K'});
    CommandRun run = launcher.shell(temp, Map.of(), "incline --version");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err().lines())
        .singleElement()
        .asString()
        .contains(jar.toRealPath() + " is damaged", "Copy the program here again");
  }

  @Test
  void aJarOfMavenIsTaken() throws Exception {
    Files.write(temp.resolve("packed/content"), new byte[] {1, 2, 3});
    launcher.shell(
        temp, Map.of(), "rm program/target/incline.jar; mvn -Dincline.build=program/target");
    starts("");
    counts(2, 2);
  }

  @Test
  void aCopyOfTheFolderHasAnArchiveOfItsOwn() throws Exception {
    Path archive = Path.of(launcher.argument("-XX:SharedArchiveFile="));
    launcher.shell(temp, Launcher.NOTES, "cp -a program copy; copy/bin/incline --version");
    assertThat(Path.of(launcher.argument("-XX:SharedArchiveFile=")))
        .hasContent("classes")
        .hasFileName(archive.getFileName().toString())
        .isNotEqualTo(archive);
    counts(1, 2);
  }

  @Test
  void theSignalLibraryIsFoundInAJavaHomeWithASpace() throws Exception {
    Launcher spaced = Launcher.in(temp, "other", "java home");
    Path library = spaced.javaHome().resolve("lib/libjsig.so");
    Files.createDirectories(library.getParent());
    Files.copy(Path.of(System.getProperty("java.home"), "lib", "libjsig.so"), library);
    CommandRun run = spaced.shell(temp, Map.of(), "incline --version");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(spaced.argument("LD_PRELOAD=")).startsWith("/proc/").doesNotContain(" ");
  }

  @Test
  void aCrashLeavesNothingInTheWorkingFolder() throws Exception {
    assertThat(launcher.argument("-XX:ErrorFile="))
        .startsWith(launcher.root().toRealPath().resolve("target").toString());
  }

  private void starts(String said) throws Exception {
    CommandRun run = launcher.shell(temp, Launcher.NOTES, "incline --version");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).startsWith("incline ");
    if (said.isEmpty()) {
      assertThat(run.err()).isEmpty();
    } else {
      assertThat(run.err()).contains(said);
    }
  }

  private void counts(int built, int archived) throws Exception {
    assertThat(launcher.built()).as("builds").isEqualTo(built);
    assertThat(launcher.archived()).as("archives").isEqualTo(archived);
  }
}
