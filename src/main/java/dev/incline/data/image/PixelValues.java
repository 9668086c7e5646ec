package dev.incline.data.image;

import dev.incline.data.DataException;
import dev.incline.data.ImageRows;
import dev.incline.wording.Numeral;
import dev.incline.wording.Phrase;
import java.util.ArrayList;
import java.util.List;

/** Turns numbers into pixel bytes: from 0 to 1, or, where one is above 1, from 0 to 255. */
final class PixelValues {
  private static final float UNCLEAR = 2; // up to here fractions may be shares that overshoot
  private static final float STEP = 0.01f; // farther than this from a whole byte is not rounding

  static final String SHARES = "values from 0 to 1, times 255";

  private PixelValues() {}

  private static final float SLIP = 0.001f; // beyond 0 or 1 by the rounding of arithmetic

  /**
   * Turns rows of numbers.
   *
   * @param values [rows x columns]
   * @throws DataException naming file, row and column (from 1) of a value that is no pixel, and
   *     what to do
   */
  static ImageRows toRows(String name, float[] values, int rows) {
    float most = 0;
    boolean whole = true;
    for (float value : values) {
      most = Math.max(most, value);
      whole &= value == Math.rint(value);
    }
    // 1.02 is a share after interpolation, or a grey level next to black: taken for either, the
    // other would be wrong.
    float limit = !whole && most > 1 + SLIP && most < UNCLEAR ? 1 + SLIP : 255;
    for (int i = 0; i < values.length; i++) {
      if (!(values[i] >= -SLIP && values[i] <= limit)) {
        int columns = values.length / rows;
        throw new DataException(
            Phrase.of(
                "%s: row %d, column %d is %s: pixels go from 0 to 1 or from 0 to 255%s",
                name,
                i / columns + 1,
                i % columns + 1,
                Numeral.of(values[i]),
                advice(values, most, whole)));
      }
    }
    float scale = most <= 1 + SLIP ? 255 : 1;
    byte[] pixels = new byte[values.length];
    boolean rounded = false;
    for (int i = 0; i < pixels.length; i++) {
      float value = Math.max(0, Math.min(255, values[i] * scale));
      int pixel = Math.round(value);
      rounded |= Math.abs(value - pixel) > STEP;
      pixels[i] = (byte) pixel;
    }
    List<String> notes = new ArrayList<>();
    if (scale != 1) {
      notes.add(SHARES);
    }
    if (rounded) {
      notes.add("rounded to whole grey levels of 255");
    }
    return new ImageRows(pixels, rows, notes);
  }

  /** What brings numbers like these into a range that is read, in numpy's words. */
  private static String advice(float[] values, float most, boolean whole) {
    float least = 0;
    for (float value : values) {
      least = Math.min(least, value);
    }
    if (!Float.isFinite(least) || !Float.isFinite(most)) {
      return "";
    }
    if (least >= -1 - SLIP && most <= 1 + SLIP) {
      return "; where they go from -1 to 1, save (array + 1) / 2";
    }
    if (whole && least >= -128 && least < 0 && most <= 127) {
      return "; where they are bytes with a sign, save array.astype('uint8')";
    }
    if (least < -SLIP) {
      return "; where they were normalised, save array * deviation + mean";
    }
    return most > 255
        ? "; where white is 65535, save array / 65535"
        : "; where white is 1, save numpy.clip(array, 0, 1)";
  }
}
