package dev.incline.data.image;

import dev.incline.wording.Phrase;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes the colours of a decoded picture, or turns it grey: by luma (ITU-R BT.601), or, where
 * colours differ but hardly their luma, as red on blue may, by the colour channel that tells them
 * apart.
 */
final class Greys {
  private static final List<String> CHANNELS = List.of("grey", "red", "green", "blue");
  private static final double CLEARER = 3; // deviation of a channel over that of luma

  private final int width;
  private final int height;
  private final byte[][] channels; // luma, red, green, blue
  private final byte[] opacity;
  private final List<String> notes = new ArrayList<>();
  private boolean coloured;

  private Greys(int width, int height) {
    this.width = width;
    this.height = height;
    this.channels = new byte[CHANNELS.size()][width * height];
    this.opacity = new byte[width * height];
  }

  /**
   * What is transparent shows paper that the ink stands out from: black paper under ink lighter
   * than mid-grey, white paper under darker.
   */
  static GreyImage of(BufferedImage image) {
    return taken(image).grey();
  }

  /** The same in colours; the paper is chosen by luma. */
  static ColourImage colours(BufferedImage image) {
    return taken(image).colours();
  }

  private static Greys taken(BufferedImage image) {
    Greys greys = new Greys(image.getWidth(), image.getHeight());
    int bits = image.getSampleModel().getSampleSize(0);
    boolean grey = image.getRaster().getNumBands() <= 2;
    if (!(image.getColorModel() instanceof IndexColorModel) && (grey || bits == 16)) {
      greys.takeSamples(image.getRaster(), bits);
    } else {
      greys.takeColours(image);
    }
    return greys;
  }

  /** Samples as they are: getRGB would bend a grey scale. */
  private void takeSamples(Raster raster, int bits) {
    boolean grey = raster.getNumBands() <= 2;
    int colours = grey ? 1 : 3;
    int full = (1 << bits) - 1;
    int most = bits == 16 ? range(raster, colours) : full;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int red = sample(raster, x, y, 0, most);
        int green = grey ? red : sample(raster, x, y, 1, most);
        int blue = grey ? red : sample(raster, x, y, 2, most);
        boolean opaque = raster.getNumBands() == colours;
        put(y * width + x, red, green, blue, opaque ? 255 : sample(raster, x, y, colours, full));
      }
    }
  }

  /** The white of 16-bit samples: that of 8, 10 or 12 bits where all are so small. */
  private int range(Raster raster, int colours) {
    int most = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int band = 0; band < colours; band++) {
          most = Math.max(most, raster.getSample(x, y, band));
        }
      }
    }
    for (int bits : new int[] {8, 10, 12}) {
      if (most < 1 << bits) {
        notes.add(Phrase.of("16-bit pixels up to %,d: taken as %d bits", most, bits));
        return (1 << bits) - 1;
      }
    }
    return 65_535;
  }

  private static int sample(Raster raster, int x, int y, int band, int most) {
    return (int) ((raster.getSample(x, y, band) * 255L + most / 2) / most);
  }

  private void takeColours(BufferedImage image) {
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int rgb = image.getRGB(x, y);
        put(y * width + x, rgb >> 16 & 0xff, rgb >> 8 & 0xff, rgb & 0xff, rgb >>> 24);
      }
    }
  }

  private void put(int at, int red, int green, int blue, int alpha) {
    coloured |= red != green || green != blue;
    channels[0][at] = (byte) ((299 * red + 587 * green + 114 * blue + 500) / 1000);
    channels[1][at] = (byte) red;
    channels[2][at] = (byte) green;
    channels[3][at] = (byte) blue;
    opacity[at] = (byte) alpha;
  }

  private GreyImage grey() {
    int best = 0;
    if (coloured) {
      double luma = deviation(channels[0]);
      for (int c = 1; c < channels.length; c++) {
        boolean clearer = deviation(channels[c]) > CLEARER * luma;
        best = clearer && deviation(channels[c]) > deviation(channels[best]) ? c : best;
      }
      notes.add(
          best == 0
              ? "colours turned grey"
              : "colours of nearly equal brightness: the %s channel was taken"
                  .formatted(CHANNELS.get(best)));
    }
    byte[] grey = channels[best];
    putOnPaper(grey, grey);
    return new GreyImage(width, height, grey, notes);
  }

  private ColourImage colours() {
    putOnPaper(channels[0], channels[1], channels[2], channels[3]);
    return new ColourImage(
        new GreyImage(width, height, channels[1], notes),
        new GreyImage(width, height, channels[2], notes),
        new GreyImage(width, height, channels[3], notes));
  }

  /** Standard deviation, each pixel counted by its opacity. */
  private double deviation(byte[] values) {
    double weights = 0;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < values.length; i++) {
      double weight = opacity[i] & 0xff;
      double value = values[i] & 0xff;
      weights += weight;
      sum += weight * value;
      squares += weight * value * value;
    }
    double mean = sum / Math.max(1, weights);
    return Math.sqrt(Math.max(0, squares / Math.max(1, weights) - mean * mean));
  }

  private boolean isTransparent() {
    for (byte alpha : opacity) {
      if (alpha != -1) {
        return true;
      }
    }
    return false;
  }

  /**
   * Shows paper where the picture is transparent.
   *
   * @param grey by which the paper is chosen
   * @param shown are changed
   */
  private void putOnPaper(byte[] grey, byte[]... shown) {
    if (!isTransparent()) {
      return;
    }
    long ink = 0;
    long weight = 0;
    for (int i = 0; i < grey.length; i++) {
      ink += (long) (grey[i] & 0xff) * (opacity[i] & 0xff);
      weight += opacity[i] & 0xff;
    }
    int paper = ink > 127 * weight ? 0 : 255;
    for (byte[] channel : shown) {
      for (int i = 0; i < channel.length; i++) {
        int alpha = opacity[i] & 0xff;
        channel[i] = (byte) (((channel[i] & 0xff) * alpha + paper * (255 - alpha) + 127) / 255);
      }
    }
    notes.add("laid on " + (paper == 0 ? "black" : "white"));
  }
}
