package dev.incline.data;

import dev.incline.wording.Phrase;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows without labels, ready for a network. The array is shared, not copied.
 *
 * @param inputs [rows x features]; of images light ink (255) on dark ground (0)
 * @param rows at least 1
 * @param notes what was done to the file's own values, for people; empty when nothing was
 */
public record ImageRows(Inputs inputs, int rows, List<String> notes) {
  public static final int MAX_BYTES = Integer.MAX_VALUE - 64;

  public ImageRows {
    notes = List.copyOf(notes);
    if (rows < 1 || inputs.size() % rows != 0) {
      throw new IllegalArgumentException(Phrase.of("%d inputs in %d rows", inputs.size(), rows));
    }
  }

  /** Of images. */
  public ImageRows(byte[] pixels, int rows, List<String> notes) {
    this(new Inputs.Pixels(pixels), rows, notes);
  }

  /** The pixels of images. */
  public byte[] pixels() {
    return ((Inputs.Pixels) inputs).array();
  }

  /** The same rows with one more note. */
  public ImageRows noted(String note) {
    List<String> more = new ArrayList<>(notes);
    more.add(note);
    return new ImageRows(inputs, rows, more);
  }
}
