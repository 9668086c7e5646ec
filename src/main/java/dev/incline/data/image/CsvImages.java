package dev.incline.data.image;

import dev.incline.data.DataException;
import dev.incline.data.ImageRows;
import dev.incline.wording.Phrase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads images from text: a line of D numbers per image, see {@link CsvLine}. The first line may
 * name the columns. It does so where none of its fields is a number, where it names a label, where
 * it alone is in quotes, and where it counts from 0 as pandas does. A column of labels, and an
 * index, are left out where they are named so. A column too many without a name is refused: it may
 * be a label, and it may not.
 */
public final class CsvImages {
  /** Java would take {@code 0x1p3f} as well. */
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d++([.,]\\d*+)?|[.,]\\d++)([eE][+-]?\\d++)?");

  private static final Set<String> LABELS = Set.of("label", "labels", "class", "target");
  private static final Set<String> INDEXES = Set.of("", "index", "id", "unnamed: 0");
  private static final int COUNTED = 16; // fewer pixels may well be 1, 2, 3, ... themselves

  private final String name;
  private final int features;
  private final int longestLine; // characters, a header's or a number's at their longest
  private final List<String> notes = new ArrayList<>();
  private float[] values = new float[0];
  private int rows;
  private int number; // of the last line
  private boolean decimalCommas;
  private int[] skipped = new int[0]; // columns, ascending

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
  public static ImageRows read(String name, InputStream in, int features) throws IOException {
    return new CsvImages(name, features)
        .read(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
  }

  private ImageRows read(BufferedReader in) throws IOException {
    CsvLine first = next(in);
    CsvLine second = next(in);
    if (first != null && isHeader(first, second)) {
      take(first);
    } else if (first != null) {
      add(first);
    }
    for (CsvLine line = second; line != null; line = next(in)) {
      add(line);
    }
    if (rows == 0) {
      throw new DataException(name + " holds no line of numbers");
    }
    ImageRows read = PixelValues.toRows(name, Arrays.copyOf(values, rows * features), rows);
    if (decimalCommas) {
      notes.add("decimal commas");
    }
    notes.addAll(0, read.notes());
    return new ImageRows(read.pixels(), rows, notes);
  }

  /** The next line that is not blank, or null. */
  private @Nullable CsvLine next(BufferedReader in) throws IOException {
    for (String line = line(in); line != null; line = line(in)) {
      String text = number == 1 && line.startsWith("\ufeff") ? line.substring(1) : line;
      if (!text.isBlank()) {
        return CsvLine.of(number, text);
      }
    }
    return null;
  }

  /** A line without its end, however the file ends its lines; null where there is none. */
  private @Nullable String line(BufferedReader in) throws IOException {
    StringBuilder line = new StringBuilder();
    int c = in.read();
    if (c < 0) {
      return null;
    }
    number++;
    for (; c >= 0 && c != '\n'; c = in.read()) {
      if (line.length() == longestLine) {
        throw new DataException(
            Phrase.of(
                "%s: line %d is longer than any line of %,d numbers", name, number, features));
      }
      line.append((char) c);
    }
    return line.toString();
  }

  /** Where some are numbers and some are not, the line is data, and wrong. */
  private boolean isHeader(CsvLine line, @Nullable CsvLine next) {
    IntStream columns = IntStream.range(0, line.size());
    if (line.text(0).startsWith("#")
        || columns.noneMatch(c -> isNumber(line.text(c)))
        || IntStream.range(0, line.size()).anyMatch(c -> isLabel(line.text(c)))) {
      return true;
    }
    if (next == null) {
      return false;
    }
    boolean counts = line.countsFrom(0) || (features >= COUNTED && line.countsFrom(1));
    boolean aloneQuoted =
        IntStream.range(0, line.size()).allMatch(line::isQuoted)
            && IntStream.range(0, next.size()).noneMatch(next::isQuoted);
    if (counts || aloneQuoted) {
      notes.add(Phrase.of("line %d taken for the names of the columns", line.number()));
    }
    return counts || aloneQuoted;
  }

  /** Takes the names of the columns. */
  private void take(CsvLine header) {
    CsvLine line = header.size() == features + 1 ? header.withoutEmptyEnd() : header;
    List<Integer> left = new ArrayList<>();
    for (int c = 0; c < line.size(); c++) {
      if (isLabel(line.text(c))) {
        left.add(c);
        notes.add("column '%s' left out".formatted(line.text(c).toLowerCase(Locale.ROOT)));
      }
    }
    boolean tooMany = line.size() - left.size() > features;
    if (tooMany && INDEXES.contains(line.text(0).toLowerCase(Locale.ROOT))) {
      left.add(0, 0);
      notes.add("the index in column 1 left out");
    }
    skipped = left.stream().mapToInt(Integer::intValue).toArray();
    if (!line.text(0).startsWith("#")) { // a remark may be of any length
      requireColumns(line);
    }
  }

  private void requireColumns(CsvLine line) {
    if (line.size() == features + 1 && skipped.length == 0) {
      throw new DataException(
          Phrase.of(
              "%s: line %d has %,d columns, one more than an image has pixels: where one is a label or an index, take it out (pandas: to_csv(..., index=False)) or put a header line above that names it 'label' or 'index'",
              name, line.number(), line.size()));
    }
    if (line.size() != features + skipped.length) {
      throw new DataException(
          Phrase.of(
              "%s: line %d has %,d columns, but the network takes images of %,d pixels%s",
              name,
              line.number(),
              line.size(),
              features,
              skipped.length > 0 ? " beside the label or index" : ""));
    }
  }

  private void add(CsvLine given) {
    boolean longer = given.size() == features + skipped.length + 1;
    CsvLine line = longer ? given.withoutEmptyEnd() : given;
    requireColumns(line);
    long needed = (rows + 1L) * features;
    if (needed > ImageRows.MAX_BYTES) {
      throw new DataException("%s has more lines than can be held".formatted(name));
    }
    if (needed > values.length) {
      long larger = Math.max(needed, Math.min(2L * values.length, ImageRows.MAX_BYTES));
      values = Arrays.copyOf(values, (int) larger);
    }
    int at = rows * features;
    for (int c = 0; c < line.size(); c++) {
      if (Arrays.binarySearch(skipped, c) < 0) {
        values[at++] = pixel(line, c);
      }
    }
    rows++;
  }

  private float pixel(CsvLine line, int column) {
    String field = line.text(column);
    if (!isNumber(field)) {
      throw new DataException(
          Phrase.of(
              "%s: line %d, column %d is '%s', not a number",
              name, line.number(), column + 1, shortened(field)));
    }
    decimalCommas |= field.indexOf(',') >= 0;
    float value = Float.parseFloat(field.replace(',', '.'));
    if (!(value >= 0 && value <= 255)) {
      throw new DataException(
          Phrase.of(
              "%s: line %d, column %d is %s: pixels go from 0 to 1 or from 0 to 255",
              name, line.number(), column + 1, shortened(field)));
    }
    return value;
  }

  private static String shortened(String field) {
    return field.length() <= 20 ? field : field.substring(0, 20) + "...";
  }

  private static boolean isLabel(String field) {
    return LABELS.contains(field.toLowerCase(Locale.ROOT));
  }

  private static boolean isNumber(String field) {
    return NUMBER.matcher(field).matches();
  }
}
