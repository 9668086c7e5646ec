package dev.incline.data.image;

import dev.incline.data.ImageRows;
import java.util.ArrayList;
import java.util.List;

/** A file of images as one piece. */
public final class WholeFile {
  private WholeFile() {}

  /** Takes no size, and nothing of what a model was trained on. */
  public static ImageRows read(ImageSource source, ImageFormat format, int features, boolean asIs) {
    List<ImageRows> pieces = new ArrayList<>();
    source.pieces(
        format, new PictureInput(features, asIs, null, null), Integer.MAX_VALUE, pieces::add);
    if (pieces.size() != 1) {
      throw new AssertionError(pieces.size() + " pieces");
    }
    return pieces.get(0);
  }
}
