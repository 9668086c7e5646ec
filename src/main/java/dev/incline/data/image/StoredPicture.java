package dev.incline.data.image;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A picture as its file has it: of any kind of samples, not yet turned as a viewer turns it.
 *
 * @param exif of the file, or null
 */
public record StoredPicture(BufferedImage image, byte @Nullable [] exif) {
  /** Number of pixels. */
  public int pixels() {
    return image.getWidth() * image.getHeight();
  }

  /** Turned grey, and upright. */
  public GreyImage grey() {
    return upright(Greys.of(image));
  }

  /** In its colours, and upright. */
  public ColourImage colours() {
    ColourImage stored = Greys.colours(image);
    return new ColourImage(upright(stored.red()), upright(stored.green()), upright(stored.blue()));
  }

  private GreyImage upright(GreyImage stored) {
    List<String> notes = new ArrayList<>();
    GreyImage upright = Orientation.upright(stored, exif, notes);
    notes.addAll(stored.notes());
    return new GreyImage(upright.width(), upright.height(), upright.pixels(), notes);
  }
}
