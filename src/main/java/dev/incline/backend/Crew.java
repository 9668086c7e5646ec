package dev.incline.backend;

import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * How many workers share the next piece of work: as many as were fastest a moment ago. Where the
 * cores lie far apart and batches are small, what passes between them costs more than a second one
 * brings; whether it does depends on the machine, and on a virtual one on the minute. So first all,
 * then half of them, and so on down to one are tried in turn, and tried again later, ever more
 * rarely:
 *
 * <pre>
 *   piece      1 2 3 4   5 ... 20    21 22 23 24    25 ... 56                  ... up to 256
 *   workers    2 1 2 1   2 ...  2     2  1  2  1     1 ...  1
 *              tries     the best    tries          the best, twice as often
 * </pre>
 *
 * <p>No bit of a result may depend on it.
 */
public final class Crew {
  private static final int TRIES = 2; // of each size; the faster one counts
  private static final double HOPELESS = 2; // times as slow: its second try would be for nothing
  private static final int FIRST_STRETCH = 16;
  private static final int LAST_STRETCH = 256;

  private final LongSupplier clock;
  private final int[] sizes; // the largest first
  private final double[] nanos; // that a step took in this round's tries, by size
  private int best; // an index of sizes
  private int piece; // of this round
  private int stretch = FIRST_STRETCH;
  private int longest; // piece so far, in steps

  /**
   * @param most workers there are, at least 1
   */
  public Crew(int most) {
    this(most, System::nanoTime);
  }

  Crew(int most, LongSupplier clock) {
    this.clock = clock;
    this.sizes = IntStream.iterate(most, size -> size > 0, size -> size / 2).toArray();
    this.nanos = new double[sizes.length];
  }

  /**
   * Does a piece of work, or asks for it.
   *
   * @param steps in it, so that pieces of different lengths can be compared
   * @param work is told how many workers are to share it
   * @param await waits until all that was asked for is done; only tries do
   */
  public void share(int steps, IntConsumer work, Runnable await) {
    if (steps
        >= 2 * longest) { // what was found out with less, where waiting took its share, is void
      longest = steps;
      piece = 0;
      stretch = FIRST_STRETCH;
    }
    while (isTry() && piece >= sizes.length && isHopeless(piece % sizes.length)) {
      piece++;
    }
    if (isTry()) {
      int size = piece % sizes.length;
      await.run();
      long start = clock.getAsLong();
      work.accept(sizes[size]);
      await.run();
      double taken = (double) (clock.getAsLong() - start) / steps;
      nanos[size] = piece < sizes.length ? taken : Math.min(nanos[size], taken);
    } else {
      work.accept(sizes[best]);
    }
    piece++;
    if (piece >= sizes.length && piece <= tries()) {
      best = IntStream.range(0, sizes.length).reduce(0, (x, y) -> nanos[y] < nanos[x] ? y : x);
    }
    if (piece == tries() + stretch) {
      piece = 0;
      stretch = Math.min(2 * stretch, LAST_STRETCH);
    }
  }

  private boolean isTry() {
    return piece < tries();
  }

  private int tries() {
    return sizes.length == 1 ? 0 : TRIES * sizes.length;
  }

  private boolean isHopeless(int size) {
    return nanos[size] > HOPELESS * nanos[best];
  }
}
