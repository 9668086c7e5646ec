package dev.incline.data;

import java.util.ArrayList;
import java.util.List;

/** Turns numbers into pixel bytes: from 0 to 1, or, where any is above 1, from 0 to 255. */
final class PixelValues {
  private static final float STEP = 0.01f; // farther than this from a whole byte is not rounding

  private PixelValues() {}

  /**
   * @param values [rows x columns]
   * @throws DataException naming file, row and column (from 1) of a value that is no pixel
   */
  static ImageRows toRows(String name, float[] values, int rows) {
    int columns = values.length / rows;
    float most = 0;
    for (int i = 0; i < values.length; i++) {
      if (!(values[i] >= 0 && values[i] <= 255)) {
        throw new DataException(
            "%s: row %d, column %d is %s: pixels go from 0 to 1 or from 0 to 255"
                .formatted(name, i / columns + 1, i % columns + 1, values[i]));
      }
      most = Math.max(most, values[i]);
    }
    float scale = most <= 1 ? 255 : 1;
    byte[] pixels = new byte[values.length];
    boolean rounded = false;
    for (int i = 0; i < pixels.length; i++) {
      float value = values[i] * scale;
      int pixel = Math.round(value);
      rounded |= Math.abs(value - pixel) > STEP;
      pixels[i] = (byte) pixel;
    }
    List<String> notes = new ArrayList<>();
    if (scale != 1) {
      notes.add("values from 0 to 1, times 255");
    }
    if (rounded) {
      notes.add("rounded to whole grey levels of 255");
    }
    return new ImageRows(pixels, rows, notes);
  }
}
