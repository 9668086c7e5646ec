package dev.incline.data;

import dev.incline.file.GzipStream;
import dev.incline.wording.Phrase;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * What follows the header of an IDX file.
 *
 * @param file for messages
 * @param in where the bytes are read from
 * @param plain the stream below it, which knows what follows a packed body
 * @param claimed bytes, by the header
 */
record IdxBody(String file, InputStream in, InputStream plain, long claimed) {
  private static final int PIECE = 1 << 20; // a channel takes as much again outside the heap

  /** The first bytes; reads the body to its end to see that it is whole. */
  byte[] first(int kept) throws IOException {
    byte[] bytes = part(kept, 0);
    requireEnd(kept);
    return bytes;
  }

  /** The next {@code count} bytes, of which {@code before} were read. */
  byte[] part(int count, long before) throws IOException {
    byte[] bytes = new byte[count];
    fill(bytes, before);
    return bytes;
  }

  private void fill(byte[] bytes, long before) throws IOException {
    int count = bytes.length;
    int read = 0;
    try {
      for (int more = 0; more >= 0 && read < count; read += Math.max(more, 0)) {
        more = in.read(bytes, read, Math.min(count - read, PIECE));
      }
    } catch (EOFException e) { // a gzip stream without its end
      throw truncated(before + read, true);
    }
    if (read < count) {
      throw truncated(before + read, false);
    }
  }

  /** Takes a row, whose bytes are another's at the next call. */
  interface Row {
    void take(int row, byte[] bytes);
  }

  /** Hands out the first rows, one by one. */
  void each(int features, int rows, Row taker) throws IOException {
    byte[] bytes = new byte[features];
    for (int row = 0; row < rows; row++) {
      fill(bytes, (long) row * features);
      taker.take(row, bytes);
    }
  }

  /** Reads what is left after {@code before} bytes. */
  void requireEnd(long before) throws IOException {
    byte[] rest = new byte[1 << 16];
    long read = before;
    try {
      for (int more = 0; more >= 0; read += Math.max(more, 0)) {
        more = in.read(rest);
      }
    } catch (EOFException e) {
      throw truncated(read, true);
    }
    if (read < claimed) {
      throw truncated(read, false);
    }
    if (read > claimed) {
      throw new DataException(
          Phrase.of(
              "%s has trailing bytes: %,d after the header instead of %,d", file, read, claimed));
    }
    if (plain instanceof GzipStream gzip && gzip.trailing() != 0) {
      throw new DataException(
          Phrase.of("%s has trailing bytes: %,d after its gzip stream", file, gzip.trailing()));
    }
  }

  private DataException truncated(long read, boolean cut) {
    return new DataException(
        Phrase.of(
            "%s is truncated: %,d bytes after the header instead of %,d%s",
            file, read, claimed, cut ? ", and its gzip stream breaks off" : ""));
  }
}
