package dev.incline.report;

import dev.incline.train.EpochRecord;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * A mean over seeds.
 *
 * @param n how many values, at least 1
 * @param mean of them
 * @param deviation their standard deviation, by n - 1; NaN for one value
 */
record Estimate(int n, double mean, double deviation) {
  private static final double DOUBT = 0.05;

  static Estimate of(double... values) {
    double mean = Arrays.stream(values).sum() / values.length;
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return new Estimate(values.length, mean, Math.sqrt(squares / (values.length - 1)));
  }

  /**
   * Means over runs, epoch by epoch, over as many epochs as every run has. Each run is read once
   * and then forgotten: the deviation is summed as the mean moves (B. P. Welford, Technometrics 4,
   * 1962).
   *
   * @return [values x epochs]
   */
  static Estimate[][] overEpochs(List<Run> runs, List<ToDoubleFunction<EpochRecord>> values)
      throws IOException {
    int epochs = runs.stream().mapToInt(run -> run.result().epochs()).min().orElse(0);
    double[][] mean = new double[values.size()][epochs];
    double[][] squares = new double[values.size()][epochs]; // of the distances from the mean
    int seen = 0;
    for (Run run : runs) {
      seen++;
      List<EpochRecord> history = run.history().epochs();
      for (int v = 0; v < values.size(); v++) {
        for (int e = 0; e < epochs; e++) {
          double distance = values.get(v).applyAsDouble(history.get(e)) - mean[v][e];
          mean[v][e] += distance / seen;
          squares[v][e] += distance * distance * (seen - 1) / seen;
        }
      }
    }
    Estimate[][] estimates = new Estimate[values.size()][epochs];
    for (int v = 0; v < values.size(); v++) {
      for (int e = 0; e < epochs; e++) {
        estimates[v][e] = new Estimate(seen, mean[v][e], Math.sqrt(squares[v][e] / (seen - 1)));
      }
    }
    return estimates;
  }

  /** Half of the 95 % interval of the mean, by Student's t; NaN for one value. */
  double margin() {
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
  double welch(Estimate other) {
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

  /** Whether the data do not tell the means apart: Welch's p is 0.05 or more, or not to be had. */
  boolean isLike(Estimate other) {
    return !(welch(other) < DOUBT);
  }

  /** Such as 0.9253 ± 0.0021; of one value the value. */
  String text() {
    if (Double.isNaN(mean)) {
      return "–";
    }
    return n < 2
        ? String.format(Locale.ROOT, "%.4f", mean)
        : String.format(Locale.ROOT, "%.4f ± %.4f", mean, margin());
  }
}
