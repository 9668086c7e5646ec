package dev.incline.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads images from text: a line of D numbers per image, separated by commas, or by blanks where a
 * line has no comma. The first line may name the columns; a first column named {@code label} is
 * left out. A column too many without that name is refused: it may be a label, and it may not.
 */
final class CsvImages {
  /** Java would take {@code 0x1p3f} as well. */
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d++(\\.\\d*+)?|\\.\\d++)([eE][+-]?\\d++)?");

  private final String name;
  private final int features;
  private final int longestLine; // characters, a header's or a number's at their longest
  private float[] values = new float[0];
  private int rows;
  private boolean labelled;

  private CsvImages(String name, int features) {
    this.name = name;
    this.features = features;
    this.longestLine = 64 * Math.min(features + 16, Integer.MAX_VALUE / 128);
  }

  /**
   * Reads a whole file.
   *
   * @param name for messages
   * @param in at the file's beginning
   * @param features numbers per line, D
   * @throws DataException naming the file, the line and the column
   */
  static ImageRows read(String name, InputStream in, int features) throws IOException {
    return new CsvImages(name, features)
        .read(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
  }

  private ImageRows read(BufferedReader in) throws IOException {
    int number = 0;
    for (String line = line(in, 1); line != null; line = line(in, number + 1)) {
      number++;
      String text = (number == 1 && line.startsWith("\ufeff") ? line.substring(1) : line).strip();
      if (text.isEmpty()) {
        continue;
      }
      String[] fields = text.indexOf(',') >= 0 ? text.split(",", -1) : text.split("\\s+");
      if (number == 1 && isHeader(fields)) {
        labelled = isLabel(fields[0]);
        requireColumns(number, fields);
      } else {
        add(number, fields);
      }
    }
    if (rows == 0) {
      throw new DataException(name + " holds no line of numbers");
    }
    ImageRows read = PixelValues.toRows(name, Arrays.copyOf(values, rows * features), rows);
    if (!labelled) {
      return read;
    }
    List<String> notes = new ArrayList<>(read.notes());
    notes.add("column 'label' left out");
    return new ImageRows(read.pixels(), rows, notes);
  }

  /** A line without its end, however the file ends its lines; null where there is none. */
  private @Nullable String line(BufferedReader in, int number) throws IOException {
    StringBuilder line = new StringBuilder();
    int c = in.read();
    if (c < 0) {
      return null;
    }
    for (; c >= 0 && c != '\n'; c = in.read()) {
      if (line.length() == longestLine) {
        throw new DataException(
            "%s: line %d is longer than any line of %,d numbers".formatted(name, number, features));
      }
      line.append((char) c);
    }
    return line.toString();
  }

  private void requireColumns(int number, String[] fields) {
    int expected = features + (labelled ? 1 : 0);
    if (fields.length == features + 1 && !labelled) {
      throw new DataException(
          "%s: line %d has %,d columns, one more than an image has pixels: where the first is a label, take it out or put a header line above that names it 'label'"
              .formatted(name, number, fields.length));
    }
    if (fields.length != expected) {
      throw new DataException(
          "%s: line %d has %,d columns, but the network takes images of %,d pixels%s"
              .formatted(
                  name, number, fields.length, features, labelled ? " beside the label" : ""));
    }
  }

  private void add(int number, String[] fields) {
    requireColumns(number, fields);
    long needed = (rows + 1L) * features;
    if (needed > ImageRows.MOST_BYTES) {
      throw new DataException("%s has more lines than can be held".formatted(name));
    }
    if (needed > values.length) {
      long larger = Math.max(needed, Math.min(2L * values.length, ImageRows.MOST_BYTES));
      values = Arrays.copyOf(values, (int) larger);
    }
    int skipped = labelled ? 1 : 0;
    for (int d = 0; d < features; d++) {
      String field = fields[d + skipped].strip();
      if (!isNumber(field)) {
        throw new DataException(
            "%s: line %d, column %d is '%s', not a number"
                .formatted(name, number, d + skipped + 1, shortened(field)));
      }
      float value = Float.parseFloat(field);
      if (!(value >= 0 && value <= 255)) {
        throw new DataException(
            "%s: line %d, column %d is %s: pixels go from 0 to 1 or from 0 to 255"
                .formatted(name, number, d + skipped + 1, shortened(field)));
      }
      values[rows * features + d] = value;
    }
    rows++;
  }

  private static String shortened(String field) {
    return field.length() <= 20 ? field : field.substring(0, 20) + "...";
  }

  /** Where some are numbers and some are not, the line is data, and wrong. */
  private static boolean isHeader(String[] fields) {
    return isLabel(fields[0]) || Arrays.stream(fields).noneMatch(CsvImages::isNumber);
  }

  private static boolean isLabel(String field) {
    return field.strip().toLowerCase(Locale.ROOT).equals("label");
  }

  private static boolean isNumber(String field) {
    return NUMBER.matcher(field.strip()).matches();
  }
}
