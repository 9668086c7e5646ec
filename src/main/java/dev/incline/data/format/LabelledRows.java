package dev.incline.data.format;

import dev.incline.data.DataException;
import dev.incline.data.Dataset;
import dev.incline.data.Inputs;
import dev.incline.data.Labels;
import dev.incline.data.TableColumns;
import dev.incline.wording.Phrase;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Labelled rows of one file.
 *
 * @param source the file, for messages
 * @param inputs [rows x columns]
 * @param columns values of a row
 * @param labels [rows]
 * @param table what the columns are; where they have words, inputs are the words' numbers
 * @param place of values in the file
 */
record LabelledRows(
    String source, Inputs inputs, int columns, Labels labels, TableColumns table, Place place) {
  private static final int FEW = 10; // rows that may count by chance

  /** Where the value of a row and a column is, for messages. */
  interface Place {
    String of(int row, int column);
  }

  LabelledRows {
    if (inputs.size() != (long) columns * labels.codes().length) {
      throw new DataException(
          Phrase.of(
              "%s holds %,d values and %,d labels for rows of %,d values",
              source, inputs.size(), labels.codes().length, columns));
    }
  }

  /** Of no table. */
  LabelledRows(String source, Inputs inputs, int columns, Labels labels) {
    this(source, inputs, columns, labels, TableColumns.UNNAMED, (row, column) -> "");
  }

  int rows() {
    return labels.codes().length;
  }

  boolean arePixels() {
    return inputs instanceof Inputs.Pixels;
  }

  /** Whether a pixel is at least so bright. */
  boolean haveOne(int brightness) {
    for (byte pixel : ((Inputs.Pixels) inputs).array()) {
      if ((pixel & 0xff) >= brightness) {
        return true;
      }
    }
    return false;
  }

  /** How many values are missing. */
  int gaps() {
    int gaps = 0;
    if (inputs instanceof Inputs.Numbers numbers) {
      for (float value : numbers.array()) {
        gaps += Float.isNaN(value) ? 1 : 0;
      }
    }
    return gaps;
  }

  /** Whether both have the same rows, whatever their labels. */
  boolean hasRowsOf(LabelledRows other) {
    if (inputs instanceof Inputs.Pixels mine && other.inputs instanceof Inputs.Pixels others) {
      return Arrays.equals(mine.array(), others.array());
    }
    return inputs instanceof Inputs.Numbers mine
        && other.inputs instanceof Inputs.Numbers others
        && Arrays.equals(mine.array(), others.array());
  }

  /** The first column of numbers that counts the rows, from 0 or from 1; -1 where none does. */
  int counter() {
    for (int column = 0; column < columns && rows() >= FEW; column++) {
      float first = value(column);
      int row = 0;
      while (row < rows() && value(row * columns + column) == first + row) {
        row++;
      }
      boolean words = table.hasWords() && !table.words().get(column).isEmpty();
      if (row == rows() && (first == 0 || first == 1) && !words) {
        return column;
      }
    }
    return -1;
  }

  private float value(int i) {
    return inputs instanceof Inputs.Pixels pixels
        ? pixels.array()[i] & 0xff
        : ((Inputs.Numbers) inputs).array()[i];
  }

  /** The same rows, with pixels as the numbers that they are. */
  LabelledRows asNumbers() {
    return arePixels()
        ? new LabelledRows(
            source, new Inputs.Numbers(Values.numbers(inputs)), columns, labels, table, place)
        : this;
  }

  /** Some of the rows. */
  LabelledRows rows(int[] chosen) {
    Inputs some = inputs.zeros(chosen.length * columns);
    for (int i = 0; i < chosen.length; i++) {
      some.copy(inputs, (long) chosen[i] * columns, i * columns, columns);
    }
    return new LabelledRows(
        source,
        some,
        columns,
        labels.rows(chosen),
        table,
        (row, column) -> place.of(chosen[row], column));
  }

  /**
   * With classes.
   *
   * @param shape of the images; null for numbers
   */
  Dataset data(String name, @Nullable ImageShape shape, byte[] classes, List<String> classNames) {
    int height = shape == null ? 1 : shape.height();
    int width = shape == null ? columns : shape.width();
    int channels = shape == null ? 1 : shape.channels();
    return new Dataset(name, inputs, classes, rows(), height, width, channels, classNames);
  }
}
