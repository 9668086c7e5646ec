package dev.incline.statistics;

import java.util.Arrays;
import java.util.Locale;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * A mean over seeds.
 *
 * @param n how many values, at least 1
 * @param mean of them
 * @param deviation their standard deviation, by n - 1; NaN for one value
 */
public record Estimate(int n, double mean, double deviation) {
  private static final double DOUBT = 0.05;

  public static Estimate of(double... values) {
    double mean = Arrays.stream(values).sum() / values.length;
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return new Estimate(values.length, mean, Math.sqrt(squares / (values.length - 1)));
  }

  /** Half of the 95 % interval of the mean, by Student's t; NaN for one value. */
  public double margin() {
    return n < 2
        ? Double.NaN
        : TDistribution.of(n - 1.0).inverseSurvivalProbability(DOUBT / 2)
            * deviation
            / Math.sqrt(n);
  }

  /**
   * The probability of means at least so far apart if they were the same in truth: Welch's t test
   * (B. L. Welch, Biometrika 34, 1947), two-sided. NaN where either has one value.
   */
  public double welch(Estimate other) {
    if (n < 2 || other.n < 2) {
      return Double.NaN;
    }
    double a = deviation * deviation / n;
    double b = other.deviation * other.deviation / other.n;
    double distance = Math.abs(mean - other.mean);
    if (a + b == 0) {
      return distance == 0 ? 1 : 0;
    }
    double freedom = (a + b) * (a + b) / (a * a / (n - 1) + b * b / (other.n - 1));
    return 2 * TDistribution.of(freedom).survivalProbability(distance / Math.sqrt(a + b));
  }

  /** Where the 95 % interval of a mean share begins, at least at 0; NaN for one value. */
  public double low() {
    return Math.max(0, mean - margin());
  }

  /** Where the 95 % interval of a mean share ends, at most at 1; NaN for one value. */
  public double high() {
    return Math.min(1, mean + margin());
  }

  /** Such as 0.9253 ± 0.0021, with a minus sign below zero; of one value the value. */
  public String text() {
    if (Double.isNaN(mean)) {
      return "–";
    }
    String text = n < 2 ? "%.4f" : "%.4f ± %.4f";
    return String.format(Locale.ROOT, text, mean, margin()).replace('-', '\u2212');
  }
}
