package dev.incline.train.score;

/** A closed interval, {@code low <= high}. */
public record Interval(double low, double high) {
  private static final double Z = 1.959963984540054; // the normal distribution's 97.5 % quantile

  /**
   * The 95 % score interval of a share (E. B. Wilson, Probable inference, the law of succession,
   * and statistical inference, JASA 22 (1927) 209-212): the shares p from which the one observed
   * lies at most 1.96 standard deviations sqrt(p (1 - p) / n) away. It stays within 0 and 1 and has
   * a width at 0 % and 100 % too.
   *
   * @param hits of {@code trials}
   * @param trials of none, nothing is known: 0 to 1
   */
  public static Interval wilson95(int hits, int trials) {
    if (hits < 0 || hits > trials) {
      throw new IllegalArgumentException(hits + " hits in " + trials + " trials");
    }
    if (trials == 0) {
      return new Interval(0, 1);
    }
    double n = trials;
    double p = hits / n;
    double middle = p + Z * Z / (2 * n);
    double reach = Z * Math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n));
    double scale = 1 + Z * Z / n;
    // At either end the root is exact in theory only: rounding must not leave 0 to 1.
    double low = hits == 0 ? 0 : (middle - reach) / scale;
    double high = hits == trials ? 1 : (middle + reach) / scale;
    return new Interval(low, high);
  }
}
