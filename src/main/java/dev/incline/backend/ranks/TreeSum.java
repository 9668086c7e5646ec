package dev.incline.backend.ranks;

import dev.incline.wording.Phrase;

/**
 * Adds the sums of all ranks by the upper part of the shards' tree, on every rank: in each round
 * neighbouring groups, twice as large as before, swap what they have.
 *
 * <pre>
 *   rank     0    1    2    3
 *   round 1  01   01   23   23         0 ◀▶ 1, 2 ◀▶ 3
 *   round 2  0123 0123 0123 0123       0 ◀▶ 2, 1 ◀▶ 3
 * </pre>
 */
final class TreeSum {
  private TreeSum() {}

  /**
   * The sum over all ranks.
   *
   * @param ranks a power of two
   * @throws RankException when a rank is missing, or at another step
   */
  static float[][] of(Exchange exchange, int rank, int ranks, RankSums own) {
    float[][] sum = own.sums();
    for (int distance = 1; distance < ranks; distance *= 2) {
      int with = rank ^ distance;
      RankSums other = exchange.swap(rank, with, new RankSums(own.step(), sum));
      if (other.step() != own.step()) {
        throw RankException.wrong(
            Phrase.of(
                "rank %d is at step %d, and rank %d at step %d",
                with, other.step(), rank, own.step()));
      }
      sum = rank < with ? added(sum, other.sums()) : added(other.sums(), sum);
    }
    return sum;
  }

  /** What is empty is left out. */
  private static float[][] added(float[][] left, float[][] right) {
    if (left.length == 0 || right.length == 0) {
      return left.length == 0 ? right : left;
    }
    float[][] all = new float[left.length][];
    for (int p = 0; p < all.length; p++) {
      float[] sum = new float[left[p].length];
      for (int i = 0; i < sum.length; i++) {
        sum[i] = left[p][i] + right[p][i];
      }
      all[p] = sum;
    }
    return all;
  }
}
