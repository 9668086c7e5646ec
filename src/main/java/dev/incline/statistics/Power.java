package dev.incline.statistics;

import java.util.OptionalInt;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/** How surely Welch's two-sided test shows a difference that is there. */
public final class Power {
  /** More runs of a setting than these nobody makes. */
  public static final int MOST = 1000;

  private static final double WANTED = 0.8;
  private static final int STEPS = 400; // of the integral
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  private Power() {}

  /**
   * How many runs of each of two settings show the difference of their means in 80 % of such
   * studies, if difference and deviations are in truth as they were observed.
   *
   * @param tests that p is corrected for: each is taken at 0.05 / tests
   * @return 2 to {@link #MOST}; empty where it takes more, or where there is no deviation to go by
   */
  public static OptionalInt runs(Estimate a, Estimate b, int tests) {
    double level = Comparison.LEVEL / tests;
    double difference = Math.abs(a.mean() - b.mean());
    int low = 1; // too few
    int high = MOST;
    if (!(of(high, difference, a.deviation(), b.deviation(), level) >= WANTED)) {
      return OptionalInt.empty();
    }
    while (high - low > 1) {
      int middle = (low + high) / 2;
      boolean enough = of(middle, difference, a.deviation(), b.deviation(), level) >= WANTED;
      low = enough ? low : middle;
      high = enough ? middle : high;
    }
    return OptionalInt.of(high);
  }

  /**
   * The probability that p is below a level: Welch's t has a noncentral t distribution, with the
   * freedom of Welch and Satterthwaite for deviations that are known.
   *
   * @param n runs of each setting, at least 2
   * @param difference of the means in truth
   * @param a deviation of one setting
   * @param b of the other
   * @return NaN where neither deviates
   */
  static double of(int n, double difference, double a, double b, double level) {
    double sum = a * a + b * b;
    double freedom = (n - 1) * sum * sum / (Math.pow(a, 4) + Math.pow(b, 4));
    if (!(sum > 0)) {
      return Double.NaN;
    }
    double critical = TDistribution.of(freedom).inverseSurvivalProbability(level / 2);
    double shift = difference / Math.sqrt(sum / n);
    ChiSquaredDistribution squares = ChiSquaredDistribution.of(freedom);
    double power = 0;
    for (int i = 0; i < STEPS; i++) { // mean over the deviations that such samples have
      double quantile = squares.inverseCumulativeProbability((i + 0.5) / STEPS);
      double bound = critical * Math.sqrt(quantile / freedom);
      power +=
          NORMAL.survivalProbability(bound - shift) + NORMAL.cumulativeProbability(-bound - shift);
    }
    return power / STEPS;
  }
}
