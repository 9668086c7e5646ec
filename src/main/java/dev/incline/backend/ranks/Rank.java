package dev.incline.backend.ranks;

import dev.incline.backend.Backend;
import dev.incline.wording.Phrase;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A device and the thread that works it: what it is asked for, it does in order. */
final class Rank {
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
    if (thread.isShutdown()) {
      return answer;
    }
    thread.execute(
        () -> {
          try {
            answer.complete(work.call());
          } catch (Throwable e) { // whatever it is, the one who asked hears of it
            answer.completeExceptionally(e);
          }
        });
    return answer;
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
