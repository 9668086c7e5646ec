package dev.incline.pdf;

import dev.incline.chart.Colours;
import dev.incline.pdf.Typesetter.Line;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/** Sets one table: rules above, below the head and at the end; the head again on each page. */
final class TablePrinter {
  private static final double GAP = 12; // between columns
  private static final double SMALLEST = 6;

  private final Document page;
  private final Typesetter typesetter;
  private final Table table;
  private double size = 8.5;
  private double[] widths;

  TablePrinter(Document page, Typesetter typesetter, Table table) throws IOException {
    this.page = page;
    this.typesetter = typesetter;
    this.table = table;
    this.widths = natural();
    while (total() > Document.WIDTH && size > SMALLEST) {
      size -= 0.25;
      widths = natural();
    }
    squeeze();
  }

  void print() throws IOException {
    double first = page.captionHeight("Table 00. " + table.caption()) + 5 * lead();
    page.need(Math.min(first + table.rows().size() * lead(), 260));
    page.caption("Table", table.caption());
    head();
    for (List<String> row : table.rows()) {
      List<List<Line>> cells = cells(row);
      if (!page.has(height(cells) + 4)) {
        rule(0.8);
        page.newPage();
        head();
      }
      row(cells);
    }
    rule(0.8);
    page.space(12);
  }

  private void head() throws IOException {
    rule(0.8);
    row(cells(table.columns().stream().map(c -> "**" + c.title() + "**").toList()));
    rule(0.4);
  }

  private void row(List<List<Line>> cells) throws IOException {
    double x = left();
    for (int c = 0; c < widths.length; c++) {
      double down = 0;
      for (Line line : cells.get(c)) {
        double indent = table.columns().get(c).numeric() ? widths[c] - line.width() : 0;
        page.set(line, x + indent, down + size, size, Colours.INK);
        down += 1.25 * size;
      }
      x += widths[c] + GAP;
    }
    page.space(height(cells));
  }

  private void rule(double weight) throws IOException {
    page.space(2);
    page.rule(left() - 2, total() + 4, weight);
    page.space(2.5);
  }

  private double left() {
    return (Document.WIDTH - total()) / 2;
  }

  private double lead() {
    return 1.55 * size;
  }

  private double height(List<List<Line>> cells) {
    int most = cells.stream().mapToInt(List::size).max().orElse(1);
    return lead() + (most - 1) * 1.25 * size;
  }

  private List<List<Line>> cells(List<String> row) throws IOException {
    List<List<Line>> cells = new ArrayList<>();
    for (int c = 0; c < widths.length; c++) {
      cells.add(typesetter.lines(Markup.parse(row.get(c)), size, widths[c] + 0.01));
    }
    return cells;
  }

  private double total() {
    return DoubleStream.of(widths).sum() + (widths.length - 1) * GAP;
  }

  private double[] natural() throws IOException {
    double[] natural = new double[table.columns().size()];
    for (int c = 0; c < natural.length; c++) {
      natural[c] = width("**" + table.columns().get(c).title() + "**");
      for (List<String> row : table.rows()) {
        natural[c] = Math.max(natural[c], width(row.get(c)));
      }
    }
    return natural;
  }

  private double width(String markup) throws IOException {
    return typesetter.lines(Markup.parse(markup), size, 1e6).get(0).width();
  }

  /** Takes what is too much from the widest columns of text, which then break their lines. */
  private void squeeze() {
    for (double over = total() - Document.WIDTH; over > 0.01; over = total() - Document.WIDTH) {
      int widest = 0;
      for (int c = 1; c < widths.length; c++) {
        widest = widths[c] > widths[widest] ? c : widest;
      }
      widths[widest] -= Math.min(over, Math.max(1, widths[widest] / 20));
    }
  }
}
