package dev.incline.statistics;

import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * Two models on the same rows, compared by the rows that one alone has right: were both as good,
 * each of these rows would be the one's or the other's with probability 1/2 (Q. McNemar, Note on
 * the sampling error of the difference between correlated proportions, Psychometrika 12 (1947)
 * 153-157).
 *
 * @param first rows that the first alone has right
 * @param second rows that the second alone has right
 */
public record McNemar(int first, int second) {
  /** The exact two-sided p: how often chance alone is at least as uneven. */
  public double p() {
    int all = first + second;
    double oneSided =
        all == 0
            ? 1
            : BinomialDistribution.of(all, 0.5).cumulativeProbability(Math.min(first, second));
    return Math.min(1, 2 * oneSided);
  }
}
