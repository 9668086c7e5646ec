package dev.incline.data.image;

import dev.incline.data.ImageRows;
import dev.incline.data.PixelStatistics;
import dev.incline.wording.Phrase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Brings a picture to the size of images that are not framed as MNIST's are: scaled as a whole, in
 * its proportions, in the middle of its own ground. Nothing is cut out or centred by mass. Where
 * the training images have a dark border, and nine tenths of the picture's are light, or the other
 * way round, it is inverted.
 */
final class PictureFit {
  private static final double DARK = 0.1; // mean border of training images
  private static final double AGREED = 0.9; // share of a picture's border

  private PictureFit() {}

  /**
   * Fits a picture.
   *
   * @return one row, with a note on each change
   */
  static ImageRows fit(GreyImage image, PixelStatistics trained) {
    List<String> notes = new ArrayList<>(image.notes());
    int width = trained.width();
    int height = trained.height();
    GreyImage fitted = image;
    if (image.width() != width || image.height() != height) {
      fitted = resized(image, width, height);
      notes.add(
          note(image, width, height)
              + " as a whole: the training images are not framed like MNIST's");
    }
    double light = lightBorder(image);
    boolean lightOnDark = trained.border() < DARK && light >= AGREED;
    boolean darkOnLight = trained.border() > 1 - DARK && light <= 1 - AGREED;
    if (lightOnDark || darkOnLight) {
      fitted = fitted.inverted();
      notes.add(
          "inverted: the border is %s, that of the training images %s"
              .formatted(lightOnDark ? "light" : "dark", lightOnDark ? "dark" : "light"));
    }
    return new ImageRows(fitted.pixels(), 1, notes);
  }

  /** Fits a picture in colours, channel by channel; none is inverted. */
  static ImageRows fit(ColourImage image, PixelStatistics trained) {
    int width = trained.width();
    int height = trained.height();
    if (image.red().width() == width && image.red().height() == height) {
      return new ImageRows(image.pixels(), 1, image.notes());
    }
    List<String> notes = new ArrayList<>(image.notes());
    notes.add(note(image.red(), width, height));
    ColourImage fitted =
        new ColourImage(
            resized(image.red(), width, height),
            resized(image.green(), width, height),
            resized(image.blue(), width, height));
    return new ImageRows(fitted.pixels(), 1, notes);
  }

  private static String note(GreyImage image, int width, int height) {
    return Phrase.of(
        "resized from %d x %d to %d x %d", image.width(), image.height(), width, height);
  }

  private static GreyImage resized(GreyImage image, int width, int height) {
    double scale = Math.max((double) image.width() / width, (double) image.height() / height);
    Box whole = new Box(0, 0, image.width(), image.height());
    GreyImage small = Scaling.of(image, whole, scale);
    int[] border = image.border();
    byte[] pixels = new byte[width * height];
    Arrays.fill(pixels, (byte) border[border.length / 2]);
    int right = (width - small.width()) / 2;
    int down = (height - small.height()) / 2;
    for (int y = 0; y < small.height(); y++) {
      System.arraycopy(
          small.pixels(), y * small.width(), pixels, (y + down) * width + right, small.width());
    }
    return new GreyImage(width, height, pixels, List.of());
  }

  private static double lightBorder(GreyImage image) {
    return IntStream.of(image.border()).map(pixel -> pixel > 127 ? 1 : 0).average().orElseThrow();
  }
}
