package dev.incline.data;

import dev.incline.wording.Phrase;

/**
 * Labelled grey images. The arrays are shared, not copied.
 *
 * @param name for people
 * @param images [rows x height · width] unsigned bytes, row-major
 * @param labels [rows], each below {@code classes}
 * @param rows at least 1
 * @param height pixels
 * @param width pixels
 * @param classes at most 256
 */
public record Dataset(
    String name, byte[] images, byte[] labels, int rows, int height, int width, int classes) {
  public Dataset {
    if (rows < 1 || height < 1 || width < 1) {
      throw new DataException(name + " is empty");
    }
    if (images.length != (long) rows * height * width || labels.length != rows) {
      throw new DataException(
          Phrase.of(
              "%s holds %,d pixels and %,d labels for %,d images of %d x %d",
              name, images.length, labels.length, rows, height, width));
    }
    for (int row = 0; row < rows; row++) {
      if ((labels[row] & 0xff) >= classes) {
        throw new DataException(
            Phrase.of(
                "%s: label %d of row %d is not below %d", name, labels[row] & 0xff, row, classes));
      }
    }
  }

  /** Pixels per image. */
  public int features() {
    return height * width;
  }
}
