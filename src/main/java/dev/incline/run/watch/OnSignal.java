package dev.incline.run.watch;

/**
 * What is still to be said when SIGTERM, SIGINT or SIGHUP ends the process before this is closed.
 */
public final class OnSignal implements AutoCloseable {
  private final Thread hook;

  public OnSignal(Runnable words) {
    hook = new Thread(words, "last words");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the process is ending, and the hook runs already
    }
  }
}
