package dev.incline.store;

import dev.incline.wording.Harmless;
import dev.incline.wording.Phrase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.stream.Collectors;

/**
 * Who holds a lock, as its file tells it.
 *
 * @param since ISO 8601; with the process, it tells one holder from every other
 */
record LockHolder(long process, String host, String since, String command) {
  private static final Path HOST = Path.of("/proc/sys/kernel/hostname");
  private static final int MOST = 300; // characters of a command, and of what another wrote

  static LockHolder here(String command) {
    return new LockHolder(
        ProcessHandle.current().pid(),
        thisHost(),
        OffsetDateTime.now(ZoneId.systemDefault()).toString(),
        command);
  }

  /** Not by the network, which may let one wait. */
  private static String thisHost() {
    try {
      return Files.readString(HOST).strip();
    } catch (IOException e) {
      return System.getenv().getOrDefault("COMPUTERNAME", "this machine");
    }
  }

  /** For the file: of bounded length, and the same once it was written and read. */
  String text() {
    String line = command.replace('\n', ' ');
    String text =
        Phrase.of(
            "process %d\non %s\nsince %s\n%s\n",
            process, host, since, line.substring(0, Math.min(MOST, line.length())));
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  /** The text of a lock's file in one line; whatever it holds. */
  static String phrase(String text) {
    String line =
        text.lines()
            .filter(each -> !each.isBlank())
            .map(Harmless::of)
            .limit(4)
            .collect(Collectors.joining(", "));
    if (line.isEmpty()) {
      return "by a process that has not told its name yet";
    }
    return line.length() > MOST ? line.substring(0, MOST) + " ..." : line;
  }
}
