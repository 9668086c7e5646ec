package dev.incline.spark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What spark-submit starts in place of {@link Main}: a driver that runs one command line after the
 * other, each with a cluster of its own. {@link SharedDriver} asks for them.
 */
public final class CommandLines {
  static final String ANSWER = "exit code ";
  static final String SEPARATOR = "\t";
  static final String END_OF_CONF = "--";

  private CommandLines() {}

  /** Runs each line of standard input: a folder for what is printed, conf, and the words. */
  public static void main(String[] args) throws IOException {
    PrintStream answers = System.out;
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      List<String> parts = List.of(line.split(SEPARATOR, -1));
      int end = parts.indexOf(END_OF_CONF);
      List<String> conf = parts.subList(1, end);
      conf.forEach(one -> System.setProperty(key(one), one.substring(key(one).length() + 1)));
      int code = run(Path.of(parts.get(0)), parts.subList(end + 1, parts.size()));
      conf.forEach(one -> System.clearProperty(key(one)));
      answers.println(ANSWER + code);
    }
  }

  private static String key(String conf) {
    return conf.substring(0, conf.indexOf('='));
  }

  /** Log lines go to where the errors go, as in a process of its own. */
  private static int run(Path folder, List<String> words) throws IOException {
    PrintStream before = System.err;
    try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(folder.resolve("out")));
        PrintStream err =
            new PrintStream(
                Files.newOutputStream(folder.resolve("err")), true, StandardCharsets.UTF_8)) {
      System.setErr(err);
      return Main.run(
          out, new PrintWriter(err, true, StandardCharsets.UTF_8), words.toArray(String[]::new));
    } finally {
      System.setErr(before);
    }
  }
}
