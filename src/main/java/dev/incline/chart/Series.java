package dev.incline.chart;

import org.jspecify.annotations.Nullable;

/**
 * A line of a chart.
 *
 * @param x ascending
 * @param y by x; a value that is not finite breaks nothing: its point is left out
 * @param band what surrounds the line, by x; null for none
 * @param label at the line's end, where there is room; empty for none
 */
public record Series(double[] x, double[] y, @Nullable Band band, Look look, String label) {
  public Series {
    if (x.length != y.length || (band != null && band.low().length != x.length)) {
      throw new IllegalArgumentException("a series has one y, and one band, for each x");
    }
  }

  public static Series of(double[] x, double[] y, Look look) {
    return new Series(x, y, null, look, "");
  }

  /** The same with a label. */
  public Series named(String text) {
    return new Series(x, y, band, look, text);
  }

  /** From low to high at each x. */
  public record Band(double[] low, double[] high) {}

  /**
   * How a line looks, in the plot and in the legend.
   *
   * @param colour 0xRRGGBB
   * @param marker which shape marks the points; below 0 for none
   * @param faint one line of many, drawn thin
   */
  public record Look(int colour, boolean dashed, int marker, boolean faint) {
    public static Look solid(int number) {
      return new Look(Colours.series(number), false, number, false);
    }

    /** The same, dashed. */
    public Look inDashes() {
      return new Look(colour, true, marker, faint);
    }

    /** The same as one line of many. */
    public Look inFaint() {
      return new Look(colour, dashed, -1, true);
    }

    Canvas.Pen pen() {
      return new Canvas.Pen(colour, faint ? 0.7 : 1.2, dashed, faint ? 0.75 : 1);
    }
  }
}
