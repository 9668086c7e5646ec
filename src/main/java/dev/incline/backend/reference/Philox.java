package dev.incline.backend.reference;

/**
 * Philox4x32-10, a counter-based generator: each counter gives four words, whatever was drawn
 * before (Salmon, Moraes, Dror and Shaw, Parallel Random Numbers: As Easy as 1, 2, 3, 2011). Their
 * Random123 has the vectors that it is tested with.
 */
public final class Philox {
  private static final int ROUNDS = 10;
  private static final long M0 = 0xD2511F53L;
  private static final long M1 = 0xCD9E8D57L;
  private static final int W0 = 0x9E3779B9; // the golden ratio
  private static final int W1 = 0xBB67AE85; // sqrt 3 - 1

  private Philox() {}

  /**
   * The words of a counter.
   *
   * @param words [4] is written
   */
  public static void draw(int key0, int key1, int c0, int c1, int c2, int c3, int[] words) {
    int k0 = key0;
    int k1 = key1;
    int x0 = c0;
    int x1 = c1;
    int x2 = c2;
    int x3 = c3;
    for (int round = 0; round < ROUNDS; round++) {
      long p0 = M0 * (x0 & 0xffffffffL);
      long p1 = M1 * (x2 & 0xffffffffL);
      x0 = (int) (p1 >>> 32) ^ x1 ^ k0;
      x1 = (int) p1;
      x2 = (int) (p0 >>> 32) ^ x3 ^ k1;
      x3 = (int) p0;
      k0 += W0;
      k1 += W1;
    }
    words[0] = x0;
    words[1] = x1;
    words[2] = x2;
    words[3] = x3;
  }
}
