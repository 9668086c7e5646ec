package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.cli.options.ExitCode;
import dev.incline.experiment.StoredRun;
import dev.incline.store.FolderLock;
import dev.incline.testing.JavaCommand;
import dev.incline.testing.SyntheticData;
import dev.incline.train.checkpoint.Checkpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run's folder, where another process trains. */
@Tag("field")
class TakenFolderTest {
  @TempDir private Path temp;
  private Path data;
  private Path folder;

  @BeforeEach
  void writeData() {
    data = SyntheticData.write(temp.resolve("data"), 200, 50, 6);
    folder = temp.resolve("run");
  }

  private List<String> arguments(int epochs) {
    List<String> arguments = new ArrayList<>(List.of("train", "--checkpoint-every=50"));
    BrokenOffRun.settings(data)
        .forEach((name, value) -> arguments.add("--%s=%s".formatted(name, value)));
    arguments.remove("--epochs=3");
    arguments.addAll(List.of("--epochs=" + epochs, "--out=" + folder));
    return arguments;
  }

  /** Under a umask of its own. */
  private Process start(String umask, int epochs) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", "umask " + umask + "; exec \"$@\"", "sh"));
    command.addAll(JavaCommand.of(Main.class));
    command.addAll(arguments(epochs));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(temp.resolve("log").toFile())
        .start();
  }

  private void awaitCheckpoint(Process process) throws IOException, InterruptedException {
    while (!Files.exists(folder) || Checkpoints.files(folder).isEmpty()) {
      assertThat(process.isAlive()).as(Files.readString(temp.resolve("log"))).isTrue();
      Thread.sleep(5);
    }
  }

  private void isRefused(Process process, String... arguments) {
    CommandRun run = CommandRun.of(arguments);
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err())
        .contains(folder + " is in use: process " + process.pid())
        .contains("incline train --checkpoint-every=50")
        .hasLineCount(1);
  }

  @Test
  void nobodyElseTrainsThereUntilTheProcessIsGone() throws Exception {
    Process process = start("022", 100_000);
    try {
      awaitCheckpoint(process);
      String before = Files.readString(folder.resolve(StoredRun.ENVIRONMENT));
      isRefused(process, "train", "--resume=" + folder);
      List<String> again = arguments(1);
      again.add("--overwrite");
      isRefused(process, again.toArray(String[]::new));
      assertThat(folder.resolve(StoredRun.ENVIRONMENT)).hasContent(before);
      assertThat(process.isAlive()).isTrue();
    } finally {
      process.destroyForcibly().waitFor(60, TimeUnit.SECONDS); // SIGKILL: the file stays
    }
    assertThat(folder.resolve(FolderLock.RUN)).exists();
    List<String> again = arguments(1);
    again.addAll(List.of("--overwrite", "--quiet"));
    CommandRun run = CommandRun.of(again.toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(folder.resolve(FolderLock.RUN)).doesNotExist();
  }

  @Test
  void aFolderOfALockAloneIsFree() throws IOException {
    Files.createFile(Files.createDirectories(folder).resolve(FolderLock.RUN));
    CommandRun run = CommandRun.of(arguments(1).toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isZero();
  }

  @Test
  void whatARunLeavesMayBeReadAsTheUmaskSays() throws Exception {
    Process process = start("027", 1);
    assertThat(process.waitFor()).as(Files.readString(temp.resolve("log"))).isZero();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.toList())
          .isNotEmpty()
          .allSatisfy(
              file ->
                  assertThat(Files.getPosixFilePermissions(file))
                      .as(file.toString())
                      .containsExactlyInAnyOrder(
                          PosixFilePermission.OWNER_READ,
                          PosixFilePermission.OWNER_WRITE,
                          PosixFilePermission.GROUP_READ));
    }
  }
}
