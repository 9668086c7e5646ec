package dev.incline.data;

import dev.incline.file.GzipStream;
import dev.incline.file.InputFile;
import dev.incline.file.Sha256;
import dev.incline.wording.Phrase;
import dev.incline.wording.Reason;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.zip.ZipException;

/**
 * An open IDX file, plain or gzipped, which is told by its first bytes.
 *
 * @param name for messages
 * @param size as it lies on disk
 * @param in its bytes unpacked
 * @param plain the stream below it, which knows whether it unpacks
 * @param digest of the bytes that were read
 */
record IdxFile(
    String name, long size, DataInputStream in, InputStream plain, MessageDigest digest) {
  private static final long DEFLATE_LIMIT = 1032; // one byte of deflate never gives more

  /** What is made of an open file. */
  interface Reading<T> {
    T from(IdxFile file) throws IOException;
  }

  /**
   * Opens a file, reads it and closes it.
   *
   * @throws DataException naming the file and what is wrong
   */
  static <T> T read(String name, Path file, Reading<T> reading) {
    try (FileChannel channel = FileChannel.open(InputFile.require(file, InputFile.LARGE));
        InputStream plain = unpacked(channel)) {
      MessageDigest digest = Sha256.digest();
      DataInputStream in = new DataInputStream(new DigestInputStream(plain, digest));
      return reading.from(new IdxFile(name, channel.size(), in, plain, digest));
    } catch (NoSuchFileException e) {
      throw new DataException(name + " does not exist", e);
    } catch (EOFException e) {
      throw new DataException(name + " " + shortOf(file), e);
    } catch (ZipException e) {
      throw new DataException(
          name + " is a damaged gzip file (" + Reason.of(e) + "): get it again", e);
    } catch (IOException e) {
      throw new DataException(name + " cannot be read: " + Reason.of(e), e);
    }
  }

  /** Why a file ends before its header does. */
  private static String shortOf(Path file) {
    FileKind kind = FileKind.of(file);
    if (kind == FileKind.EMPTY) {
      return "is empty: it ends inside its header";
    }
    return kind.name().startsWith("IDX") || kind == FileKind.UNKNOWN || kind == FileKind.GZIP
        ? "ends inside its header: it is not a whole IDX file"
        : "is %s, not an IDX file".formatted(FileKind.phrase(file));
  }

  private static InputStream unpacked(FileChannel channel) throws IOException {
    ByteBuffer first = ByteBuffer.allocate(2);
    channel.read(first, 0);
    return first.getShort(0) == 0x1f8b
        ? new GzipStream(channel)
        : new BufferedInputStream(Channels.newInputStream(channel), 1 << 16);
  }

  boolean isPacked() {
    return plain instanceof GzipStream;
  }

  /** Reads the magic number, which must be one of two, and returns it. */
  int magic(int expected, int orElse) throws IOException {
    int magic = in.readInt();
    if (magic == expected || magic == orElse) {
      return magic;
    }
    byte[] rest = in.readNBytes(FileKind.HEAD - 4);
    byte[] head = ByteBuffer.allocate(4 + rest.length).putInt(magic).put(rest).array();
    throw new DataException(name + " " + IdxMagic.wrong(magic, head, isPacked(), expected));
  }

  /** Reads a dimension, which is at least 1. */
  int dimension(String what) throws IOException {
    int read = in.readInt();
    if (read < 1) {
      throw new DataException(Phrase.of("%s claims %d %s", name, read, what));
    }
    return read;
  }

  /** A header may claim anything; the file's own size says what it can hold at most. */
  void requireRoom(long claimed) {
    long most = isPacked() ? size * DEFLATE_LIMIT : size;
    if (claimed > most) {
      throw new DataException(
          Phrase.of(
              "%s claims %,d bytes but is %,d bytes long: it is truncated or its header is damaged",
              name, claimed, size));
    }
  }

  /** What follows the header. */
  IdxBody body(long claimed) {
    return new IdxBody(name, in, plain, claimed);
  }

  /** Of all that was read: of the whole file once its body has been read to its end. */
  String sha256() {
    return Sha256.hex(digest.digest());
  }
}
