package dev.incline.data.download;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ends a stream that no longer gives anything: one that brought fewer than {@link #LEAST} bytes
 * within the time allowed is closed, so that whoever waits for it is told.
 */
final class StallWatch implements AutoCloseable {
  /** Bytes: a server that drips gets nowhere either. */
  static final int LEAST = 1024;

  private final AtomicLong bytes = new AtomicLong();
  private final ScheduledExecutorService clock;
  private volatile boolean stalled;
  private long before; // bytes when it last looked

  StallWatch(InputStream in, Duration patience) {
    clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "stall-watch");
              thread.setDaemon(true);
              return thread;
            });
    long millis = patience.toMillis();
    var unused = clock.scheduleAtFixedRate(() -> look(in), millis, millis, TimeUnit.MILLISECONDS);
  }

  private void look(InputStream in) {
    long now = bytes.get();
    if (now - before < LEAST) {
      stalled = true;
      try {
        in.close();
      } catch (IOException e) {
        return; // the reader is told all the same
      }
    }
    before = now;
  }

  void received(int more) {
    bytes.addAndGet(more);
  }

  boolean isStalled() {
    return stalled;
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
