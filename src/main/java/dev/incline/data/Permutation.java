package dev.incline.data;

import java.util.Random;

/**
 * The order of an epoch. It follows from the seed and the epoch's number alone, so it can be made
 * again at any time.
 */
public final class Permutation {
  private Permutation() {}

  /**
   * The rows shuffled (Fisher and Yates, by {@link Random}, whose algorithm Java specifies).
   *
   * @param rows left as they are
   * @param epoch from 1
   */
  public static int[] shuffled(int[] rows, long seed, int epoch) {
    int[] order = rows.clone();
    Random random = random(seed, epoch);
    for (int last = order.length - 1; last > 0; last--) {
      int other = random.nextInt(last + 1);
      int row = order[last];
      order[last] = order[other];
      order[other] = row;
    }
    return order;
  }

  /**
   * What draws an order; another for each seed and each epoch.
   *
   * @param epoch from 1
   */
  public static Random random(long seed, int epoch) {
    return new Random(mix(seed + epoch * 0x9e3779b97f4a7c15L));
  }

  /**
   * SplitMix64's finaliser (Steele, Lea, Flood 2014): neighbouring seeds and epochs give unrelated
   * orders.
   */
  public static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
