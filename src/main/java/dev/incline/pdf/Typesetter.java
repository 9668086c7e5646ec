package dev.incline.pdf;

import java.awt.Color;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDPageContentStream;

/** Breaks text into lines, and sets lines. */
record Typesetter(Fonts fonts) {
  /**
   * One line, with its width in points.
   *
   * @param spans from left to right
   * @param rightToLeft whether it is of a paragraph that is read so
   */
  record Line(List<Span> spans, double width, boolean rightToLeft) {
    static Line of(List<Span> logical, double width, boolean rightToLeft) {
      return new Line(VisualOrder.of(logical, rightToLeft), width, rightToLeft);
    }
  }

  /** Lines no wider than {@code width}; a word that is wider is broken anywhere. */
  List<Line> lines(List<Span> text, double size, double width) throws IOException {
    boolean left = VisualOrder.isRightToLeft(text);
    List<Line> lines = new ArrayList<>();
    List<Span> line = new ArrayList<>();
    double used = 0;
    for (List<Span> word : words(text)) {
      double space = line.isEmpty() ? 0 : width(List.of(space(line, word)), size);
      double wide = width(word, size);
      if (!line.isEmpty() && used + space + wide > width) {
        lines.add(Line.of(line, used, left));
        line = new ArrayList<>();
        used = 0;
        space = 0;
      }
      while (wide > width && word.size() == 1) {
        Span whole = word.get(0);
        int cut = fitting(whole, size, width);
        List<Span> part =
            List.of(new Span(whole.text().substring(0, cut), whole.face(), whole.script()));
        lines.add(Line.of(part, width(part, size), left));
        word = List.of(new Span(whole.text().substring(cut), whole.face(), whole.script()));
        wide = width(word, size);
      }
      if (!line.isEmpty()) {
        line.add(space(line, word));
      }
      line.addAll(word);
      used += space + wide;
    }
    if (!line.isEmpty() || lines.isEmpty()) {
      lines.add(Line.of(line, used, left));
    }
    return lines;
  }

  /** As wide as the words on both sides ask; between two faces, the regular one. */
  private static Span space(List<Span> left, List<Span> right) {
    Face face = left.get(left.size() - 1).face();
    return new Span(" ", face == right.get(0).face() ? face : Face.REGULAR, 0);
  }

  private int fitting(Span word, double size, double width) throws IOException {
    int cut = word.text().length();
    while (cut > 1
        && fonts.width(word.text().substring(0, cut), word.face(), word.size(size)) > width) {
      cut--;
    }
    return cut;
  }

  /** Each word: pieces with no space between them. */
  private List<List<Span>> words(List<Span> text) throws IOException {
    List<List<Span>> words = new ArrayList<>();
    boolean glued = false;
    List<Span> printable = new ArrayList<>();
    for (Span span : text) {
      printable.addAll(fonts.printable(span));
    }
    for (Span span : printable) {
      String[] parts = span.text().split(" ", -1);
      for (int i = 0; i < parts.length; i++) {
        if (i > 0) {
          glued = false;
        }
        if (parts[i].isEmpty()) {
          continue;
        }
        if (!glued) {
          words.add(new ArrayList<>());
        }
        words.get(words.size() - 1).add(new Span(parts[i], span.face(), span.script()));
        glued = true;
      }
    }
    return words;
  }

  double width(List<Span> spans, double size) throws IOException {
    double sum = 0;
    for (Span span : spans) {
      sum += fonts.width(span.text(), span.face(), span.size(size));
    }
    return sum;
  }

  /**
   * Sets a line.
   *
   * @param x of its start; y of the baseline; both from the page's lower left corner
   * @param colour 0xRRGGBB
   */
  void set(PDPageContentStream page, Line line, double x, double y, double size, int colour)
      throws IOException {
    double at = x;
    for (Span span : line.spans()) {
      page.beginText();
      page.setFont(fonts.font(span.face()), (float) span.size(size));
      page.setNonStrokingColor(new Color(colour));
      page.newLineAtOffset((float) at, (float) (y + span.rise(size)));
      page.showText(span.text());
      page.endText();
      at += fonts.width(span.text(), span.face(), span.size(size));
    }
  }
}
