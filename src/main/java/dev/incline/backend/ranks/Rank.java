package dev.incline.backend.ranks;

import dev.incline.backend.Backend;
import dev.incline.wording.Phrase;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A device and the thread that works it: what it is asked for, it does in order. */
final class Rank {
  private static final Logger log = LoggerFactory.getLogger(Rank.class);

  private static final int PATIENCE = 10; // seconds, for a thread that is told to end

  private final int number;
  private final Backend backend;
  private final ExecutorService thread;

  Rank(int number, Backend backend) {
    this.number = number;
    this.backend = backend;
    this.thread =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread worker = new Thread(work, "rank " + number);
              worker.setDaemon(true);
              return worker;
            });
  }

  int number() {
    return number;
  }

  Backend backend() {
    return backend;
  }

  /** Asks for something; once it is stopped, there is no answer. */
  <T> CompletableFuture<T> ask(Callable<T> work) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    tell(
        () -> {
          try {
            answer.complete(work.call());
          } catch (Throwable e) { // whatever it is, the one who asked hears of it
            answer.completeExceptionally(e);
          }
        });
    return answer;
  }

  /** Has it do something that fails in no way; once it is stopped, it does not. */
  void tell(Runnable work) {
    try {
      thread.execute(work);
    } catch (RejectedExecutionException e) {
      log.debug("{} is stopped", this, e);
    }
  }

  /** Ends what it does, where that can be ended. */
  void stop() {
    thread.shutdownNow();
  }

  /** A device that a driver does not give back stays open. */
  void close() {
    stop();
    try {
      if (thread.awaitTermination(PATIENCE, TimeUnit.SECONDS)) {
        backend.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return Phrase.of("rank %d (%s)", number, backend.name());
  }
}
