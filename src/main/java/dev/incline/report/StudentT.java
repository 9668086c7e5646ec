package dev.incline.report;

/** Student's t distribution. */
final class StudentT {
  private static final double EPSILON = 1e-15;
  private static final double TINY = 1e-300;

  private StudentT() {}

  /**
   * The probability of |T| > t: I_x(ν/2, 1/2) with x = ν / (ν + t²) (NIST DLMF 8.17; Abramowitz and
   * Stegun 26.5.27).
   *
   * @param freedom ν, above 0, need not be whole
   */
  static double twoSided(double t, double freedom) {
    return betaRatio(freedom / (freedom + t * t), freedom / 2, 0.5);
  }

  /** The t that |T| exceeds with the probability {@code p}, between 0 and 1. */
  static double critical(double p, double freedom) {
    double low = 0;
    double high = 1;
    while (twoSided(high, freedom) > p) {
      high *= 2;
    }
    for (int i = 0; i < 200 && low < high; i++) {
      double middle = (low + high) / 2;
      if (twoSided(middle, freedom) > p) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  /** The regularised incomplete beta function I_x(a, b). */
  private static double betaRatio(double x, double a, double b) {
    if (x <= 0 || x >= 1) {
      return x <= 0 ? 0 : 1;
    }
    double front =
        Math.exp(
            logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
    return x < (a + 1) / (a + b + 2)
        ? front * fraction(x, a, b) / a
        : 1 - front * fraction(1 - x, b, a) / b;
  }

  /** The continued fraction of DLMF 8.17.22, by Lentz's method. */
  private static double fraction(double x, double a, double b) {
    double c = 1;
    double d = 1 / away(1 - (a + b) * x / (a + 1));
    double value = d;
    for (int m = 1; m <= 500; m++) {
      double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
      d = 1 / away(1 + even * d);
      c = away(1 + even / c);
      value *= d * c;
      double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
      d = 1 / away(1 + odd * d);
      c = away(1 + odd / c);
      value *= d * c;
      if (Math.abs(d * c - 1) < EPSILON) {
        break;
      }
    }
    return value;
  }

  private static double away(double value) {
    return Math.abs(value) < TINY ? TINY : value;
  }

  /** ln Γ(x) for x > 0: Stirling's series (DLMF 5.11.1) after a shift to x ≥ 10. */
  private static double logGamma(double x) {
    double shift = 0;
    double z = x;
    while (z < 10) {
      shift += Math.log(z);
      z += 1;
    }
    double w = 1 / (z * z);
    double series =
        (1.0 / 12 - w * (1.0 / 360 - w * (1.0 / 1260 - w * (1.0 / 1680 - w / 1188)))) / z;
    return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series - shift;
  }
}
