package dev.incline.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.incline.testing.Allocation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;

/**
 * Whatever bytes a data file has: it is read to exactly what it says, or refused in words that name
 * it; and what a header claims is not allocated before the file's size was seen to hold it.
 */
class IdxReaderFuzzTest {
  private static final long SLACK = 1 << 20; // buffers, and words

  private Path file;
  private Path other;

  @AfterEach
  void delete() throws IOException {
    Files.deleteIfExists(file);
    if (other != null) {
      Files.deleteIfExists(other);
    }
  }

  @FuzzTest
  void images(byte[] bytes) throws IOException {
    file = write("file.idx", bytes);
    readOrRefuse(
        bytes,
        path -> {
          IdxReader.Shape shape = IdxReader.shape(path);
          byte[] pixels = IdxReader.images(path, Integer.MAX_VALUE).bytes();
          return ByteBuffer.allocate(16 + pixels.length)
              .putInt(0x803)
              .putInt(shape.rows())
              .putInt(shape.height())
              .putInt(shape.width())
              .put(pixels)
              .array();
        });
  }

  @FuzzTest
  void labels(byte[] bytes) throws IOException {
    file = write("file.idx", bytes);
    readOrRefuse(
        bytes,
        path -> {
          Labels labels = IdxReader.labels(path).labels();
          ByteBuffer encoded = ByteBuffer.allocate(8 + labels.codes().length);
          encoded.putInt(0x801).putInt(labels.codes().length);
          for (int row = 0; row < labels.codes().length; row++) {
            encoded.put((byte) Integer.parseInt(labels.word(row)));
          }
          return unpackedOr(bytes, 0xc02, encoded.array());
        });
  }

  /** The first byte says how many of the others are the images; the rest are the labels. */
  @FuzzTest
  void pairs(byte[] bytes) throws IOException {
    int cut = bytes.length == 0 ? 0 : Math.min(bytes.length, 1 + (bytes[0] & 0xff));
    file = write("file.idx", Arrays.copyOfRange(bytes, Math.min(1, cut), cut));
    other = write("labels.idx", Arrays.copyOfRange(bytes, cut, bytes.length));
    try {
      Dataset data =
          new IdxFolder(IdxSet.UNNAMED, List.of(file, other, file, other), null).training(3);
      assertThat(data.rows()).isBetween(1, 3);
      assertThat(data.images()).hasSize(data.rows() * data.features());
      assertThat(data.labels()).hasSize(data.rows());
      assertThat(data.classes()).isBetween(2, 256);
    } catch (DataException e) {
      assertThat(e.getMessage()).containsAnyOf(file.toString(), other.toString());
    }
  }

  /** Reads twice: the first time also loads classes, which the fuzzer instruments. */
  private void readOrRefuse(byte[] bytes, Function<Path, byte[]> again) throws IOException {
    attempt(again);
    Allocation allocation = new Allocation();
    byte[] encoded = attempt(again);
    allocation.requireAtMost(SLACK + 1032L * 3 * bytes.length);
    if (encoded != null) {
      assertThat(encoded).isEqualTo(unpacked(bytes));
    }
  }

  private byte[] attempt(Function<Path, byte[]> again) {
    try {
      return again.apply(file);
    } catch (DataException e) {
      assertThat(e.getMessage()).contains(file.toString());
      return null;
    }
  }

  /** Of rows of numbers a row's first alone is read: there is nothing to compare. */
  private static byte[] unpackedOr(byte[] bytes, int magic, byte[] encoded) {
    try {
      byte[] plain = unpacked(bytes);
      return ByteBuffer.wrap(plain).getInt() == magic ? plain : encoded;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] unpacked(byte[] bytes) throws IOException {
    boolean packed = bytes.length > 1 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b;
    return packed ? new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes() : bytes;
  }

  private static Path write(String name, byte[] bytes) throws IOException {
    return Files.write(Files.createDirectories(Path.of("target", "fuzz")).resolve(name), bytes);
  }
}
