package dev.incline.cli;

import dev.incline.cli.options.ExitCode;
import dev.incline.wording.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/**
 * Where results go. It remembers the first failure to write, which a {@link PrintWriter} keeps to
 * itself, and drops what follows: what is under way goes on, to its files.
 */
final class StandardOutput extends OutputStream {
  private final OutputStream inner;
  private @Nullable IOException failure;

  StandardOutput(OutputStream inner) {
    this.inner = inner;
  }

  @Override
  public void write(int one) {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int count) {
    if (failure != null) {
      return;
    }
    try {
      inner.write(bytes, from, count);
    } catch (IOException e) {
      failure = e;
    }
  }

  @Override
  public void flush() {
    if (failure != null) {
      return;
    }
    try {
      inner.flush();
    } catch (IOException e) {
      failure = e;
    }
  }

  /**
   * The exit code of a command that ended with {@code code}, now that all is flushed. A reader who
   * has gone, such as {@code head}, wants no message.
   */
  int exitCode(int code, PrintWriter err) {
    if (failure == null) {
      return code;
    }
    boolean readerGone = String.valueOf(failure.getMessage()).contains("Broken pipe");
    if (!readerGone) {
      err.println(
          "incline: the results are incomplete: standard output cannot be written: "
              + Reason.of(failure));
    }
    return code != ExitCode.DONE ? code : readerGone ? ExitCode.READER_GONE : ExitCode.FAILED;
  }
}
