package dev.incline.run.watch;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns SIGTERM, SIGINT and SIGHUP into a wish to stop, and holds the process until what was asked
 * has stopped. Before anything asks, there is nothing to stop, and the process ends at once; so it
 * does at a second signal. The JVM ends with the signal's exit code: 143, 130, 129.
 */
public final class StopRequest implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(StopRequest.class);
  private static final int PATIENCE_SECONDS = 60;

  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "stop");
  private final Runnable leave;
  private volatile boolean asked;
  private volatile boolean wanted;

  /**
   * @param leave what is done when it ends before anything asked: nothing was begun
   */
  public StopRequest(Runnable leave) {
    this.leave = leave;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  public boolean isWanted() {
    asked = true;
    return wanted;
  }

  private void stop() {
    wanted = true;
    if (!asked) {
      System.err.println("incline: stopped before the first step");
      leave.run();
      return;
    }
    endAtSecondSignal();
    System.err.println(
        "incline: stopping after this step, with a checkpoint (a second signal: at once, without)");
    try {
      boolean inTime = stopped.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (!inTime) {
        System.err.println("incline: the device did not come to a stop: no checkpoint was written");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * The JVM passes over signals while it ends, unless they are handled by sun.misc.Signal: the only
   * way there is, which a compiler warns of in spite of its being kept for this (JEP 260).
   */
  private static void endAtSecondSignal() {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      InvocationHandler ends =
          (proxy, method, arguments) -> {
            Object number = signal.getMethod("getNumber").invoke(arguments[0]);
            ProcessEnd.now(128 + (Integer) number);
            return null;
          };
      Object end =
          Proxy.newProxyInstance(
              StopRequest.class.getClassLoader(), new Class<?>[] {handler}, ends);
      for (String name : List.of("INT", "TERM", "HUP")) {
        signal
            .getMethod("handle", signal, handler)
            .invoke(null, signal.getConstructor(String.class).newInstance(name), end);
      }
    } catch (ReflectiveOperationException e) {
      log.debug("a second signal will be passed over", e);
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
