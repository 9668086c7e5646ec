package dev.incline.backend.opencl.coverage;

import dev.incline.wording.Phrase;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The preprocessor's lines of a source, and which branch of them each other line stands in. Branch
 * 0 is what stands in no condition. {@link #probe} is a source of these lines alone, with an empty
 * kernel for each branch asked for, named after it: a compiler that builds it tells by the kernels'
 * names which branches it takes, its own defines included.
 *
 * @param lines with the file and number that the {@code #line}s give them; a line's branch is the
 *     one that holds after it
 * @param text the preprocessor's lines, and a define in each branch
 */
record Directives(List<Line> lines, String text) {
  private static final Pattern DIRECTIVE = Pattern.compile("\\s*#\\s*(\\w+)(.*)", Pattern.DOTALL);
  private static final Pattern DEFINED = Pattern.compile("(?m)^\\s*#\\s*define\\s+(\\w+)");
  private static final Pattern LINE = Pattern.compile("\\s*(\\d+) \"(.*)\"\\s*");

  /** A line of a file, and the branch it belongs to. */
  record Line(String file, int number, int branch) {}

  static Directives of(String source) {
    List<Line> lines = new ArrayList<>();
    StringBuilder probe = new StringBuilder();
    Deque<Integer> branches = new ArrayDeque<>(List.of(0));
    int count = 1;
    String place = "";
    int number = 1;
    String[] text = withoutComments(source).split("\n", -1);
    for (int i = 0; i < text.length; i++) {
      int last = i;
      while (text[last].endsWith("\\") && last + 1 < text.length) {
        last++;
      }
      String whole = String.join("\n", Arrays.asList(text).subList(i, last + 1));
      Matcher directive = DIRECTIVE.matcher(whole);
      String kind = directive.matches() ? directive.group(1) : "";
      Matcher moved = LINE.matcher(kind.equals("line") ? directive.group(2) : "");
      if (moved.matches()) {
        number = Integer.parseInt(moved.group(1));
        place = moved.group(2);
        continue;
      }
      switch (kind) {
        case "if", "ifdef", "ifndef" -> {
          branches.push(count++);
          probe.append(whole).append('\n').append(mark(branches.element()));
        }
        case "elif", "else" -> {
          branches.pop();
          branches.push(count++);
          probe.append(whole).append('\n').append(mark(branches.element()));
        }
        case "endif" -> {
          branches.pop();
          probe.append(whole).append('\n');
        }
        case "define", "undef" -> probe.append(whole).append('\n');
        default -> {} // code
      }
      for (; i < last; i++) {
        lines.add(new Line(place, number++, branches.element()));
      }
      lines.add(new Line(place, number++, branches.element()));
    }
    return new Directives(lines, probe.toString());
  }

  /**
   * The source that tells which of these lines are compiled, and undoes its defines: others may
   * stand behind it.
   *
   * @param name that its kernels have before the number of their branch
   */
  String probe(String name, List<Line> wanted) {
    StringBuilder probe = new StringBuilder(text);
    for (int branch : new TreeSet<>(wanted.stream().map(Line::branch).toList())) {
      String kernel = Phrase.of("__kernel void %s%d(void) {}\n", name, branch);
      probe.append(
          branch == 0 ? kernel : Phrase.of("#ifdef INCLINE_%d\n%s#endif\n", branch, kernel));
    }
    DEFINED
        .matcher(text)
        .results()
        .map(define -> define.group(1))
        .distinct()
        .forEach(macro -> probe.append("#undef ").append(macro).append('\n'));
    return probe.toString();
  }

  private static String mark(int branch) {
    return "#define INCLINE_" + branch + "\n";
  }

  /** The same lines; comments are spaces. */
  static String withoutComments(String source) {
    StringBuilder text = new StringBuilder(source.replace("\r", " "));
    boolean block = false;
    boolean line = false;
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char next = i + 1 < text.length() ? text.charAt(i + 1) : ' ';
      if (c == '\n') {
        line = false;
        quoted = false;
      } else if (block || line) {
        text.setCharAt(i, ' ');
        if (block && c == '*' && next == '/') {
          block = false;
          text.setCharAt(++i, ' ');
        }
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && c == '/' && (next == '/' || next == '*')) {
        block = next == '*';
        line = !block;
        text.setCharAt(i, ' ');
        text.setCharAt(++i, ' ');
      }
    }
    return text.toString();
  }
}
