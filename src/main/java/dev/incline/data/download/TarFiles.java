package dev.incline.data.download;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads a tar archive: for each file a header of 512 bytes, then its bytes, filled up to whole
 * blocks of 512. A header has the name at 0, the size in octal digits at 124, the kind at 156.
 *
 * @see <a href="https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html">ustar</a>
 */
final class TarFiles {
  private static final int BLOCK = 512;

  /** Takes a file: all of its bytes, or none. */
  interface Sink {
    void take(String name, InputStream content) throws IOException;
  }

  private TarFiles() {}

  static void read(InputStream in, Sink sink) throws IOException {
    byte[] header = in.readNBytes(BLOCK);
    while (header.length == BLOCK && header[0] != 0) {
      long size = size(text(header, 124, 12).strip());
      byte kind = header[156];
      Bounded content = new Bounded(in, size);
      if (kind == 0 || kind == '0') {
        sink.take(text(header, 0, 100), content);
      }
      content.skipNBytes(content.left);
      in.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
      header = in.readNBytes(BLOCK);
    }
    if (header.length < BLOCK) {
      throw new EOFException("it breaks off");
    }
  }

  private static long size(String octal) throws IOException {
    if (!octal.matches("[0-7]{1,11}")) {
      throw new IOException("a file in it has the size '" + octal + "'");
    }
    return Long.parseLong(octal, 8);
  }

  private static String text(byte[] header, int from, int length) {
    String text = new String(header, from, length, StandardCharsets.UTF_8);
    return text.indexOf(0) < 0 ? text : text.substring(0, text.indexOf(0));
  }

  /** Ends where the file does. */
  private static final class Bounded extends InputStream {
    private final InputStream in;
    private long left;

    Bounded(InputStream in, long left) {
      this.in = in;
      this.left = left;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int read = in.read(bytes, from, (int) Math.min(length, left));
      if (read < 0) {
        throw new EOFException("it breaks off");
      }
      left -= read;
      return read;
    }
  }
}
