package dev.incline.wording;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("field")
class ReasonTest {
  /** A message names the file, then says what an exception says, which names it too. */
  private static final Pattern DOUBLED =
      Pattern.compile(
          "(cannot (write|read|be read)|no usable)\\b[^;]*"
              + "(\\be\\.(getMessage|toString)\\(\\)|formatted\\([^;]*, e\\), e\\))");

  @Test
  void aReasonIsALineWithoutTheFilesName() {
    assertThat(Reason.of(new AccessDeniedException("/x"))).isEqualTo("permission denied");
    assertThat(Reason.of(new NoSuchFileException("/x"))).isEqualTo("it does not exist");
    assertThat(Reason.of(new FileAlreadyExistsException("/x"))).isEqualTo("/x is a file");
    assertThat(Reason.of(new FileSystemException("/x", null, "disk full"))).isEqualTo("disk full");
    assertThat(Reason.of(new FileNotFoundException("/x (Is a directory)")))
        .isEqualTo("Is a directory");
    assertThat(Reason.of(new IOException("bad\n at line 3"))).isEqualTo("bad");
    assertThat(Reason.of(new IOException("File too large")))
        .isEqualTo("File too large: a limit of this process (ulimit -f) or of the file system");
    assertThat(Reason.of(new IOException((String) null))).isEqualTo("java.io.IOException");
  }

  @Test
  void whatJavaSaysOfAMissingFileIsCut() {
    try (FileInputStream in = new FileInputStream("/no/such/file")) {
      throw new AssertionError(in);
    } catch (IOException e) {
      assertThat(Reason.of(e)).doesNotContain("/no/such/file").isNotBlank();
    }
  }

  @Test
  void whatWasPassedOnIsNamedOnce() {
    IOException named = new IOException("cannot write a.npz: disk full");
    assertThat(Reason.writing("a.npz", named)).isSameAs(named);
    assertThat(Reason.writing("a.npz", new IOException("disk full")))
        .hasMessage(named.getMessage());
    assertThat(new UncheckedIOException(named)).hasMessageStartingWith("java.io."); // the mistake
    assertThat(Reason.of(new UncheckedIOException(named))).isEqualTo(named.getMessage());
  }

  @Test
  void noSourceNamesAFileTwice() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      List<Path> sources = files.filter(f -> f.toString().endsWith(".java")).toList();
      assertThat(sources).isNotEmpty();
      for (Path source : sources) {
        assertThat(DOUBLED.matcher(Files.readString(source)).results())
            .as("%s: use wording.Reason", source)
            .isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "throw new IOException(\"cannot write %s: %s\".formatted(file, e), e);",
        "throw new DataException(file + \" cannot be read: \" + e.getMessage(), e);",
        "log.warn(\n  \"cannot write {} ({})\", file(), e.toString());",
      })
  void aPlantedOneIsFound(String source) {
    assertThat(DOUBLED.matcher(source).find()).isTrue();
  }
}
