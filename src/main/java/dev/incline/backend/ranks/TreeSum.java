package dev.incline.backend.ranks;

import dev.incline.wording.Phrase;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Adds the sums of all ranks by the upper part of the shards' tree: by recursive halving, after
 * which each rank has its share of the sums over all, and recursive doubling, after which it has
 * them all (R. Thakur, R. Rabenseifner, W. Gropp: Optimization of Collective Communication
 * Operations in MPICH, 2005).
 *
 * <pre>
 *   rank       0       1       2       3          a, b, c, d: quarters of the sums
 *   halving    ab 01   cd 01   ab 23   cd 23      0 ◀▶ 1, 2 ◀▶ 3
 *              a 0123  c 0123  b 0123  d 0123     0 ◀▶ 2, 1 ◀▶ 3
 *   doubling   ab      cd      ab      cd         0 ◀▶ 2, 1 ◀▶ 3
 *              abcd    abcd    abcd    abcd       0 ◀▶ 1, 2 ◀▶ 3
 * </pre>
 */
final class TreeSum {
  private final Exchange exchange;
  private final int rank;
  private final int ranks;
  private ByteBuffer sent = ByteBuffer.allocate(0);
  private float[] received = {};

  /** Numbers of the sums from {@code first} to before {@code end}. */
  private record Range(int first, int end) {
    int middle() {
      return first + (end - first) / 2;
    }

    Range half(boolean lower) {
      return lower ? new Range(first, middle()) : new Range(middle(), end);
    }

    int size() {
      return end - first;
    }
  }

  /**
   * @param ranks a power of two
   */
  TreeSum(Exchange exchange, int rank, int ranks) {
    this.exchange = exchange;
    this.rank = rank;
    this.ranks = ranks;
  }

  /**
   * Puts the sums over all ranks in the place of this rank's own.
   *
   * @param position see {@link RankMessage}
   * @param present false where no row of the step is this rank's: its sums count for nothing, which
   *     zeros would not (-0 + 0 is 0)
   * @throws RankException when a rank is missing, or at another step
   */
  void add(long step, int position, float[] sums, boolean present) {
    boolean any = present;
    Range mine = new Range(0, sums.length);
    Deque<Range> wider = new ArrayDeque<>();
    for (int distance = 1; distance < ranks; distance *= 2) {
      boolean lower = (rank & distance) == 0;
      Range given = any ? mine.half(!lower) : new Range(0, 0);
      RankMessage other = swap(rank ^ distance, step, position, sums, given);
      wider.push(mine);
      mine = mine.half(lower);
      if (other.data().hasRemaining() && any) {
        take(other, mine.size(), rank ^ distance, received(mine.size()), 0);
        add(sums, mine, lower);
      } else if (other.data().hasRemaining()) {
        take(other, mine.size(), rank ^ distance, sums, mine.first());
        any = true;
      }
    }
    for (int distance = ranks / 2; distance > 0; distance /= 2) {
      RankMessage other = swap(rank ^ distance, step, position, sums, mine);
      Range missing = wider.element().half((rank & distance) != 0);
      take(other, missing.size(), rank ^ distance, sums, missing.first());
      mine = wider.pop();
    }
  }

  private RankMessage swap(int with, long step, int position, float[] sums, Range range) {
    int bytes = range.size() * Float.BYTES;
    if (sent.capacity() < bytes) {
      sent = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
    sent.clear().limit(bytes);
    sent.asFloatBuffer().put(sums, range.first(), range.size());
    RankMessage own = new RankMessage(RankMessage.Kind.SUMS, step, position, sent);
    RankMessage other = exchange.swap(rank, with, own);
    requireBeside(rank, own, with, other);
    return other;
  }

  /**
   * Two ranks must be at the same place of a training.
   *
   * @throws RankException naming where they are
   */
  static void requireBeside(int rank, RankMessage own, int with, RankMessage other) {
    if (!own.isBeside(other)) {
      throw RankException.wrong(
          Phrase.of("rank %d is at %s, and rank %d at %s", with, other, rank, own));
    }
  }

  /** Copies the numbers of a message, which must be so many, to a place in an array. */
  private static void take(RankMessage message, int count, int from, float[] to, int first) {
    FloatBuffer sent = message.data().duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    if (sent.remaining() != count) {
      throw RankException.wrong(
          Phrase.of(
              "rank %d sent %d numbers of %s, where %d belong",
              from, sent.remaining(), message, count));
    }
    sent.get(to, first, count);
  }

  private float[] received(int size) {
    if (received.length < size) {
      received = new float[size];
    }
    return received;
  }

  /** What was received comes behind the own, or before them. */
  private void add(float[] sums, Range range, boolean behind) {
    for (int i = 0, to = range.first(); to < range.end(); i++, to++) {
      sums[to] = behind ? sums[to] + received[i] : received[i] + sums[to];
    }
  }
}
