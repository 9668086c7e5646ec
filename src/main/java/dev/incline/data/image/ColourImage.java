package dev.incline.data.image;

import java.util.Arrays;
import java.util.List;

/** One picture in colours: a grey picture of each, of one size and with the same notes. */
public record ColourImage(GreyImage red, GreyImage green, GreyImage blue) {
  /** A grey picture as one in colours. */
  public static ColourImage of(GreyImage grey) {
    return new ColourImage(grey, grey, grey);
  }

  public List<String> notes() {
    return red.notes();
  }

  /** Whether some pixel is not grey. */
  public boolean isColoured() {
    return !Arrays.equals(red.pixels(), green.pixels())
        || !Arrays.equals(red.pixels(), blue.pixels());
  }

  /** [height x width x 3] unsigned bytes: red, green and blue of each pixel. */
  public byte[] pixels() {
    byte[] pixels = new byte[3 * red.pixels().length];
    for (int p = 0; p < red.pixels().length; p++) {
      pixels[3 * p] = red.pixels()[p];
      pixels[3 * p + 1] = green.pixels()[p];
      pixels[3 * p + 2] = blue.pixels()[p];
    }
    return pixels;
  }
}
