package dev.incline.report.pages;

import dev.incline.page.Markup;
import dev.incline.page.Table;
import dev.incline.statistics.Estimate;
import dev.incline.wording.CsvRecord;
import dev.incline.wording.Harmless;
import dev.incline.wording.Numeral;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A table of values, before they are rounded: for the page with few digits, for CSV with all.
 *
 * @param name of its file
 */
public record DataTable(String name, List<? extends Column<?>> columns, List<List<Object>> rows) {
  private static final String END = "\r\n";

  /**
   * A column.
   *
   * @param title markup
   * @param decimals of a double on the page
   * @param value of a row: a string, a whole number, a double or an {@link Estimate}
   */
  public record Column<T>(String title, int decimals, boolean numeric, Function<T, Object> value) {
    public static <T> Column<T> text(String title, Function<T, Object> value) {
      return new Column<>(title, 0, false, value);
    }

    public static <T> Column<T> number(String title, int decimals, Function<T, Object> value) {
      return new Column<>(title, decimals, true, value);
    }
  }

  @SafeVarargs
  public static <T> DataTable of(String name, Collection<T> rows, Column<T>... columns) {
    return of(name, rows, List.of(columns));
  }

  public static <T> DataTable of(String name, Collection<T> rows, List<Column<T>> columns) {
    List<List<Object>> values = new ArrayList<>();
    for (T row : rows) {
      values.add(columns.stream().map(column -> column.value().apply(row)).toList());
    }
    return new DataTable(name, columns, values);
  }

  /** Of names and their values. */
  public static DataTable of(String name, String head, Map<String, String> values) {
    return of(
        name,
        values.entrySet(),
        Column.text(head, Map.Entry::getKey),
        Column.text("value", Map.Entry::getValue));
  }

  /**
   * The table on the page.
   *
   * @param caption markup
   */
  Table onPage(String caption) {
    List<List<String>> lines = new ArrayList<>();
    for (List<Object> row : rows) {
      List<String> cells = new ArrayList<>();
      for (int c = 0; c < row.size(); c++) {
        cells.add(cell(row.get(c), columns.get(c)));
      }
      lines.add(cells);
    }
    return new Table(
        caption,
        columns.stream().map(c -> new Table.Column(c.title(), c.numeric())).toList(),
        lines);
  }

  private static String cell(Object value, Column<?> column) {
    if (value instanceof Estimate estimate) {
      return estimate.text();
    } else if (value instanceof Double number) {
      return Double.isNaN(number) ? "–" : ReportText.decimal(number, column.decimals());
    }
    return Markup.escape(Harmless.of(value.toString()));
  }

  /** One line per row; an estimate becomes its mean, its margin and its number of values. */
  public String toCsv() {
    StringBuilder csv = new StringBuilder();
    List<String> heads = new ArrayList<>();
    boolean[] estimates = new boolean[columns.size()];
    for (int c = 0; c < columns.size(); c++) {
      estimates[c] = isEstimate(c);
      String head = ReportText.plain(columns.get(c).title());
      heads.add(head);
      if (estimates[c]) {
        heads.add(head + " margin95");
        heads.add(head + " n");
      }
    }
    csv.append(CsvRecord.of(heads)).append(END);
    for (List<Object> row : rows) {
      List<String> cells = new ArrayList<>();
      for (int c = 0; c < row.size(); c++) {
        if (row.get(c) instanceof Estimate e) {
          cells.addAll(List.of(number(e.mean()), number(e.margin()), Integer.toString(e.n())));
        } else {
          cells.add(row.get(c) instanceof Double d ? number(d) : row.get(c).toString());
          cells.addAll(estimates[c] ? List.of("", "") : List.of());
        }
      }
      csv.append(CsvRecord.of(cells)).append(END);
    }
    return csv.toString();
  }

  private boolean isEstimate(int column) {
    return rows.stream().anyMatch(row -> row.get(column) instanceof Estimate);
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "" : Numeral.of(value);
  }
}
