package dev.incline.data.format;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;
import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.RecordType;
import dev.incline.data.DataException;
import dev.incline.data.Inputs;
import dev.incline.data.Labels;
import dev.incline.wording.Phrase;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes the values of a table as they are parsed, without an object for each. */
final class TableRows extends CsvCallbackHandler<Boolean> {
  private static final int LONGEST = 800; // characters: no double has more digits

  private static final char[] NOTHING = {};

  private final TableHead head;
  private final ColumnRoles roles;
  private final int columns;
  private final Labels.Collector labels;
  private final boolean pixels;
  private final boolean gaps;
  private Values values = new Values();
  private int most = Integer.MAX_VALUE; // rows of a piece
  private @Nullable Consumer<Inputs> taker;
  private int[] lines = {}; // of rows, where there are words
  private int rows;
  private long line;
  private int field;
  private int blank; // fields, all since the line's begin: it may have no value at all
  private boolean empty;
  private boolean isHeader;

  /**
   * @param pixels whether any value but a whole number from 0 to 255 is an error
   * @param gaps whether values may be missing: NaN is read
   */
  TableRows(TableHead head, ColumnRoles roles, boolean pixels, boolean gaps) {
    this.head = head;
    this.roles = roles;
    this.pixels = pixels;
    this.gaps = gaps;
    this.columns = head.cells().size();
    this.labels = new Labels.Collector(head.file());
    this.isHeader = head.headed();
  }

  /** Hands numbers over in pieces, and keeps none. */
  TableRows handing(int rowsOfAPiece, Consumer<Inputs> pieces) {
    most = rowsOfAPiece;
    taker = pieces;
    return this;
  }

  /** What was read. */
  LabelledRows rows() {
    requireSome();
    int label = roles.label();
    return new LabelledRows(
        head.file(),
        values.inputs(),
        columns - 1,
        labels.labels(),
        head.beside(label).with(roles.allWords()),
        (row, column) -> place(lines[row], column < label ? column : column + 1));
  }

  /**
   * Hands over the rows since the last piece.
   *
   * @throws DataException where there was no row at all
   */
  void handOverRest() {
    requireSome();
    if (rows % most > 0) {
      handOver();
    }
  }

  private void handOver() {
    if (taker != null) {
      taker.accept(values.inputs());
      values = new Values();
    }
  }

  private void requireSome() {
    if (rows == 0) {
      throw new DataException(
          head.file() + " holds no row" + (head.headed() ? " but its names" : ""));
    }
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
    blank = 0;
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
    if (blank == column && CellText.isBlank(buf, offset, offset + len)) {
      blank++;
      return;
    }
    takeBlanks();
    take(buf, offset, len, quoted, column);
  }

  private void takeBlanks() {
    for (int c = 0; c < blank; c++) {
      take(NOTHING, 0, 0, false, c);
    }
    blank = 0;
  }

  private void take(char[] buf, int offset, int len, boolean quoted, int column) {
    if (isHeader || column >= columns) {
      return; // of a line that is too long the number of values is told
    }
    switch (roles.of(column)) {
      case LABEL -> addLabel(new String(buf, offset, len), quoted, column);
      case WORD -> addWord(new String(buf, offset, len), column);
      case NUMBER -> addValue(buf, offset, len, column);
      case IGNORED -> {}
    }
  }

  private void addWord(String text, int column) {
    if (text.indexOf('\n') >= 0) {
      throw unclosed(column);
    }
    requireRoom();
    if (text.isBlank() || (gaps && MissingText.is(text))) {
      addGap(text, column);
      return;
    }
    int code = roles.words(column).code(text, problem -> wrong(column, problem));
    if (code < 256) {
      values.addByte(code);
    } else {
      values.addFloat(code);
    }
  }

  private void addGap(String text, int column) {
    if (!gaps) {
      throw wrong(
          column,
          " has no value%s: %s"
              .formatted(
                  text.isBlank() ? "" : " ('" + text.strip() + "')",
                  head.isNameless(column)
                      ? "it has no name either, so delete the separator at the end of each line"
                      : pixels
                          ? "images need one for each pixel"
                          : "a model that is trained with --missing mean takes the mean of the feature there"));
    }
    values.addFloat(Float.NaN);
  }

  private void requireRoom() {
    if (values.isFull()) {
      throw new DataException(head.file() + " holds more values than can be held");
    }
  }

  private void addLabel(String text, boolean quoted, int column) {
    if (text.isBlank()) {
      throw wrong(column, ": the label is missing");
    } else if (quoted && text.indexOf('\n') >= 0) {
      throw unclosed(column);
    }
    labels.add(text, "line", line);
  }

  private void addValue(char[] buf, int offset, int len, int column) {
    requireRoom();
    int at = offset;
    int end = offset + len;
    while (at < end && buf[at] == ' ') {
      at++;
    }
    while (end > at && buf[end - 1] == ' ') {
      end--;
    }
    int pixel = CellText.pixel(buf, at, end);
    if (pixel >= 0) {
      values.addByte(pixel);
    } else if (MissingText.is(buf, at, end)) {
      addGap(new String(buf, offset, len), column);
    } else if (pixels) {
      throw noValue(buf, offset, len, column, "no whole number from 0 to 255");
    } else {
      values.addFloat(number(buf, at, end, column));
    }
  }

  /** A decimal number, rounded to double and then to float. */
  private float number(char[] buf, int from, int end, int column) {
    if (end - from > LONGEST) {
      throw noValue(buf, from, end - from, column, "too long for a number");
    }
    if (!CellText.isOfDigits(buf, from, end)) {
      throw noValue(buf, from, end - from, column, "no number");
    }
    float value;
    try {
      value = (float) JavaDoubleParser.parseDouble(buf, from, end - from);
    } catch (NumberFormatException e) {
      throw noValue(buf, from, end - from, column, "no number");
    }
    if (!Float.isFinite(value)) {
      throw noValue(buf, from, end - from, column, "more than a float holds");
    }
    return value;
  }

  private DataException noValue(char[] buf, int offset, int len, int column, String what) {
    String text = new String(buf, offset, len).strip();
    if (text.indexOf('\n') >= 0) {
      return unclosed(column);
    }
    return wrong(column, head.noNumber(text, what, column, roles.label() >= 0));
  }

  private DataException unclosed(int column) {
    return wrong(column, ": a quoted value goes on in the next line: is a quote never closed?");
  }

  private DataException wrong(int column, String what) {
    return new DataException(head.file() + place(line, column) + what);
  }

  private DataException wrong(String what) {
    return new DataException(Phrase.of("%s, line %d%s", head.file(), line, what));
  }

  private String place(long where, int column) {
    return Phrase.of(", line %d, column %s", where, head.column(column));
  }

  @Override
  protected Boolean buildRecord() {
    if (empty || (blank == field && (field == 1 || isHeader || roles.label() >= 0))) {
      return true; // it has no value
    }
    takeBlanks();
    if (isHeader) {
      isHeader = false;
    } else {
      if (field != columns) {
        throw wrong(head.ragged(field, rows == 0));
      }
      if (roles.haveWords() && taker == null) {
        lines = rows < lines.length ? lines : Arrays.copyOf(lines, Math.max(1024, 2 * rows));
        lines[rows] = (int) line;
      }
      rows++;
      if (rows % most == 0) {
        handOver();
      }
    }
    return true;
  }
}
