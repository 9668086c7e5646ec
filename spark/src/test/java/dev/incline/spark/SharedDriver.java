package dev.incline.spark;

import dev.incline.file.FileTree;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The driver of all command lines of this JVM that need none of their own. It ends with the JVM,
 * which closes its standard input.
 */
final class SharedDriver {
  private static @Nullable SharedDriver one;

  private final Path folder;
  private final Process process;
  private final PrintWriter lines;
  private final BufferedReader answers;

  private SharedDriver() throws Exception {
    String fork = System.getProperty("surefire.forkNumber", "1");
    folder = Path.of("target/shared-driver" + fork).toAbsolutePath();
    FileTree.delete(folder);
    process = new Programs(folder).commandLines();
    lines = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * Runs a command line, and returns the exit code.
   *
   * @param folder for its files {@code out} and {@code err}
   */
  static synchronized int run(Path folder, List<String> conf, List<String> words) throws Exception {
    if (one == null || !one.process.isAlive()) {
      one = new SharedDriver();
    }
    return one.answer(folder, conf, words);
  }

  private int answer(Path folder, List<String> conf, List<String> words) throws Exception {
    List<String> parts = new ArrayList<>(List.of(folder.toString()));
    parts.addAll(conf);
    parts.add(CommandLines.END_OF_CONF);
    parts.addAll(words);
    lines.println(String.join(CommandLines.SEPARATOR, parts));
    try {
      return CompletableFuture.supplyAsync(this::code).get(Programs.LIMIT, TimeUnit.SECONDS);
    } catch (Exception e) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw e;
    }
  }

  private int code() {
    try {
      String line = answers.readLine();
      while (line != null && !line.startsWith(CommandLines.ANSWER)) { // the JVM's own words
        line = answers.readLine();
      }
      if (line == null) {
        throw new AssertionError("the shared driver has ended: see " + folder);
      }
      return Integer.parseInt(line.substring(CommandLines.ANSWER.length()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
