package dev.incline.backend.opencl.coverage;

import java.util.Set;
import java.util.TreeSet;

/** Where a text differs from another, line by line. */
final class LineEdits {
  private LineEdits() {}

  /**
   * Numbers, from 1, of the lines that are in {@code after} and not in {@code before}; where lines
   * were deleted, that of the line before them. Comments and blank lines do not count.
   */
  static Set<Integer> of(String before, String after) {
    String[] was = lines(before);
    String[] is = lines(after);
    int[][] common = new int[was.length + 1][is.length + 1]; // lines of the rests, at most
    for (int i = was.length - 1; i >= 0; i--) {
      for (int j = is.length - 1; j >= 0; j--) {
        common[i][j] =
            was[i].equals(is[j])
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    Set<Integer> edited = new TreeSet<>();
    int i = 0;
    int j = 0;
    while (i < was.length || j < is.length) {
      if (i < was.length && j < is.length && was[i].equals(is[j])) {
        i++;
        j++;
      } else if (j < is.length && (i == was.length || common[i][j + 1] >= common[i + 1][j])) {
        if (!is[j].isEmpty()) {
          edited.add(j + 1);
        }
        j++;
      } else {
        if (!was[i].isEmpty()) {
          edited.add(Math.max(1, j));
        }
        i++;
      }
    }
    return edited;
  }

  private static String[] lines(String text) {
    String[] lines = Directives.withoutComments(text).split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      lines[i] = lines[i].strip();
    }
    return lines;
  }
}
