package dev.incline.data.format;

import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.RecordType;
import dev.incline.data.DataException;
import dev.incline.data.Labels;
import dev.incline.wording.Harmless;
import dev.incline.wording.Phrase;
import java.util.Arrays;

/** Takes the values of a table as they are parsed, without an object for each. */
final class TableRows extends CsvCallbackHandler<Boolean> {
  private static final int MOST = Integer.MAX_VALUE - 64;

  private final TableHead head;
  private final int label;
  private final int columns;
  private final Labels.Collector labels;
  private byte[] pixels = new byte[1 << 16];
  private int filled;
  private int rows;
  private long line;
  private int field;
  private boolean empty;
  private boolean isHeader;

  /**
   * @param label column of the labels, from 0
   */
  TableRows(TableHead head, int label) {
    this.head = head;
    this.label = label;
    this.columns = head.cells().size();
    this.labels = new Labels.Collector(head.file());
    this.isHeader = head.headed();
  }

  /**
   * What was read.
   *
   * @throws DataException where that is nothing
   */
  PixelRows rows() {
    if (rows == 0) {
      throw new DataException(
          head.file() + " holds no row" + (head.headed() ? " but its names" : ""));
    }
    return new PixelRows(head.file(), Arrays.copyOf(pixels, filled), columns - 1, labels.labels());
  }

  /** The parser could not go on: only quotes can do that. */
  DataException brokenOff() {
    return wrong(": a quoted value does not end as it should: is a quote never closed?");
  }

  @Override
  protected RecordType getRecordType() {
    return empty ? RecordType.EMPTY : RecordType.DATA;
  }

  @Override
  protected int getFieldCount() {
    return field;
  }

  @Override
  protected void beginRecord(long startingLineNumber) {
    line = startingLineNumber;
    field = 0;
    empty = false;
  }

  @Override
  protected void setEmpty() {
    empty = true;
  }

  @Override
  protected void setComment(char[] buf, int offset, int len) {
    throw new AssertionError("no comments are asked for");
  }

  @Override
  protected void addField(char[] buf, int offset, int len, boolean quoted) {
    int column = field++;
    if (isHeader || column >= columns) {
      return; // of a line that is too long the number of values is told
    } else if (column == label) {
      addLabel(new String(buf, offset, len), quoted);
    } else {
      if (filled == pixels.length) {
        grow();
      }
      pixels[filled++] = value(buf, offset, len, column);
    }
  }

  private void addLabel(String text, boolean quoted) {
    if (text.isBlank()) {
      throw wrong(Phrase.of(", column %s: the label is missing", head.column(label)));
    } else if (quoted && text.indexOf('\n') >= 0) {
      throw wrong(
          Phrase.of(
              ", column %s: a quoted value goes on in the next line: is a quote never closed?",
              head.column(label)));
    }
    labels.add(text, "line", line);
  }

  private void grow() {
    if (pixels.length == MOST) {
      throw new DataException(head.file() + " holds more values than can be held");
    }
    pixels = Arrays.copyOf(pixels, (int) Math.min(MOST, pixels.length * 2L));
  }

  /** A whole number from 0 to 255, such as {@code 17} or {@code 17.0}. */
  private byte value(char[] buf, int offset, int len, int column) {
    int at = offset;
    int end = offset + len;
    while (at < end && buf[at] == ' ') {
      at++;
    }
    while (end > at && buf[end - 1] == ' ') {
      end--;
    }
    int value = 0;
    int digits = 0;
    for (; at < end && buf[at] >= '0' && buf[at] <= '9' && value <= 255; at++, digits++) {
      value = 10 * value + buf[at] - '0';
    }
    if (at < end && buf[at] == '.' && digits > 0) {
      at++;
      while (at < end && buf[at] == '0') {
        at++;
      }
    }
    if (at < end || digits == 0 || value > 255) {
      throw noPixel(new String(buf, offset, len).strip(), column);
    }
    return (byte) value;
  }

  private DataException noPixel(String text, int column) {
    if (text.isEmpty()) {
      return wrong(
          Phrase.of(
              ", column %s has no value: missing values are not read so far", head.column(column)));
    } else if (text.indexOf('\n') >= 0) {
      return wrong(
          Phrase.of(
              ", column %s: a quoted value goes on in the next line: is a quote never closed?",
              head.column(column)));
    }
    boolean number = text.matches("[+-]?[0-9.]+([eE][+-]?[0-9]+)?");
    String shown = text.length() > 40 ? text.substring(0, 40) + "..." : text;
    return wrong(
        Phrase.of(
            ", column %s: '%s' is no whole number from 0 to 255, and only such values are read so far%s",
            head.column(column),
            Harmless.of(shown),
            number ? "" : Phrase.of(". If this column is the label, give --label %d", column + 1)));
  }

  private DataException wrong(String what) {
    return new DataException(Phrase.of("%s, line %d%s", head.file(), line, what));
  }

  @Override
  protected Boolean buildRecord() {
    if (isHeader) {
      isHeader = false;
    } else if (!empty) {
      if (field != columns) {
        throw wrong(
            Phrase.of(
                " has %,d values, but the first line has %,d: is one left out, or a separator inside a value without quotes?",
                field, columns));
      }
      rows++;
    }
    return true;
  }
}
