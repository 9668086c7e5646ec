package dev.incline.backend.opencl.cl;

import dev.incline.wording.Harmless;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What bin/incline says when this process is gone: a damaged kernel cache ends it while kernels are
 * built, or when they first run, without a word of ours. The script reads a pipe until its end and
 * says the last line, unless that is empty.
 */
public final class LastWords {
  private static final Logger log = LoggerFactory.getLogger(LastWords.class);
  private static final @Nullable OutputStream PIPE = open(System.getProperty("incline.last.words"));
  private static int building; // contexts whose programs have not run yet

  static {
    if (PIPE != null) {
      Runtime.getRuntime().addShutdownHook(new Thread(LastWords::unsay, "no last words"));
    }
  }

  private LastWords() {}

  private static @Nullable OutputStream open(@Nullable String pipe) {
    try {
      return pipe == null ? null : new FileOutputStream(pipe);
    } catch (IOException e) {
      log.debug("{} cannot be opened", pipe, e); // a death goes without its explanation
      return null;
    }
  }

  /** Kernels are built from now on. */
  static synchronized void begin(ClDevice device) {
    building++;
    String advice = PIPE == null ? "" : device.cacheAdvice();
    if (!advice.isEmpty()) {
      say("the process ended while it built kernels on %s. %s".formatted(device.title(), advice));
    }
  }

  /** They have run. */
  static synchronized void end() {
    building--;
    if (building == 0) {
      unsay();
    }
  }

  /** Who ends the process knows why. */
  public static void unsay() {
    say("");
  }

  private static void say(String words) {
    try {
      if (PIPE != null) {
        PIPE.write((Harmless.of(words) + "\n").getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      log.debug("nobody hears the last words", e);
    }
  }
}
