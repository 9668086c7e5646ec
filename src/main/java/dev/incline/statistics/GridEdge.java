package dev.incline.statistics;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A value that is the smallest or the largest of those that were tried, so that a better one may
 * lie beyond.
 *
 * @param largest whether it is the largest; else the smallest
 * @param next two values beyond it, by the factor between it and its neighbour; empty where they
 *     are not all above 0
 */
public record GridEdge(boolean largest, List<Double> next) {
  /**
   * Where a value lies: empty where it is inside, 0, or the only one.
   *
   * @param tried all values, the value itself among them
   */
  public static Optional<GridEdge> of(double value, Iterable<Double> tried) {
    TreeSet<Double> values = new TreeSet<>();
    tried.forEach(values::add);
    Double below = values.lower(value);
    Double above = values.higher(value);
    if ((below == null) == (above == null) || value <= 0) {
      return Optional.empty();
    }
    double factor = value / (below != null ? below : above);
    boolean steps = factor > 0 && Double.isFinite(factor);
    return Optional.of(
        new GridEdge(
            below != null,
            steps
                ? List.of(rounded(value * factor), rounded(value * factor * factor))
                : List.of()));
  }

  private static double rounded(double value) {
    return new BigDecimal(value).round(new MathContext(3)).doubleValue();
  }
}
