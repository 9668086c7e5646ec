package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.testing.JavaCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The program in a process of its own.
 *
 * @param folder it works in
 * @param environment beside this process's
 * @param jvm further options of its JVM
 */
record OwnProcess(Path folder, Map<String, String> environment, List<String> jvm) {
  private static final long LIMIT = 120; // seconds

  /** What a command says, results and all; it must succeed. */
  String says(String... words) throws Exception {
    List<String> options = new ArrayList<>(jvm);
    options.addAll(
        List.of("-XX:+UseSerialGC", "-Djava.awt.headless=true", "-DuniqueLibraryNames=true"));
    List<String> command = JavaCommand.of(Main.class, options.toArray(String[]::new));
    command.addAll(List.of(words));
    Path said = Files.createTempFile("incline-", ".said");
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().putAll(environment);
      Process process =
          builder
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      boolean ended = process.waitFor(LIMIT, TimeUnit.SECONDS);
      process.destroyForcibly();
      String text = Files.readString(said);
      assertThat(ended).as(text).isTrue();
      assertThat(process.exitValue()).as(text).isZero();
      return text;
    } finally {
      Files.delete(said);
    }
  }
}
