package dev.incline.data;

import dev.incline.wording.Phrase;
import java.util.ArrayList;
import java.util.List;

/**
 * Grey images without labels, ready for a network. The array is shared, not copied.
 *
 * @param pixels [rows x features] unsigned bytes, light ink (255) on dark ground (0)
 * @param rows at least 1
 * @param notes what was done to the file's own values, for people; empty when nothing was
 */
public record ImageRows(byte[] pixels, int rows, List<String> notes) {
  public static final int MAX_BYTES = Integer.MAX_VALUE - 64;

  public ImageRows {
    notes = List.copyOf(notes);
    if (rows < 1 || pixels.length % rows != 0) {
      throw new IllegalArgumentException(Phrase.of("%d pixels in %d rows", pixels.length, rows));
    }
  }

  /** The same rows with one more note. */
  public ImageRows noted(String note) {
    List<String> more = new ArrayList<>(notes);
    more.add(note);
    return new ImageRows(pixels, rows, more);
  }
}
