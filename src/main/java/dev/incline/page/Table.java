package dev.incline.page;

import dev.incline.wording.Phrase;
import java.util.List;

/**
 * A table as text.
 *
 * @param caption markup
 * @param columns heads
 * @param rows one markup cell per column
 */
public record Table(String caption, List<Column> columns, List<List<String>> rows) {
  private static final double PAPER = 476; // points across a page
  private static final double LETTER = 4.5; // points, about, in a table's usual size
  private static final double GAP = 10; // between columns
  private static final double NARROWEST = 43; // of a long head over numbers, as in page.css
  private static final int SHORT = 8; // letters that are not broken
  private static final int WORD = 16; // letters of a single word that is not broken, such as a hash
  private static final double DENSE = 0.87; // of the usual size
  private static final double DENSEST = 0.76; // and below it each cell is broken
  private static final int WHOLE = 12; // rows that stay on one page

  /**
   * A column's head.
   *
   * @param title markup
   * @param numeric set to the right
   */
  public record Column(String title, boolean numeric) {
    /** A long head over numbers is broken between its words. */
    private boolean isWide() {
      return numeric && title.length() > SHORT;
    }

    private String cell(String element, String markup) {
      boolean isShort = markup.length() <= (markup.indexOf(' ') < 0 ? WORD : SHORT);
      String classes = ((numeric ? "n" : "") + (isShort ? " short" : "")).strip();
      String open = classes.isEmpty() ? element : "%s class=\"%s\"".formatted(element, classes);
      return "<%s>%s</%s>".formatted(open, Markup.html(markup), element.split(" ", 2)[0]);
    }
  }

  public Table {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
    for (List<String> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException("%s: %s for %s".formatted(caption, row, columns));
      }
    }
  }

  String html(int number) {
    StringBuilder html = new StringBuilder();
    html.append(rows.size() <= WHOLE ? "<div class=\"table whole\"" : "<div class=\"table\"");
    html.append(" tabindex=\"0\">");
    html.append("<table class=\"sortable").append(density()).append("\"><caption>");
    html.append(Phrase.of("<b>Table %d.</b> ", number)).append(Markup.html(caption));
    html.append("</caption><thead><tr>");
    columns.forEach(column -> html.append(column.cell("th scope=\"col\"", column.title)));
    html.append("</tr></thead><tbody>\n");
    for (List<String> row : rows) {
      html.append("<tr>");
      for (int c = 0; c < row.size(); c++) {
        html.append(columns.get(c).cell("td", row.get(c)));
      }
      html.append("</tr>\n");
    }
    return html.append("</tbody></table></div>").toString();
  }

  /** A class of smaller letters for paper, where the lines would break. */
  private String density() {
    double width = 0;
    for (int c = 0; c < columns.size(); c++) {
      int widest = columns.get(c).title.length();
      for (List<String> row : rows) {
        widest = Math.max(widest, row.get(c).replace("\\", "").length());
      }
      width += Math.max(LETTER * widest, columns.get(c).isWide() ? NARROWEST : 0) + GAP;
    }
    return width <= PAPER
        ? ""
        : width <= PAPER / DENSE ? " dense" : width <= PAPER / DENSEST ? " densest" : " broken";
  }
}
