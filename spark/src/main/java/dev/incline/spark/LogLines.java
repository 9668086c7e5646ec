package dev.incline.spark;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What a command says, line by line into the log of the executor. */
final class LogLines extends Writer {
  private static final int KEPT = 100; // lines

  private final Consumer<String> log;
  private final StringBuilder line = new StringBuilder();
  private final List<String> kept = new ArrayList<>();

  LogLines(Consumer<String> log) {
    this.log = log;
  }

  PrintWriter printer() {
    return new PrintWriter(this, true);
  }

  @Override
  public synchronized void write(char[] text, int from, int count) {
    for (int i = from; i < from + count; i++) {
      if (text[i] == '\n') {
        end();
      } else if (text[i] != '\r') {
        line.append(text[i]);
      }
    }
  }

  private void end() {
    log.accept(line.toString());
    kept.add(line.toString());
    if (kept.size() > KEPT) {
      kept.remove(0);
    }
    line.setLength(0);
  }

  /** The last one; of a command that failed it says why. */
  synchronized String last(String otherwise) {
    return kept.isEmpty() ? otherwise : kept.get(kept.size() - 1);
  }

  /** What the user is not to miss, of the last ones. */
  synchronized List<String> warnings() {
    return kept.stream().filter(said -> said.startsWith("WARNING: ")).toList();
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
