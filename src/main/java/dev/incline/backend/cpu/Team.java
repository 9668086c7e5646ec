package dev.incline.backend.cpu;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A fixed team of threads that share out loops of a few microseconds: waiting members spin for a
 * moment before they sleep, because waking a sleeping thread costs more than most ops. The calling
 * thread is a member.
 */
final class Team implements AutoCloseable {
  /** The body of a loop over [from, to), run by member {@code thread} of the team. */
  interface Range {
    void run(int thread, int from, int to);
  }

  private static final int SPINS = 20_000;

  private final Thread[] members; // all but the caller
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger round = new AtomicInteger();
  private volatile boolean closed;
  private volatile @Nullable Throwable failure;
  private Range task = (thread, from, to) -> {};
  private int items;

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
  }

  int threads() {
    return members.length + 1;
  }

  /**
   * Runs {@code body} over [0, items), each thread one contiguous share, and returns when all are
   * done.
   */
  void share(int items, Range body) {
    if (members.length == 0 || items == 1) {
      body.run(0, 0, items);
      return;
    }
    this.task = body;
    this.items = items;
    running.set(members.length);
    round.incrementAndGet(); // publishes task and items
    for (Thread member : members) {
      LockSupport.unpark(member);
    }
    try {
      runShare(0);
    } finally {
      while (running.get() > 0) {
        Thread.onSpinWait();
      }
    }
    Throwable thrown = failure;
    if (thrown != null) {
      failure = null;
      throw new IllegalStateException("a worker thread failed", thrown);
    }
  }

  private void runShare(int number) {
    int from = (int) ((long) items * number / threads());
    int to = (int) ((long) items * (number + 1) / threads());
    if (from < to) {
      task.run(number, from, to);
    }
  }

  private void work(int number) {
    int seen = 0;
    while (true) {
      for (int spin = 0; round.get() == seen && !closed; spin++) {
        if (spin < SPINS) {
          Thread.onSpinWait();
        } else {
          LockSupport.park(this);
        }
      }
      if (closed) {
        return;
      }
      seen++;
      try {
        runShare(number);
      } catch (RuntimeException | Error e) {
        failure = e;
      }
      running.decrementAndGet();
    }
  }

  @Override
  public void close() {
    closed = true;
    for (Thread member : members) {
      LockSupport.unpark(member);
    }
  }
}
