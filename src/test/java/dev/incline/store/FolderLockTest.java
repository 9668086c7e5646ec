package dev.incline.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("field")
@Tag("slow")
class FolderLockTest {
  @TempDir private Path temp;

  private FolderLock take(String command) throws IOException {
    return FolderLock.take(temp, FolderLock.RUN, command);
  }

  @Test
  void theSecondInThisProcessIsToldWhoHasIt() throws IOException {
    try (FolderLock lock = take("incline train --out x")) {
      for (int times = 0; times < 2; times++) {
        assertThatThrownBy(() -> take("another"))
            .isInstanceOf(IOException.class)
            .hasMessageStartingWith(temp + " is in use: process " + ProcessHandle.current().pid())
            .hasMessageContaining(", since 20")
            .hasMessageContaining(", incline train --out x. Wait");
      }
    }
    assertThat(temp).isEmptyDirectory();
    take("another").close();
  }

  /** The file is read back: what it says must be what was meant. */
  @ParameterizedTest
  @ValueSource(strings = {"x", "\u00e4", "\ud83d\ude00", "\ud83d", "\n"})
  void aCommandMayBeLongAndOfAnyText(String piece) throws IOException {
    take("a" + piece.repeat(100_000)).close();
    assertThat(temp).isEmptyDirectory();
  }

  @Test
  void aFileThatWasLeftBehindLocksNothing() throws IOException {
    Files.writeString(temp.resolve(FolderLock.RUN), "process 1\non earth\n");
    take("another").close();
    assertThat(temp).isEmptyDirectory();
  }

  @Test
  void anotherProcessKeepsOutUntilItIsKilled() throws Exception {
    Process probe = LockProbe.start(temp, 1);
    try {
      assertThat(probe.inputReader().readLine()).isEqualTo("taken");
      assertThatThrownBy(() -> take("another"))
          .hasMessageContaining("is in use: process " + probe.pid());
      assertThatThrownBy(() -> take("another")).hasMessageContaining(", probe. Wait");
    } finally {
      probe.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
    }
    take("another").close();
    assertThat(temp).isEmptyDirectory();
  }

  /** A lock on a file that its holder has just deleted keeps nobody out, and is not taken. */
  @Test
  void neverDoTwoProcessesHaveIt() throws Exception {
    List<Process> probes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      probes.add(LockProbe.start(temp, 500));
    }
    for (Process probe : probes) {
      String said = new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(probe.waitFor()).as(said).isZero();
    }
    assertThat(temp).isEmptyDirectory();
  }

  @Test
  void aFolderMadeAnewKeepsItsOwnLock() throws IOException {
    Path folder = Files.createDirectory(temp.resolve("run"));
    FolderLock lock = FolderLock.take(folder, FolderLock.RUN, "first");
    Files.move(folder, temp.resolve("elsewhere"));
    Files.createDirectory(folder);
    Path other = Files.writeString(folder.resolve(FolderLock.RUN), "of another process");
    lock.close();
    assertThat(other).hasContent("of another process");
  }

  @Test
  void whatTheFileHoldsIsTakenForTextOfALine() {
    assertThat(LockHolder.phrase("a\u001b[2J\n\nb\n")).isEqualTo("a\\x1b[2J, b");
    assertThat(LockHolder.phrase("x".repeat(1000))).hasSizeLessThan(310);
    assertThat(LockHolder.phrase("")).contains("not told its name");
  }
}
