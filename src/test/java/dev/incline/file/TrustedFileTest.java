package dev.incline.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("field")
class TrustedFileTest {
  @TempDir private Path temp;

  @Test
  void whatTheUserWroteIsBelievedAndNobodyElseReadsIt() throws IOException {
    Path file = temp.resolve("devices/one.txt");
    TrustedFile.write(file, "passed");
    assertThat(TrustedFile.read(file)).contains("passed");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(file.getParent().toFile().list()).containsExactly("one.txt");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw--w----", "rw-----w-", "rw-rw-rw-"})
  void whatOthersMayWriteIsNot(String permissions) throws IOException {
    Path file = temp.resolve("one.txt");
    TrustedFile.write(file, "passed");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    assertThat(TrustedFile.read(file)).isEmpty();
    TrustedFile.write(file, "passed"); // in its place
    assertThat(TrustedFile.read(file)).contains("passed");
  }

  @Test
  void whatIsOfAnotherUserIsNot() throws IOException {
    assertThat(TrustedFile.read(ofAnother())).isEmpty();
  }

  /** Who is not root cannot give a file away, but has one that is root's. */
  private Path ofAnother() throws IOException {
    Path mine = Files.writeString(temp.resolve("mine"), "passed");
    if ((Integer) Files.getAttribute(mine, "unix:uid") != 0) {
      return Path.of("/etc/passwd");
    }
    Files.setAttribute(mine, "unix:uid", 4711);
    return mine;
  }
}
