package dev.incline.chart;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/**
 * An axis before its range is known.
 *
 * @param title with the unit
 * @param least values below it do not stretch the axis: it is cut there
 * @param most values above it do not stretch the axis
 */
public record Axis(String title, Kind kind, double least, double most) {
  /** A range this many times its smallest value is drawn logarithmically. */
  private static final double WIDE = 20;

  /** How many times the range of most lines another may lie beyond it before it is cut. */
  private static final double FAR = 2;

  /** How values are laid out. */
  public enum Kind {
    LINEAR,
    /** Ticks at whole numbers only. */
    WHOLE,
    /** Positive values only. */
    LOG
  }

  /** An axis that holds all values. */
  public Axis(String title, Kind kind) {
    this(title, kind, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  /** Logarithmic where the values span a factor of 20 or more, all above zero; else linear. */
  public static Axis fitting(String title, double[] values) {
    double min = Arrays.stream(values).filter(Double::isFinite).min().orElse(0);
    double max = Arrays.stream(values).filter(Double::isFinite).max().orElse(0);
    return new Axis(title, min > 0 && max / min >= WIDE ? Kind.LOG : Kind.LINEAR);
  }

  /**
   * As {@link #fitting}, but bad values of a third of the lines or fewer do not rule the axis: what
   * lies further from the range of the others than twice that range is cut.
   *
   * @param loss whether high values are the bad ones; else low ones are
   */
  public static Axis ofMost(String title, List<Series> lines, boolean loss) {
    double[] lows = extremes(lines, DoubleStream::min);
    double[] highs = extremes(lines, DoubleStream::max);
    int few = lows.length / 3;
    double least = Double.NEGATIVE_INFINITY;
    double most = Double.POSITIVE_INFINITY;
    if (few > 0) {
      double low = lows[loss ? 0 : few];
      double high = highs[highs.length - 1 - (loss ? few : 0)];
      most = loss && high > low ? high + FAR * (high - low) : most;
      least = !loss && high > low ? low - FAR * (high - low) : least;
    }
    Axis cut = new Axis(title, Kind.LINEAR, least, most);
    double[] kept = lines.stream().flatMapToDouble(cut::within).toArray();
    return new Axis(title, fitting(title, kept).kind, least, most);
  }

  /** The same with a linear scale. */
  public Axis linear() {
    return new Axis(title, Kind.LINEAR, least, most);
  }

  private static double[] extremes(
      List<Series> lines, Function<DoubleStream, OptionalDouble> which) {
    return lines.stream()
        .map(s -> which.apply(Arrays.stream(s.y()).filter(Double::isFinite)))
        .flatMapToDouble(OptionalDouble::stream)
        .sorted()
        .toArray();
  }

  /** The values of a line that the axis holds. */
  DoubleStream within(Series line) {
    return Arrays.stream(line.y()).filter(v -> isDrawable(v) && v >= least && v <= most);
  }

  boolean isDrawable(double value) {
    return Double.isFinite(value) && (kind != Kind.LOG || value > 0);
  }
}
