package dev.incline.chart;

/**
 * Colours that can be told apart with any colour vision: the eight of M. Okabe and K. Ito, "Color
 * Universal Design" (2008), without the yellow, which is too light on paper.
 */
public final class Colours {
  public static final int INK = 0x222222;
  public static final int GREY = 0x767676;
  static final int PALE = 0xE4E4E4;
  public static final int PAPER = 0xFFFFFF;

  private static final int[] SERIES = {
    0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0xE69F00, 0x56B4E9, 0x000000
  };

  private static final int LIGHT = 0xF2F6FB;
  private static final int DARK = 0x08306B;

  private Colours() {}

  /** The colour of the series of that number; after seven they come again, with other markers. */
  public static int series(int number) {
    return SERIES[number % SERIES.length];
  }

  /** From light to dark blue, so that it also reads in grey; {@code share} is clamped to 0..1. */
  public static int scale(double share) {
    return mix(LIGHT, DARK, share);
  }

  /** Blue below zero, white at it, vermilion above; {@code value} is clamped to -1..1. */
  public static int signed(double value) {
    return value < 0 ? mix(PAPER, 0x0072B2, -value) : mix(PAPER, 0xD55E00, value);
  }

  /** Ink or paper, whichever can be read on the colour. */
  public static int on(int background) {
    double luminance =
        0.299 * ((background >> 16) & 255)
            + 0.587 * ((background >> 8) & 255)
            + 0.114 * (background & 255);
    return luminance > 140 ? INK : PAPER;
  }

  private static int mix(int from, int to, double share) {
    double s = Math.max(0, Math.min(1, share));
    int colour = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int a = (from >> shift) & 255;
      int b = (to >> shift) & 255;
      colour |= (int) Math.round(a + s * (b - a)) << shift;
    }
    return colour;
  }
}
