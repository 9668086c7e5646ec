package dev.incline.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
  @TempDir private Path temp;

  @Test
  void aFreshFolderIsNobodyElses() throws IOException {
    LocalDateTime time = LocalDateTime.of(2026, 1, 2, 3, 4, 5);
    RunFolder first = RunFolder.fresh(temp.resolve("runs"), time, "mlp");
    RunFolder second = RunFolder.fresh(temp.resolve("runs"), time, "mlp");
    assertThat(first.path()).isEqualTo(temp.resolve("runs/20260102-030405-mlp")).isDirectory();
    assertThat(second.path()).isEqualTo(temp.resolve("runs/20260102-030405-mlp-2")).isDirectory();
    assertThat(first.path()).isEmptyDirectory(); // the probe is gone
  }

  @Test
  void whoAskAtOnceGetAFolderEach() throws Exception {
    LocalDateTime time = LocalDateTime.of(2026, 1, 2, 3, 4, 5);
    Path runs = temp.resolve("runs");
    int askers = 8;
    int rounds = 20;
    CyclicBarrier together = new CyclicBarrier(askers);
    ExecutorService threads = Executors.newFixedThreadPool(askers);
    try {
      List<Future<Integer>> asked = new ArrayList<>();
      for (int i = 0; i < askers; i++) {
        asked.add(
            threads.submit(
                () -> {
                  for (int round = 0; round < rounds; round++) {
                    together.await(30, TimeUnit.SECONDS);
                    RunFolder.fresh(runs, time.plusSeconds(round), "mlp");
                  }
                  return rounds;
                }));
      }
      for (Future<Integer> one : asked) {
        assertThat(one.get()).isEqualTo(rounds);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(runs.toFile().list()).hasSize(askers * rounds);
  }

  @Test
  void aFileInTheWayIsToldAtOnce() throws IOException {
    Path file = Files.writeString(temp.resolve("taken"), "mine");
    for (Path out : new Path[] {file, file.resolve("below")}) {
      assertThatThrownBy(() -> RunFolder.at(out))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cannot write into the folder " + out)
          .hasMessageContaining("--out");
    }
    assertThat(file).hasContent("mine");
  }

  @Test
  void aFileAppearsWholeOrNotAtAll() throws IOException {
    Path old = Files.writeString(temp.resolve("history.json"), "old");
    RunFolder folder = RunFolder.at(temp);
    assertThatThrownBy(
            () ->
                folder.write(
                    "history.json",
                    file -> {
                      Files.writeString(file, "half");
                      throw new IOException("disk full");
                    }))
        .hasMessageContaining(old.toString())
        .hasMessageContaining("disk full");
    assertThat(temp).isDirectoryContaining(old::equals).isDirectoryNotContaining("glob:**.part");
    assertThat(old).hasContent("old");

    folder.write("history.json", file -> Files.writeString(file, "new"));
    assertThat(old).hasContent("new");
    assertThat(temp.toFile().list()).containsExactly("history.json");
  }

  @Test
  void anUnusedFolderIsTakenBack() throws IOException {
    Files.createDirectory(temp.resolve("mine"));
    RunFolder.at(temp.resolve("mine/a/b")).close();
    assertThat(temp.resolve("mine")).isEmptyDirectory();
    RunFolder.at(temp.resolve("mine")).close();
    assertThat(temp.resolve("mine")).isDirectory(); // was there before

    try (RunFolder used = RunFolder.at(temp.resolve("mine/c"))) {
      used.write("x", file -> Files.writeString(file, "x"));
    }
    assertThat(temp.resolve("mine/c/x")).hasContent("x");
  }

  @Test
  @Tag("field")
  void aFileThatCannotBeWrittenIsNamedOnce() throws IOException {
    RunFolder folder = RunFolder.at(temp.resolve("run"));
    Path file = temp.resolve("run/model");
    for (IOException cause :
        List.of(
            new IOException("no space left"),
            new IOException("cannot write %s: no space left".formatted(file)))) {
      assertThatThrownBy(
              () ->
                  folder.write(
                      "model",
                      draft -> {
                        throw cause;
                      }))
          .isInstanceOf(IOException.class)
          .hasMessage("cannot write %s: no space left", file);
    }
  }
}
