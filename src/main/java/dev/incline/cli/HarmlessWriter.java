package dev.incline.cli;

import dev.incline.wording.Harmless;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;

/** Passes text on as {@link Harmless}. */
final class HarmlessWriter extends FilterWriter {
  HarmlessWriter(Writer inner) {
    super(inner);
  }

  @Override
  public void write(int c) throws IOException {
    out.write(Harmless.lines(String.valueOf((char) c)));
  }

  @Override
  public void write(char[] text, int from, int count) throws IOException {
    out.write(Harmless.lines(String.valueOf(text, from, count)));
  }

  @Override
  public void write(String text, int from, int count) throws IOException {
    out.write(Harmless.lines(text.substring(from, from + count)));
  }
}
