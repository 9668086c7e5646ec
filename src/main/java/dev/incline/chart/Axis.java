package dev.incline.chart;

import java.util.Arrays;

/**
 * An axis before its range is known.
 *
 * @param title with the unit
 */
public record Axis(String title, Kind kind) {
  /** A range this many times its smallest value is drawn logarithmically. */
  private static final double WIDE = 20;

  /** How values are laid out. */
  public enum Kind {
    LINEAR,
    /** Ticks at whole numbers only. */
    WHOLE,
    /** Positive values only. */
    LOG
  }

  /** Logarithmic where the values span a factor of 20 or more, all above zero; else linear. */
  public static Axis fitting(String title, double[] values) {
    double min = Arrays.stream(values).filter(Double::isFinite).min().orElse(0);
    double max = Arrays.stream(values).filter(Double::isFinite).max().orElse(0);
    return new Axis(title, min > 0 && max / min >= WIDE ? Kind.LOG : Kind.LINEAR);
  }
}
