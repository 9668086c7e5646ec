package dev.incline.backend.opencl;

import dev.incline.backend.Backend;
import dev.incline.testing.BackendInBetween;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What Oclgrind reported on watched backends; nothing on any other implementation. Oclgrind writes
 * to the file that the environment variable OCLGRIND_LOG names, and begins it anew with each
 * context: so it is read whenever a backend is closed, and one is open at a time.
 */
final class OclgrindLog {
  private static final StringBuilder REPORTS = new StringBuilder();

  private OclgrindLog() {}

  static boolean isKept() {
    return System.getenv("OCLGRIND_LOG") != null;
  }

  /** What was reported since the last call; empty where all was well. */
  static String take() {
    String reports = REPORTS.toString();
    REPORTS.setLength(0);
    return reports;
  }

  /** The same backend, whose reports are kept when it is closed. */
  static Backend watch(Backend backend) {
    return new Watched(backend);
  }

  private static final class Watched extends BackendInBetween {
    Watched(Backend backend) {
      super(backend);
    }

    @Override
    public void close() {
      super.close();
      if (isKept()) {
        Path file = Path.of(System.getenv("OCLGRIND_LOG"));
        try {
          REPORTS.append(Files.readString(file));
        } catch (IOException e) {
          throw new UncheckedIOException(e); // no log is no clean log
        }
      }
    }
  }
}
