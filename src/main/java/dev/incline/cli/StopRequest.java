package dev.incline.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns SIGTERM, SIGINT and SIGHUP into a wish to stop, and holds the process until what was asked
 * has stopped. The JVM then ends with the signal's exit code: 143, 130, 129.
 */
final class StopRequest implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 60;

  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "stop");
  private volatile boolean wanted;

  StopRequest() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  boolean isWanted() {
    return wanted;
  }

  private void stop() {
    wanted = true;
    try {
      boolean inTime = stopped.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (!inTime) {
        System.err.println("incline: the device did not come to a stop: no checkpoint was written");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** All is done that was to be done before the process ends. */
  @Override
  public void close() {
    stopped.countDown();
    if (!wanted) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // the process is ending, and the hook runs already
      }
    }
  }
}
