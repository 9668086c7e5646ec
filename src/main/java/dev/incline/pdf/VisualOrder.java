package dev.incline.pdf;

import java.text.Bidi;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The order of a line from left to right: Hebrew and Arabic run the other way (Unicode's
 * bidirectional algorithm, UAX 9, which the JDK has).
 */
final class VisualOrder {
  private static final String MIRRORED = "()[]{}<>\u00ab\u00bb\u2039\u203a\u2264\u2265";

  private VisualOrder() {}

  /** Whether the first letter of a paragraph belongs to a script that is read from the right. */
  static boolean isRightToLeft(List<Span> paragraph) {
    String text = text(paragraph);
    return isNeeded(text)
        && !new Bidi(text, Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT).baseIsLeftToRight();
  }

  private static boolean isNeeded(String text) {
    return Bidi.requiresBidi(text.toCharArray(), 0, text.length());
  }

  private static String text(List<Span> spans) {
    return spans.stream().map(Span::text).collect(Collectors.joining());
  }

  /**
   * @param line in the order of reading
   * @param rightToLeft whether its paragraph is read so
   */
  static List<Span> of(List<Span> line, boolean rightToLeft) {
    String text = text(line);
    if (!rightToLeft && !isNeeded(text)) {
      return line;
    }
    int base = rightToLeft ? Bidi.DIRECTION_RIGHT_TO_LEFT : Bidi.DIRECTION_LEFT_TO_RIGHT;
    Bidi bidi = new Bidi(text, base);
    List<Span> pieces = new ArrayList<>();
    List<Integer> levels = new ArrayList<>();
    int start = 0;
    for (Span span : line) {
      int end = start + span.text().length();
      for (int from = start; from < end; ) {
        int level = bidi.getLevelAt(from);
        int to = from + 1;
        while (to < end && bidi.getLevelAt(to) == level) {
          to++;
        }
        String piece = text.substring(from, to);
        String shown = level % 2 == 0 ? piece : reversed(piece);
        pieces.add(new Span(shown, span.face(), span.script()));
        levels.add(level);
        from = to;
      }
      start = end;
    }
    byte[] each = new byte[levels.size()];
    for (int i = 0; i < each.length; i++) {
      each[i] = levels.get(i).byteValue();
    }
    Object[] ordered = pieces.toArray();
    Bidi.reorderVisually(each, 0, ordered, 0, ordered.length);
    List<Span> visual = new ArrayList<>();
    for (Object piece : ordered) {
      visual.add((Span) piece);
    }
    return visual;
  }

  /** Backwards, with marks behind their letter as before, and brackets turned. */
  private static String reversed(String text) {
    StringBuilder reversed = new StringBuilder();
    for (int end = text.length(); end > 0; ) {
      int start = end - 1;
      while (start > 0
          && (Joining.isMark(text.charAt(start)) || Character.isLowSurrogate(text.charAt(start)))) {
        start--;
      }
      reversed.append(mirrored(text.substring(start, end)));
      end = start;
    }
    return reversed.toString();
  }

  private static String mirrored(String cluster) {
    int at = cluster.length() == 1 ? MIRRORED.indexOf(cluster) : -1;
    return at < 0 ? cluster : MIRRORED.substring(at ^ 1, (at ^ 1) + 1);
  }
}
