package dev.incline.spark;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Many command lines, one after another, in the driver that spark-submit starts: starting it takes
 * longer than what is tested. A line is {@code words | conf | anything}, where the conf may be
 * empty.
 */
public final class CommandLines {
  private CommandLines() {}

  /** A field of a line, counted from 0. */
  static String field(String line, int number) {
    return line.split("\\|", -1)[number].strip();
  }

  /** The file of what a line prints, or of its exit code, which is there once it has ended. */
  static Path file(Path folder, int line, String what) {
    return folder.resolve("line-%d.%s".formatted(line, what));
  }

  /**
   * Runs them.
   *
   * @param args the file of the lines, in the folder that gets what they print
   */
  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[0]);
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      String[] conf = field(lines.get(i), 1).split("=", 2);
      if (conf.length == 2) {
        System.setProperty(conf[0], conf[1]); // as spark-submit does
      }
      run(file.getParent(), i, field(lines.get(i), 0));
      if (conf.length == 2) {
        System.clearProperty(conf[0]);
      }
    }
  }

  private static void run(Path folder, int line, String words) throws IOException {
    try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file(folder, line, "out")));
        PrintWriter err = new PrintWriter(Files.newBufferedWriter(file(folder, line, "err")))) {
      int code = Main.run(out, err, words.split(" ", -1));
      Files.writeString(file(folder, line, "code"), String.valueOf(code));
    }
  }
}
