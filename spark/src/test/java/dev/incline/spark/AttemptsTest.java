package dev.incline.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training goes on from a checkpoint of its own, and of no other. */
class AttemptsTest {
  private static final List<String> WORDS =
      List.of("train", "--lr=0.1", "--out=run", "--device=cpu", "--checkpoint-every=1m", "--json");

  @TempDir private Path run;

  private void checkpoint(String name, long time) throws IOException {
    Path file = Files.writeString(run.resolve(name), name);
    assertThat(file.toFile().setLastModified(time)).isTrue();
  }

  @Test
  void withoutACheckpointItBeginsAnew() throws IOException {
    Attempts attempts = new Attempts(WORDS, run);
    Files.createFile(run.resolve("config.yaml"));
    assertThat(attempts.reached()).isEmpty();
    assertThat(attempts.again()).startsWith("train", "--lr=0.1").endsWith("--overwrite");
  }

  @Test
  void withOneItGoesOnWithTheOptionsThatAreNotTheRuns() throws IOException {
    Attempts attempts = new Attempts(WORDS, run);
    checkpoint("checkpoint-000000100.bin", 1000);
    checkpoint("checkpoint-000000200.bin", 2000);
    assertThat(attempts.reached()).startsWith("checkpoint-000000200.bin");
    assertThat(attempts.again())
        .containsExactly(
            "train", "--device=cpu", "--checkpoint-every=1m", "--json", "--resume=" + run);
  }

  @Test
  void anotherTrainingsFilesAreNeitherTakenNorOverwritten() throws IOException {
    checkpoint("checkpoint-000000100.bin", 1000);
    Attempts attempts = new Attempts(WORDS, run);
    assertThat(attempts.reached()).isEmpty();
    assertThat(attempts.again()).isEqualTo(WORDS);
    checkpoint("checkpoint-000000100.bin", 3000); // with --overwrite
    assertThat(attempts.again()).contains("--resume=" + run);
  }

  @Test
  void whatWasResumedIsResumedAgain() throws IOException {
    List<String> words = List.of("train", "--resume=" + run);
    checkpoint("checkpoint-000000100.bin", 1000);
    Attempts attempts = new Attempts(words, run);
    assertThat(attempts.reached()).startsWith("checkpoint-000000100.bin");
    assertThat(attempts.again()).isEqualTo(words);
  }
}
