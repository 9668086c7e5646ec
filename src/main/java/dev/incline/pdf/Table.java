package dev.incline.pdf;

import java.util.List;

/**
 * A table as text.
 *
 * @param caption markup
 * @param columns heads
 * @param rows one markup cell per column
 */
public record Table(String caption, List<Column> columns, List<List<String>> rows) {
  /**
   * A column's head.
   *
   * @param title markup
   * @param numeric set to the right
   */
  public record Column(String title, boolean numeric) {}

  public Table {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
    for (List<String> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException("%s: %s for %s".formatted(caption, row, columns));
      }
    }
  }
}
