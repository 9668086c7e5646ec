package dev.incline.data.image;

import dev.incline.data.DataException;
import dev.incline.data.ImageRows;
import dev.incline.data.PixelStatistics;
import dev.incline.wording.Phrase;
import org.jspecify.annotations.Nullable;

/**
 * How a PNG or JPEG becomes a row of a network.
 *
 * @param features pixels per image that the network takes
 * @param asIs its pixels as they are, of exactly the right size
 * @param trained the images that the model was trained on: a picture is framed as a glyph only
 *     where they are, else it is fitted to their size, in colours where they have them; null where
 *     they are not known: it is framed
 * @param resizing of the pictures that the model was trained on: nothing else is done to a picture
 *     then; null where they had one size
 */
public record PictureInput(
    int features, boolean asIs, @Nullable PixelStatistics trained, @Nullable Resizing resizing) {
  /**
   * The row of a picture.
   *
   * @throws DataException naming the picture, where it has another size than is taken
   */
  ImageRows of(String name, StoredPicture picture) {
    if (resizing != null && !asIs) {
      ColourImage image =
          resizing.channels(features) == 3 ? picture.colours() : ColourImage.of(picture.grey());
      return rows(resizing.of(image));
    }
    boolean coloured =
        trained == null ? asIs && 3 * picture.pixels() == features : trained.channels() == 3;
    return coloured ? colours(name, picture.colours()) : grey(name, picture.grey());
  }

  private ImageRows rows(ColourImage image) {
    byte[] pixels = image.red().pixels().length == features ? image.red().pixels() : image.pixels();
    return new ImageRows(pixels, 1, image.notes());
  }

  private ImageRows colours(String name, ColourImage image) {
    if (trained == null) {
      return new ImageRows(image.pixels(), 1, image.notes());
    }
    int width = image.red().width();
    int height = image.red().height();
    if (asIs && (width != trained.width() || height != trained.height())) {
      throw new DataException(
          Phrase.of(
              "%s is %d x %d pixels, but the network takes %d x %d: leave --as-is out to have it scaled",
              name, width, height, trained.width(), trained.height()));
    }
    return PictureFit.fit(image, trained);
  }

  private ImageRows grey(String name, GreyImage image) {
    if (!asIs && trained != null && !trained.areFramed()) {
      return PictureFit.fit(image, trained);
    }
    int side = (int) Math.round(Math.sqrt(features));
    if (asIs) {
      boolean square = side * side == features;
      if (square
          ? image.width() != side || image.height() != side
          : image.pixels().length != features) {
        throw new DataException(
            Phrase.of(
                "%s is %d x %d pixels, but the network takes %s: leave --as-is out to have it scaled",
                name, image.width(), image.height(), square ? side + " x " + side : features));
      }
      return new ImageRows(image.pixels(), 1, image.notes());
    }
    if (side * side != features) {
      throw new DataException(
          Phrase.of(
              "%s cannot be framed: the network takes %,d pixels, which is no square; --as-is takes a picture of just so many",
              name, features));
    }
    return GlyphFrame.frame(name, image, side);
  }
}
