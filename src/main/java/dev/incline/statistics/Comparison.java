package dev.incline.statistics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Two of several means.
 *
 * @param first its place among them
 * @param second its place, after the first
 * @param p of Welch's test of the two alone
 * @param corrected the same, for as many comparisons as were made: below 0.05 of it, there is one
 *     false difference or more among all in at most 5 % of such studies (S. Holm, Scandinavian
 *     Journal of Statistics 6, 1979)
 */
public record Comparison(int first, int second, double p, double corrected) {
  /** A difference with a corrected p below it is called shown. */
  public static final double LEVEL = 0.05;

  /** Every pair of means that have two values each at least, in order. */
  public static List<Comparison> ofAll(List<Estimate> means) {
    List<Comparison> pairs = new ArrayList<>();
    for (int a = 0; a < means.size(); a++) {
      for (int b = a + 1; b < means.size(); b++) {
        double p = means.get(a).welch(means.get(b));
        if (!Double.isNaN(p)) {
          pairs.add(new Comparison(a, b, p, p));
        }
      }
    }
    return corrected(pairs);
  }

  /** Holm: the smallest p counts m times, the next m - 1 times, and none less than one before. */
  private static List<Comparison> corrected(List<Comparison> pairs) {
    List<Comparison> rising =
        pairs.stream().sorted(Comparator.comparingDouble(Comparison::p)).toList();
    List<Comparison> corrected = new ArrayList<>();
    double least = 0;
    for (int i = 0; i < rising.size(); i++) {
      Comparison pair = rising.get(i);
      least = Math.max(least, Math.min(1, (rising.size() - i) * pair.p));
      corrected.add(new Comparison(pair.first, pair.second, pair.p, least));
    }
    corrected.sort(Comparator.comparingInt(Comparison::first).thenComparingInt(Comparison::second));
    return corrected;
  }

  /** Whether the data show that the means differ. */
  public boolean isShown() {
    return corrected < LEVEL;
  }
}
