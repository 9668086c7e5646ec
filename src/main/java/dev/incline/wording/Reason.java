package dev.incline.wording;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;

/** Why a file could not be read or written, in a line and without the file's name. */
public final class Reason {
  private static final String TOO_LARGE = "File too large"; // as the system says it

  private Reason() {}

  /** For a message that has named the file, as in {@code cannot write FILE: REASON}. */
  public static String of(Throwable e) {
    if (e instanceof UncheckedIOException) {
      return of(origin(e));
    } else if (e instanceof NoSuchFileException) {
      return "it does not exist";
    } else if (e instanceof AccessDeniedException) {
      return "permission denied";
    } else if (e instanceof FileAlreadyExistsException taken) {
      return taken.getFile() + " is a file";
    } else if (e instanceof DirectoryNotEmptyException) {
      return "it is a folder, and not empty";
    } else if (String.valueOf(e.getMessage()).endsWith(TOO_LARGE)) {
      return TOO_LARGE + ": a limit of this process (ulimit -f) or of the file system";
    } else if (e instanceof FileSystemException failure && failure.getReason() != null) {
      return failure.getReason();
    }
    String message = e.getMessage() == null ? "" : e.getMessage();
    if (e instanceof FileNotFoundException && message.matches("(?s).* \\([^()]+\\)")) {
      return message.substring(message.lastIndexOf('(') + 1, message.length() - 1);
    }
    return message.isBlank() ? e.toString() : message.lines().findFirst().orElse(message);
  }

  /** What was passed on unchecked; any other exception itself. */
  public static Throwable origin(Throwable e) {
    return e instanceof UncheckedIOException ? Objects.requireNonNull(e.getCause()) : e;
  }

  /**
   * A failure to write a file, which is named once however many methods passed it on.
   *
   * @param file its name
   */
  public static IOException writing(Object file, IOException e) {
    String message = String.valueOf(e.getMessage());
    return message.startsWith("cannot write ")
        ? e
        : new IOException("cannot write %s: %s".formatted(file, of(e)), e);
  }
}
