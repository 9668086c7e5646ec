package dev.incline.examine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.examine.ChildCommand.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class ChildCommandTest {
  private static final Duration LONG = Duration.ofSeconds(100);

  @TempDir private Path temp;

  @Test
  void whatItPrintsIsItsOutcome() throws IOException {
    Outcome outcome = ChildCommand.run(List.of("--version"), LONG);
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).startsWith("incline ");
    assertThat(outcome.problem()).isEmpty();
  }

  @Test
  void whyItFailedIsInItsOwnWords() throws IOException {
    Outcome outcome = ChildCommand.run(List.of("evaluate", "/no/such/folder"), LONG);
    assertThat(outcome.code()).isPositive();
    assertThat(outcome.problem().orElseThrow()).startsWith("incline: ").contains("/no/such/folder");
  }

  @Test
  void oneThatTakesTooLongIsEnded() throws IOException {
    Outcome outcome =
        ChildCommand.run(
            List.of("train", "--device", "cpu", "--epochs", "100000", "--out", temp.toString()),
            Duration.ofSeconds(5));
    assertThat(outcome.problem()).contains("did not end within 5 s");
    assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
  }
}
