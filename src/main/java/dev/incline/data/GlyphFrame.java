package dev.incline.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Brings a picture of one glyph into the form of MNIST's: light ink on black, the ink's box scaled
 * to 20 of 28 pixels at its longer side, its centre of mass in the middle (Y. LeCun, L. Bottou, Y.
 * Bengio, P. Haffner, Gradient-based learning applied to document recognition, Proc. IEEE 86
 * (1998), III A). The middle is pixel 14, reached by whole pixels: so MNIST's own images have it,
 * and they come out as they went in.
 */
final class GlyphFrame {
  private static final int FAINT =
      8; // grey levels that paper and full ink may be off black and white
  private static final int INK = 32; // darker is paper, or the noise of a JPEG's edges

  private final String name;
  private final int side;
  private final List<String> notes = new ArrayList<>();

  private GlyphFrame(String name, int side) {
    this.name = name;
    this.side = side;
  }

  /**
   * Frames a glyph.
   *
   * @param name for messages
   * @param side pixels of the frame, 28 for MNIST
   * @return one row of side x side pixels, with a note on each change
   * @throws DataException when there is no ink
   */
  static ImageRows frame(String name, GreyImage image, int side) {
    return new GlyphFrame(name, side).frame(image);
  }

  private ImageRows frame(GreyImage image) {
    notes.addAll(image.notes());
    GreyImage ink = stretched(inverted(image));
    Box box = Box.of(ink);
    int target = Math.max(1, Math.round(side * 20f / 28));
    int longer = Math.max(box.width(), box.height());
    boolean fits =
        ink.width() == side && ink.height() == side && longer <= target && longer >= 0.8 * target;
    if (!fits || box.width() > side) {
      double scale = (double) longer / target;
      notes.add("glyph of %d x %d scaled by %.3g".formatted(box.width(), box.height(), 1 / scale));
      ink = scaled(ink, box, scale);
    }
    return new ImageRows(centred(ink), 1, notes);
  }

  /** Paper is what most of the border is; ink is light. */
  private GreyImage inverted(GreyImage image) {
    int least = 255;
    int most = 0;
    for (byte pixel : image.pixels()) {
      least = Math.min(least, pixel & 0xff);
      most = Math.max(most, pixel & 0xff);
    }
    if (most - least < INK) {
      throw new DataException(
          "%s is blank: its pixels go from %d to %d only".formatted(name, least, most));
    }
    if (2 * paper(image) <= least + most) {
      return image;
    }
    byte[] pixels = image.pixels().clone();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) ~pixels[i]; // 255 - pixel
    }
    notes.add("inverted: dark on light");
    return new GreyImage(image.width(), image.height(), pixels, List.of());
  }

  /** The median of the border. */
  private static int paper(GreyImage image) {
    int width = image.width();
    int height = image.height();
    int[] border = new int[2 * (width + height)];
    int count = 0;
    for (int x = 0; x < width; x++) {
      border[count++] = image.at(x, 0);
      border[count++] = image.at(x, height - 1);
    }
    for (int y = 0; y < height; y++) {
      border[count++] = image.at(0, y);
      border[count++] = image.at(width - 1, y);
    }
    Arrays.sort(border);
    return border[border.length / 2];
  }

  /** Grey paper becomes black, and the lightest ink white. */
  private GreyImage stretched(GreyImage image) {
    int low = paper(image);
    int high = 0;
    for (byte pixel : image.pixels()) {
      high = Math.max(high, pixel & 0xff);
    }
    if (low <= FAINT && high >= 255 - FAINT) {
      return image;
    }
    notes.add("contrast %d..%d stretched".formatted(low, high));
    byte[] pixels = image.pixels().clone();
    for (int i = 0; i < pixels.length; i++) {
      int above = Math.max(0, (pixels[i] & 0xff) - low);
      pixels[i] = (byte) (above * 255 / (high - low));
    }
    return new GreyImage(image.width(), image.height(), pixels, List.of());
  }

  /** The smallest box that holds all ink; {@code right} and {@code bottom} are outside. */
  private record Box(int left, int top, int right, int bottom) {
    static Box of(GreyImage ink) {
      int left = ink.width();
      int top = ink.height();
      int right = 0;
      int bottom = 0;
      for (int y = 0; y < ink.height(); y++) {
        for (int x = 0; x < ink.width(); x++) {
          if (ink.at(x, y) >= INK) {
            left = Math.min(left, x);
            top = Math.min(top, y);
            right = Math.max(right, x + 1);
            bottom = Math.max(bottom, y + 1);
          }
        }
      }
      return new Box(left, top, right, bottom);
    }

    int width() {
      return right - left;
    }

    int height() {
      return bottom - top;
    }
  }

  /** The box, each pixel the weighted mean of {@code scale} pixels and their neighbours. */
  private static GreyImage scaled(GreyImage ink, Box box, double scale) {
    int width = (int) Math.max(1, Math.round(box.width() / scale));
    int height = (int) Math.max(1, Math.round(box.height() / scale));
    float[] across = new float[box.height() * width]; // first along x, then along y
    for (int y = 0; y < box.height(); y++) {
      int line = box.top() + y;
      for (int x = 0; x < width; x++) {
        across[y * width + x] = mean(x, scale, box.width(), k -> ink.at(box.left() + k, line));
      }
    }
    byte[] pixels = new byte[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int column = x;
        float value = mean(y, scale, box.height(), k -> across[k * width + column]);
        pixels[y * width + x] = (byte) Math.round(value);
      }
    }
    return new GreyImage(width, height, pixels, List.of());
  }

  private interface Line {
    float at(int index);
  }

  /**
   * Pixel {@code place} of a line of {@code length} pixels made {@code scale} times shorter: the
   * mean under a triangle that reaches one target pixel, but at least one source pixel, each way.
   */
  private static float mean(int place, double scale, int length, Line line) {
    double reach = Math.max(1, scale);
    double middle = (place + 0.5) * scale;
    int from = (int) Math.max(0, Math.floor(middle - reach));
    int to = (int) Math.min(length, Math.ceil(middle + reach));
    double sum = 0;
    double weights = 0;
    for (int k = from; k < to; k++) {
      double weight = Math.max(0, 1 - Math.abs(k + 0.5 - middle) / reach);
      sum += weight * line.at(k);
      weights += weight;
    }
    return weights > 0 ? (float) (sum / weights) : 0;
  }

  /** In the middle of the frame, by whole pixels; what would fall outside is lost. */
  private byte[] centred(GreyImage ink) {
    double mass = 0;
    double massX = 0;
    double massY = 0;
    for (int y = 0; y < ink.height(); y++) {
      for (int x = 0; x < ink.width(); x++) {
        mass += ink.at(x, y);
        massX += (double) x * ink.at(x, y);
        massY += (double) y * ink.at(x, y);
      }
    }
    int middle = side / 2; // a pixel, not an edge between two
    int right = (int) Math.round(middle - massX / mass);
    int down = (int) Math.round(middle - massY / mass);
    byte[] framed = new byte[side * side];
    for (int y = Math.max(0, -down); y < Math.min(ink.height(), side - down); y++) {
      for (int x = Math.max(0, -right); x < Math.min(ink.width(), side - right); x++) {
        framed[(y + down) * side + x + right] = (byte) ink.at(x, y);
      }
    }
    boolean moved = ink.width() != side || ink.height() != side || right != 0 || down != 0;
    if (moved) {
      notes.add("centred by mass");
    }
    return framed;
  }
}
