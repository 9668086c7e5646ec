package dev.incline.sweep;

import dev.incline.sweep.SweepObserver.RunEnd;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Threads that take one turn after the other, until there is none. */
final class Workers {
  private final Division division;
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  Workers(Division division) {
    this.division = division;
  }

  /**
   * Adds one.
   *
   * @param work as {@link RunAttempt#end}
   */
  void start(Function<Division.Turn, @Nullable RunEnd> work) {
    Thread thread = new Thread(() -> takeTurns(work), "sweep-" + threads.size());
    threads.add(thread);
    thread.start();
  }

  private void takeTurns(Function<Division.Turn, @Nullable RunEnd> work) {
    try {
      for (Division.Turn turn = division.next(); turn != null; turn = division.next()) {
        division.done(turn, work.apply(turn));
      }
    } catch (IOException | RuntimeException | Error e) {
      failure.compareAndSet(null, e);
    }
  }

  /**
   * Waits for all.
   *
   * @throws IOException when a run could not be claimed
   */
  void join() throws IOException {
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException("interrupted while runs are under way", e);
      }
    }
    Throwable thrown = failure.get();
    if (thrown instanceof IOException e) {
      throw e;
    } else if (thrown != null) {
      throw new IllegalStateException("a worker has died: " + thrown, thrown);
    }
  }
}
