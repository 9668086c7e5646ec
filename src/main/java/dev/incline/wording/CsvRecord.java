package dev.incline.wording;

import java.util.List;
import java.util.stream.Collectors;

/** A line of CSV, as RFC 4180 has it. */
public final class CsvRecord {
  private CsvRecord() {}

  /** The fields between commas, without a newline; those that need it are in quotes. */
  public static String of(List<String> fields) {
    return fields.stream().map(CsvRecord::field).collect(Collectors.joining(","));
  }

  private static String field(String text) {
    String field = Harmless.of(text);
    return field.contains("\"") || field.contains(",")
        ? '"' + field.replace("\"", "\"\"") + '"'
        : field;
  }
}
