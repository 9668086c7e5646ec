package dev.incline.file;

import dev.incline.wording.Phrase;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * A file that somebody names to be read. Opening a pipe waits for a writer, and a device may have
 * no end: so a file is opened only where it is a regular file of a size that its kind can have.
 */
public final class InputFile {
  /** Bytes of a config, a kernel file or a file of a cache. */
  public static final long SMALL = 16L << 20;

  /** Bytes of a record of a run: it grows with the epochs. */
  public static final long RECORD = 256L << 20;

  /** Bytes of a file that is read whole into memory. */
  public static final long WHOLE = Integer.MAX_VALUE - 64;

  /** Bytes of a file that is read part by part. */
  public static final long LARGE = 32L << 30;

  private static final int TYPE = 0170000; // of a mode: which bits say what it is
  private static final int PIPE = 0010000;
  private static final int SOCKET = 0140000;

  private InputFile() {}

  /**
   * Requires a regular file.
   *
   * @param most bytes that a file of this kind has
   * @return the file
   * @throws FileSystemException whose reason says what it is, or how large it is
   * @throws IOException when it is not there, or its folder cannot be read
   */
  public static Path require(Path file, long most) throws IOException {
    BasicFileAttributes its = Files.readAttributes(file, BasicFileAttributes.class);
    if (its.isDirectory()) {
      throw refused(file, "it is a folder");
    } else if (!its.isRegularFile()) {
      throw refused(
          file, "it is %s. Only a regular file is read".formatted(special(file).orElse("no file")));
    } else if (its.size() > most) {
      throw refused(
          file,
          Phrase.of(
              "it has %,d bytes, and %,d are the most that are read of such a file",
              its.size(), most));
    }
    return file;
  }

  /** A pipe, a device or a socket, in words; empty for any other file, and where there is none. */
  public static Optional<String> special(Path file) {
    try {
      if (!Files.readAttributes(file, BasicFileAttributes.class).isOther()) {
        return Optional.empty();
      }
      int mode = (Integer) Files.getAttribute(file, "unix:mode") & TYPE;
      return Optional.of(mode == PIPE ? "a pipe (FIFO)" : mode == SOCKET ? "a socket" : "a device");
    } catch (IOException e) {
      return Optional.empty();
    } catch (UnsupportedOperationException | IllegalArgumentException e) {
      return Optional.of("no regular file"); // a system that knows no modes
    }
  }

  /** Whether it is a pipe, as {@code <(command)} of a shell is. */
  public static boolean isPipe(Path file) {
    return special(file).filter(kind -> kind.contains("pipe")).isPresent();
  }

  /** As {@link #require}, and opens it. */
  public static InputStream open(Path file, long most) throws IOException {
    return Files.newInputStream(require(file, most));
  }

  /** As {@link #require}, and reads it. A file of the system may be longer than its size says. */
  public static byte[] bytes(Path file, long most) throws IOException {
    try (InputStream in = open(file, most)) {
      byte[] bytes = in.readNBytes((int) Math.min(most + 1, Integer.MAX_VALUE - 64));
      if (bytes.length > most) {
        throw refused(
            file, Phrase.of("it has more than the %,d bytes that are read of such a file", most));
      }
      return bytes;
    } catch (OutOfMemoryError e) {
      FileSystemException told =
          refused(file, Phrase.of("its %,d bytes do not fit Java's memory", Files.size(file)));
      told.initCause(e);
      throw told;
    }
  }

  /** As {@link #bytes}, in UTF-8. */
  public static String text(Path file, long most) throws IOException {
    return text(file, most, StandardCharsets.UTF_8);
  }

  /** As {@link #bytes}. */
  public static String text(Path file, long most, Charset charset) throws IOException {
    return new String(bytes(file, most), charset);
  }

  /**
   * Copies what comes through a pipe.
   *
   * @throws IOException when more than so many bytes come
   */
  public static void copy(InputStream in, Path copy, long most) throws IOException {
    try (OutputStream out = Files.newOutputStream(copy)) {
      byte[] part = new byte[1 << 16];
      long bytes = 0;
      for (int read = in.read(part); read >= 0; read = in.read(part)) {
        bytes += read;
        if (bytes > most) {
          throw new IOException(
              Phrase.of("it gives more than the %,d bytes that are read of a pipe", most));
        }
        out.write(part, 0, read);
      }
    }
  }

  private static FileSystemException refused(Path file, String reason) {
    return new FileSystemException(file.toString(), null, reason);
  }
}
