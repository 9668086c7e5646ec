package dev.incline.data;

import dev.incline.wording.Phrase;

/**
 * Labelled rows: grey images, or numbers. The arrays are shared, not copied.
 *
 * @param name for people
 * @param inputs [rows x height · width]
 * @param labels [rows], each below {@code classes}
 * @param rows at least 1
 * @param height of an image, in pixels; 1 for numbers
 * @param width of an image, in pixels; numbers of a row
 * @param classes at most 256
 */
public record Dataset(
    String name, Inputs inputs, byte[] labels, int rows, int height, int width, int classes) {
  public Dataset {
    if (rows < 1 || height < 1 || width < 1) {
      throw new DataException(name + " is empty");
    }
    if (inputs.size() != (long) rows * height * width || labels.length != rows) {
      throw new DataException(
          Phrase.of(
              "%s holds %,d inputs and %,d labels for %,d rows of %d x %d",
              name, inputs.size(), labels.length, rows, height, width));
    }
    for (int row = 0; row < rows; row++) {
      if ((labels[row] & 0xff) >= classes) {
        throw new DataException(
            Phrase.of(
                "%s: label %d of row %d is not below %d", name, labels[row] & 0xff, row, classes));
      }
    }
  }

  /** Of images, whose pixels are unsigned bytes. */
  public Dataset(
      String name, byte[] images, byte[] labels, int rows, int height, int width, int classes) {
    this(name, new Inputs.Pixels(images), labels, rows, height, width, classes);
  }

  /**
   * The pixels of images.
   *
   * @throws IllegalStateException when the rows are numbers
   */
  public byte[] images() {
    if (inputs instanceof Inputs.Pixels pixels) {
      return pixels.array();
    }
    throw new IllegalStateException(name + " has no pixels");
  }

  /** Whether the rows are images; else they are numbers. */
  public boolean hasPixels() {
    return inputs instanceof Inputs.Pixels;
  }

  /** Inputs of a row. */
  public int features() {
    return height * width;
  }
}
