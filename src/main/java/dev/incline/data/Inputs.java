package dev.incline.data;

import dev.incline.file.InputFile;
import dev.incline.wording.Phrase;
import dev.incline.wording.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** What rows are made of, [rows x features], row by row. The arrays are shared, not copied. */
public sealed interface Inputs {
  /**
   * All of them: {@code byte[]} or {@code float[]}.
   *
   * @throws DataException when they are in a file, as they are more than memory should hold
   */
  Object array();

  /** {@code byte[].class} or {@code float[].class}. */
  default Class<?> type() {
    return array().getClass();
  }

  /** Whether they are in memory; else whole rows are read from a file when they are asked for. */
  default boolean isInMemory() {
    return true;
  }

  /** Number of elements. */
  long size();

  /**
   * Elements {@code from} up to before {@code to}, in memory, with zeros for those behind the last.
   *
   * @param from at most the size
   * @param to at most 2^31 - 1 elements behind {@code from}
   */
  Inputs part(long from, long to);

  /** The first elements, which may stay where they are. */
  default Inputs first(long count) {
    return part(0, count);
  }

  /** As many zeros of the same kind, in memory. */
  default Inputs zeros(int count) {
    return part(size(), size() + count);
  }

  /** Copies elements of this to a place in an array of their kind. */
  default void read(long from, Object to, int at, int count) {
    System.arraycopy(array(), (int) from, to, at, count);
  }

  /** Copies elements of another of the same kind to a place in this one, which is in memory. */
  default void copy(Inputs other, long from, int to, int count) {
    other.read(from, array(), to, count);
  }

  /**
   * Pixels, grey or in colours.
   *
   * @param array unsigned bytes, of which a network takes 1/255
   */
  record Pixels(byte[] array) implements Inputs {
    @Override
    public long size() {
      return array.length;
    }

    @Override
    public Pixels part(long from, long to) {
      return new Pixels(Arrays.copyOfRange(array, (int) from, Math.toIntExact(to)));
    }
  }

  /**
   * Numbers, which a network takes as they are.
   *
   * @param array finite; NaN is a missing value, until {@link TableColumns#filled} takes them out
   */
  record Numbers(float[] array) implements Inputs {
    @Override
    public long size() {
      return array.length;
    }

    @Override
    public Numbers part(long from, long to) {
      return new Numbers(Arrays.copyOfRange(array, (int) from, Math.toIntExact(to)));
    }
  }

  /**
   * Pixels that stay in their file. Rows are read when they are asked for, in any order, and
   * compared with what they were when the whole file was read and summed: a file that has changed
   * since is named.
   */
  final class FilePixels implements Inputs {
    private final Path file;
    private final FileChannel channel; // closed when nobody has this any more
    private final long offset;
    private final int features;
    private final int rows;
    private final int[] sums; // [rows or more] CRC-32C

    /**
     * Opens the file.
     *
     * @param offset of the first row in the file
     * @param features bytes of a row
     * @param sums [rows] {@link #sum(byte[])} of each row
     * @throws IOException when it cannot be opened
     */
    FilePixels(Path file, long offset, int features, int[] sums) throws IOException {
      this(
          file,
          FileChannel.open(InputFile.require(file, InputFile.LARGE)),
          offset,
          features,
          sums.length,
          sums);
    }

    private FilePixels(
        Path file, FileChannel channel, long offset, int features, int rows, int[] sums) {
      this.file = file;
      this.channel = channel;
      this.offset = offset;
      this.features = features;
      this.rows = rows;
      this.sums = sums;
    }

    /** By which a row is known again. */
    static int sum(byte[] row) {
      return sum(row, 0, row.length);
    }

    private static int sum(byte[] bytes, int from, int count) {
      CRC32C sum = new CRC32C();
      sum.update(bytes, from, count);
      return (int) sum.getValue();
    }

    @Override
    public byte[] array() {
      throw new DataException(
          Phrase.of(
              "%s has %,d bytes, too many for the memory of this command: give it more (INCLINE_JAVA_OPTS=-Xmx%dm). Only train, sweep and evaluate do with less",
              file, size(), (size() >> 19) + 64)); // more than twice as much
    }

    @Override
    public Class<?> type() {
      return byte[].class;
    }

    @Override
    public boolean isInMemory() {
      return false;
    }

    @Override
    public long size() {
      return (long) rows * features;
    }

    @Override
    public Pixels zeros(int count) {
      return new Pixels(new byte[count]);
    }

    @Override
    public FilePixels first(long count) {
      return new FilePixels(
          file, channel, offset, features, (int) Math.min(rows, count / features), sums);
    }

    @Override
    public Pixels part(long from, long to) {
      Pixels part = zeros(Math.toIntExact(to - from));
      read(from, part.array(), 0, (int) (Math.min(to, size()) - from));
      return part;
    }

    /**
     * Copies whole rows.
     *
     * @throws DataException when the file has changed since it was opened, or cannot be read
     */
    @Override
    public void read(long from, Object to, int at, int count) {
      if (from % features != 0 || count % features != 0) {
        throw new IllegalArgumentException(Phrase.of("%d of %d are not whole rows", count, from));
      }
      byte[] bytes = (byte[]) to;
      try {
        ByteBuffer part = ByteBuffer.wrap(bytes, at, count);
        long position = offset + from;
        while (part.hasRemaining()) {
          int read = channel.read(part, position);
          if (read < 0) {
            throw changed(from / features);
          }
          position += read;
        }
      } catch (IOException e) {
        throw new DataException(file + " cannot be read: " + Reason.of(e), e);
      }
      for (int done = 0; done < count; done += features) {
        int row = (int) ((from + done) / features);
        if (sum(bytes, at + done, features) != sums[row]) {
          throw changed(row);
        }
      }
    }

    private DataException changed(long row) {
      return new DataException(
          Phrase.of(
              "%s has changed since the training began: row %d is not what it was", file, row));
    }
  }
}
