package dev.incline.backend.opencl.cl;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a compiler says of a source. */
final class BuildLog {
  private static final Pattern PLACE = Pattern.compile("(?m)^input\\.cl:(\\d+)(?=:)");
  private static final Pattern LINE = Pattern.compile("#line (\\d+) \"(.*)\"");

  private BuildLog() {}

  /**
   * The log with the files and lines that the {@code #line}s of its source name: Oclgrind (21.10)
   * passes over them, and counts the lines of what it calls input.cl.
   */
  static String located(String log, String source) {
    String[] lines = source.split("\n", -1);
    return PLACE.matcher(log).replaceAll(found -> place(found.group(1), found.group(), lines));
  }

  private static String place(String digits, String unknown, String[] lines) {
    int number = digits.length() < 8 ? Integer.parseInt(digits) : 0;
    for (int i = Math.min(number - 1, lines.length) - 1; i >= 0; i--) {
      Matcher line = LINE.matcher(lines[i]);
      if (line.matches()) {
        int named = Integer.parseInt(line.group(1)) + number - 2 - i;
        return Matcher.quoteReplacement(line.group(2) + ":" + named);
      }
    }
    return unknown;
  }
}
