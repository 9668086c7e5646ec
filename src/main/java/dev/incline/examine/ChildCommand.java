package dev.incline.examine;

import dev.incline.wording.Phrase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A command of this program, in a process of its own: whatever comes of it, this one goes on. */
public final class ChildCommand {
  private static final Duration GRACE = Duration.ofSeconds(3);

  private ChildCommand() {}

  /**
   * What a command left.
   *
   * @param code its exit code
   * @param out its standard output
   * @param problem why it did not end with code 0, in words; empty where it did
   */
  public record Outcome(int code, String out, Optional<String> problem) {}

  /**
   * Runs it to its end.
   *
   * @param words of the command line, behind the program's name
   * @param limit after which it is ended
   * @throws IOException when it cannot be started
   */
  public static Outcome run(List<String> words, Duration limit) throws IOException {
    Path folder = Files.createTempDirectory("incline-child");
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Path crash = folder.resolve("crash");
    try {
      Process child =
          ChildJvm.of(words, crash)
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      boolean ended = ChildJvm.during(child, () -> hasEnded(child, limit));
      if (!ended) {
        return new Outcome(
            -1, "", Optional.of(Phrase.of("did not end within %d s", limit.toSeconds())));
      }
      int code = child.exitValue();
      String said = lastWords(err);
      Optional<String> problem =
          code == 0
              ? Optional.empty()
              : Optional.of(
                  said.startsWith("incline: ") ? said : ChildJvm.death(code, crash, said));
      return new Outcome(code, Files.readString(out), problem);
    } finally {
      for (Path file : List.of(out, err, crash, folder)) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** One that is at it for too long is asked to end, for it may have children of its own. */
  private static boolean hasEnded(Process child, Duration limit) {
    try {
      if (child.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        return true;
      }
      child.destroy();
      child.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  /** What the program said last in its own name, else the last line. */
  private static String lastWords(Path err) throws IOException {
    List<String> lines =
        new String(Files.readAllBytes(err), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.isBlank())
            .toList();
    return lines.stream()
        .filter(line -> line.startsWith("incline: "))
        .reduce((first, second) -> second)
        .orElse(lines.isEmpty() ? "" : lines.get(lines.size() - 1));
  }
}
