package dev.incline.pdf;

import java.util.ArrayList;
import java.util.List;

/**
 * One line of marked-up text: {@code **bold**}, {@code *italic*}, {@code `fixed`}, {@code
 * _{below}}, {@code ^{above}}; a backslash takes the meaning of the sign behind it.
 */
public final class Markup {
  private final String text;
  private final List<Span> spans = new ArrayList<>();
  private final StringBuilder pending = new StringBuilder();
  private Face face = Face.REGULAR;
  private int script;

  private Markup(String text) {
    this.text = text;
  }

  static List<Span> parse(String text) {
    return new Markup(text).parse();
  }

  /** The text with nothing in it that means anything. */
  public static String escape(String text) {
    return text.replaceAll("([\\\\*`_^])", "\\\\$1");
  }

  private List<Span> parse() {
    int i = 0;
    while (i < text.length()) {
      i += step(i);
    }
    flush();
    return spans;
  }

  /** How many letters were taken. */
  private int step(int i) {
    char c = text.charAt(i);
    if (c == '\\' && i + 1 < text.length()) {
      pending.append(text.charAt(i + 1));
      return 2;
    }
    if (c == '`' && (face == Face.MONO || text.indexOf('`', i + 1) > 0)) {
      return toggle(Face.MONO, 1);
    }
    if (face == Face.MONO) {
      pending.append(c);
      return 1;
    }
    if (text.startsWith("**", i) && (face == Face.BOLD || text.indexOf("**", i + 2) > 0)) {
      return toggle(Face.BOLD, 2);
    }
    if (c == '*' && (face == Face.ITALIC || opens(i))) {
      return toggle(Face.ITALIC, 1);
    }
    if (script == 0 && (text.startsWith("_{", i) || text.startsWith("^{", i))) {
      flush();
      script = c == '^' ? 1 : -1;
      return 2;
    }
    if (script != 0 && c == '}') {
      flush();
      script = 0;
      return 1;
    }
    pending.append(c);
    return 1;
  }

  /** A lone asterisk, as in 2 * 3, is a sign. */
  private boolean opens(int i) {
    boolean before = i + 1 < text.length() && !Character.isWhitespace(text.charAt(i + 1));
    return before && text.indexOf('*', i + 1) > 0;
  }

  private int toggle(Face other, int letters) {
    flush();
    face = face == other ? Face.REGULAR : other;
    return letters;
  }

  private void flush() {
    if (pending.length() > 0) {
      spans.add(new Span(pending.toString(), face, script));
      pending.setLength(0);
    }
  }
}
