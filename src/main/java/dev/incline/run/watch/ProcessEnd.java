package dev.incline.run.watch;

import dev.incline.backend.opencl.cl.LastWords;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends of the process that wait for nothing. */
public final class ProcessEnd {
  private static final Logger log = LoggerFactory.getLogger(ProcessEnd.class);

  private ProcessEnd() {}

  /** Ends it now: no shutdown hook runs. */
  static void now(int exitCode) {
    LastWords.unsay();
    Runtime.getRuntime().halt(exitCode);
  }

  /**
   * For a child process: it ends when the process that started it is gone, whatever a driver may
   * hold it in.
   *
   * @param exitCode of the child
   */
  public static void withParent(int exitCode) {
    Thread watch =
        new Thread(
            () -> {
              try {
                while (System.in.read() >= 0) {
                  log.debug("the parent process wrote something");
                }
              } catch (IOException e) {
                log.debug("the parent process is gone", e);
              }
              now(exitCode);
            },
            "parent");
    watch.setDaemon(true);
    watch.start();
  }
}
