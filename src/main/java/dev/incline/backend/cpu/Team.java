package dev.incline.backend.cpu;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A fixed team of threads that share out loops of a few microseconds. The calling thread is a
 * member. Waiting members spin for a moment before they sleep, because waking a thread costs more
 * than most ops; a loop is cut into pieces that whoever runs takes next, so that a member the
 * system has put aside holds nobody up.
 */
final class Team implements AutoCloseable {
  /** The body of a loop over [from, to), run by member {@code thread} of the team. */
  interface Range {
    void run(int thread, int from, int to);
  }

  private static final int SPINS = 20_000;
  private static final int PIECES_PER_THREAD = 4;

  private final Thread[] members; // all but the caller
  private int helpers; // members that share the next loops
  private volatile Loop loop = new Loop((thread, from, to) -> {}, 0, 0);
  private volatile boolean closed;

  Team(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("a team has at least 1 thread, not " + threads);
    }
    members = new Thread[threads - 1];
    for (int i = 0; i < members.length; i++) {
      int number = i + 1;
      members[i] = new Thread(() -> work(number), "incline-cpu-" + number);
      members[i].setDaemon(true);
      members[i].start();
    }
    helpers = members.length;
  }

  int threads() {
    return members.length + 1;
  }

  /** From now on so many threads share a loop, the caller among them: at least 1. */
  void limit(int threads) {
    helpers = Math.min(threads - 1, members.length);
  }

  /** Runs {@code body} over [0, items) in pieces and returns when all are done. */
  void share(int items, Range body) {
    if (helpers == 0 || items == 1) {
      body.run(0, 0, items);
      return;
    }
    Loop shared = new Loop(body, items, Math.min(items, PIECES_PER_THREAD * (helpers + 1)));
    loop = shared;
    for (int i = 0; i < helpers; i++) {
      LockSupport.unpark(members[i]);
    }
    shared.take(0);
    shared.await();
  }

  private void work(int number) {
    Loop seen = loop;
    while (true) {
      for (int spin = 0; loop == seen && !closed; spin++) {
        if (spin < SPINS) {
          Thread.onSpinWait();
        } else {
          LockSupport.park(this);
        }
      }
      if (closed) {
        return;
      }
      seen = loop;
      seen.take(number);
    }
  }

  @Override
  public void close() {
    closed = true;
    for (Thread member : members) {
      LockSupport.unpark(member);
    }
  }

  /** One loop: which pieces are taken, and how many are done. */
  private static final class Loop {
    private final Range body;
    private final int items;
    private final int pieces;
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private volatile @Nullable Throwable failure;

    Loop(Range body, int items, int pieces) {
      this.body = body;
      this.items = items;
      this.pieces = pieces;
    }

    /** Takes pieces until none is left. */
    void take(int thread) {
      int piece;
      while ((piece = taken.getAndIncrement()) < pieces) {
        try {
          body.run(thread, start(piece), start(piece + 1));
        } catch (RuntimeException | Error e) {
          failure = e;
        } finally {
          done.incrementAndGet();
        }
      }
    }

    private int start(int piece) {
      return (int) ((long) items * piece / pieces);
    }

    void await() {
      for (int spin = 0; done.get() < pieces; spin++) {
        if (spin < SPINS) {
          Thread.onSpinWait();
        } else {
          LockSupport.parkNanos(1_000);
        }
      }
      Throwable thrown = failure;
      if (thrown != null) {
        throw new IllegalStateException("an op failed", thrown);
      }
    }
  }
}
