package dev.incline.data.image;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A line of separated fields. Semicolons separate where there are any, then tabs, then commas, then
 * blanks: a comma beside a semicolon or a tab is a decimal comma. A field may stand in double
 * quotes, and then holds whatever it likes but the end of the line.
 *
 * @param number from 1
 * @param fields as they stand, quotes included
 */
record CsvLine(int number, List<String> fields) {
  CsvLine {
    fields = List.copyOf(fields);
  }

  /**
   * @param text without its end
   */
  static CsvLine of(int number, String text) {
    char separator = separator(text);
    if (separator == ' ') {
      return new CsvLine(number, List.of(text.strip().split("\\s+")));
    }
    List<String> fields = new ArrayList<>();
    int from = 0;
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      quoted ^= text.charAt(i) == '"';
      if (text.charAt(i) == separator && !quoted) {
        fields.add(text.substring(from, i).strip());
        from = i + 1;
      }
    }
    fields.add(text.substring(from).strip());
    return new CsvLine(number, fields);
  }

  private static char separator(String text) {
    boolean quoted = false;
    boolean tab = false;
    boolean comma = false;
    boolean blank = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      quoted ^= c == '"';
      if (!quoted) {
        if (c == ';') {
          return c;
        }
        tab |= c == '\t';
        comma |= c == ',';
        blank |= c == ' ';
      }
    }
    if (tab && (comma || !blank)) {
      return '\t';
    }
    return comma ? ',' : ' ';
  }

  int size() {
    return fields.size();
  }

  boolean isQuoted(int column) {
    return fields.get(column).startsWith("\"");
  }

  /** A field without its quotes. */
  String text(int column) {
    String field = fields.get(column);
    boolean quoted = field.length() >= 2 && field.startsWith("\"") && field.endsWith("\"");
    return quoted ? field.substring(1, field.length() - 1).replace("\"\"", "\"").strip() : field;
  }

  /** Without an empty last field, which a separator at the line's end leaves. */
  CsvLine withoutEmptyEnd() {
    return fields.get(size() - 1).isEmpty()
        ? new CsvLine(number, fields.subList(0, size() - 1))
        : this;
  }

  /** Whether its last fields count 0, 1, 2, ... or 1, 2, 3, ..., after names or nothing. */
  boolean countsFrom(int first) {
    int begin = 0;
    while (begin < size() && !text(begin).equals(Integer.toString(first))) {
      if (!text(begin).isEmpty() && Character.isDigit(text(begin).charAt(0))) {
        return false;
      }
      begin++;
    }
    int from = begin;
    return size() - from >= 2
        && IntStream.range(from, size())
            .allMatch(column -> text(column).equals(Integer.toString(first + column - from)));
  }
}
