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
 *   piece      0          1 2 3 4 5 6   7 ... 38    39 40 41 42 43 44   45 ... 108
 *   workers    2          2 1 2 1 2 1   2 ...  2     2  1  2  1  2  1    1 ...   1
 *              warms up   tries         the best    tries               the best, twice as often
 * </pre>
 *
 * <p>No bit of a result may depend on it.
 */
public final class WorkerCount {
  private static final int TRIES = 3; // of each size; the fastest one counts
  private static final double HOPELESS = 1.5; // times as slow: more tries would be for nothing
  private static final double CLEARLY = 0.9; // of the time with more workers, for fewer to be taken
  private static final int FIRST_STRETCH = 32;
  private static final int LAST_STRETCH = 256;

  private final LongSupplier clock;
  private final int[] sizes; // the largest first
  private final double[] nanos; // that a step took in this round's tries, by size
  private int best; // an index of sizes
  private int piece; // of this round; -1 for the very first, which is no try, for it warms up
  private int stretch = FIRST_STRETCH;
  private int longest; // piece so far, in steps

  /**
   * @param most workers there are, at least 1
   */
  public WorkerCount(int most) {
    this(most, System::nanoTime);
  }

  WorkerCount(int most, LongSupplier clock) {
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
    if (steps >= 2 * longest) {
      // With so much less in a piece, waiting had too large a share of what was measured.
      piece = longest == 0 ? -1 : 0;
      longest = steps;
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
      best =
          IntStream.range(0, sizes.length)
              .reduce(0, (more, fewer) -> nanos[fewer] < CLEARLY * nanos[more] ? fewer : more);
    }
    if (piece == tries() + stretch) {
      piece = 0;
      stretch = Math.min(2 * stretch, LAST_STRETCH);
    }
  }

  private boolean isTry() {
    return piece >= 0 && piece < tries();
  }

  private int tries() {
    return sizes.length == 1 ? 0 : TRIES * sizes.length;
  }

  /** Only of fewer workers: a first try with more may have been disturbed. */
  private boolean isHopeless(int size) {
    return size > best && nanos[size] > HOPELESS * nanos[best];
  }
}
