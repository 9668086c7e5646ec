package dev.incline.data.format;

import dev.incline.data.DataException;
import dev.incline.data.Dataset;
import dev.incline.data.Labels;
import dev.incline.wording.Phrase;
import java.util.List;

/**
 * Labelled rows of one file.
 *
 * @param source the file, for messages
 * @param pixels [rows x columns] unsigned bytes
 * @param columns values of a row
 * @param labels [rows]
 */
record PixelRows(String source, byte[] pixels, int columns, Labels labels) {
  PixelRows {
    if (pixels.length != (long) columns * labels.codes().length) {
      throw new DataException(
          Phrase.of(
              "%s holds %,d values and %,d labels for rows of %,d values",
              source, pixels.length, labels.codes().length, columns));
    }
  }

  int rows() {
    return labels.codes().length;
  }

  /** Some of the rows. */
  PixelRows rows(int[] chosen) {
    byte[] some = new byte[chosen.length * columns];
    for (int i = 0; i < chosen.length; i++) {
      System.arraycopy(pixels, chosen[i] * columns, some, i * columns, columns);
    }
    return new PixelRows(source, some, columns, labels.rows(chosen));
  }

  Dataset data(String name, ImageShape shape, byte[] classes, List<String> classNames) {
    return new Dataset(name, pixels, classes, rows(), shape.height(), shape.width(), classNames);
  }
}
