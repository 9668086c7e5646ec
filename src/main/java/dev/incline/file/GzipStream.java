package dev.incline.file;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.util.zip.GZIPInputStream;

/**
 * Unpacks a gzip file and knows where in the file the packed data ended: {@link GZIPInputStream}
 * alone passes over whatever follows.
 */
public final class GzipStream extends GZIPInputStream {
  private static final int TRAILER = 8; // CRC-32 and length, RFC 1952

  private final FileChannel file;
  private long filled; // where in the file the inflater's input ends

  /** Reads from the channel's position, which stays the caller's to close. */
  public GzipStream(FileChannel file) throws IOException {
    super(Channels.newInputStream(file), 1 << 16);
    this.file = file;
  }

  @Override
  protected void fill() throws IOException {
    super.fill();
    filled = file.position();
  }

  /** Bytes of the file after its last gzip member; only once this stream has ended. */
  public long trailing() throws IOException {
    return file.size() - (filled - inf.getRemaining() + TRAILER);
  }
}
