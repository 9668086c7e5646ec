package dev.incline.data;

import static dev.incline.data.IdxBytes.IMAGES;
import static dev.incline.data.IdxBytes.LABELS;
import static dev.incline.data.IdxBytes.gzip;
import static dev.incline.data.IdxBytes.header;
import static dev.incline.data.IdxBytes.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdxReaderTest {
  private static final int ALL = Integer.MAX_VALUE;
  private static final int SMALL = 1 << 20; // bytes; a refused header must cost less

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void readsImagesPlainAndPacked(boolean packed) {
    byte[] bytes = IdxBytes.images(300, 28, 20);
    Path file = file(packed ? gzip(bytes) : bytes);

    assertThat(IdxReader.shape(file)).isEqualTo(new IdxReader.Shape(300, 28, 20));
    assertThat(IdxReader.images(file, ALL).bytes()).isEqualTo(IdxBytes.pixels(300, 28, 20));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void readsLabelsPlainAndPacked(boolean packed) {
    byte[] bytes = IdxBytes.labels(300);
    Path file = file(packed ? gzip(bytes) : bytes);

    IdxReader.LabelFile labels = IdxReader.labels(file);
    assertThat(labels.labels().words()).isEqualTo(Classes.numbered(10));
    assertThat(labels.labels().codes()).isEqualTo(Arrays.copyOfRange(bytes, 8, 308));
    assertThat(labels.sha256()).isEqualTo(IdxReader.sha256(file));
  }

  @Test
  void bytesDecideWhatIsGzipNotTheName() {
    Path file = IdxBytes.write(folder.resolve("labels.gz"), IdxBytes.labels(3));

    assertThat(IdxReader.labels(file).labels().codes()).containsExactly(0, 1, 2);
  }

  @Test
  void readsGzipFilesOfSeveralMembers() {
    byte[] bytes = IdxBytes.images(200, 28, 28);
    byte[] first = Arrays.copyOf(bytes, 1000);
    byte[] second = Arrays.copyOfRange(bytes, 1000, bytes.length);
    Path file = file(join(gzip(first), gzip(second), gzip(new byte[0])));

    assertThat(IdxReader.images(file, ALL).bytes()).isEqualTo(IdxBytes.pixels(200, 28, 28));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "7, 7", "20, 20", "21, 20"})
  void aLimitKeepsTheFirstRows(int limit, int kept) {
    Path images = file(gzip(IdxBytes.images(20, 3, 2)));
    assertThat(IdxReader.images(images, limit).bytes())
        .isEqualTo(Arrays.copyOf(IdxBytes.pixels(20, 3, 2), kept * 6));
  }

  @Test
  void aLimitStillChecksTheWholeFile() {
    byte[] images = IdxBytes.images(20, 30, 30);
    byte[] packed = gzip(images);

    refuses(() -> IdxReader.images(file(join(images, new byte[1])), 1), "18,001", "18,000");
    refuses(() -> IdxReader.images(file(Arrays.copyOf(packed, packed.length / 2)), 1), "truncated");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void saysWhenImagesAndLabelsAreSwapped(boolean packed) {
    byte[] images = IdxBytes.images(20, 3, 2);
    byte[] labels = IdxBytes.labels(20);

    refuses(
        () -> IdxReader.images(file(packed ? gzip(labels) : labels), ALL),
        "holds labels where images belong",
        "swapped");
    refuses(
        () -> IdxReader.labels(file(packed ? gzip(images) : images)),
        "holds images where labels belong",
        "swapped");
  }

  @Test
  void refusesWhatIsNotIdx() {
    byte[] page = "<!DOCTYPE html>\u00e9\u00e9\u00e9".getBytes(StandardCharsets.UTF_8);
    byte[] latin = {'n', 'o', 't', ' ', -23, -23, -23, -23, 0}; // its second number is negative

    refuses(() -> IdxReader.images(file(page), ALL), "not an IDX file of images", "an HTML page");
    refuses(() -> IdxReader.labels(file(latin)), "not an IDX file of labels", "6e 6f 74 20");
  }

  @ParameterizedTest
  @CsvSource({"20, false", "17, false", "17, true"})
  void refusesTruncatedImagesSayingWhatWasExpected(int whole, boolean packed) {
    byte[] cut = Arrays.copyOf(IdxBytes.images(20, 10, 10), 16 + whole * 100 - 1);

    if (packed) { // a whole gzip stream of a cut file
      refuses(() -> IdxReader.images(file(gzip(cut)), ALL), "truncated", "1,699", "2,000");
    } else {
      refuses(
          () -> IdxReader.images(file(cut), ALL),
          "truncated",
          "2,016 bytes",
          "%,d bytes long".formatted(cut.length));
    }
  }

  @Test
  void refusesAGzipStreamThatBreaksOff() {
    byte[] packed = gzip(IdxBytes.images(20, 30, 30));

    refuses(
        () -> IdxReader.images(file(Arrays.copyOf(packed, packed.length / 2)), ALL),
        "truncated",
        "instead of 18,000",
        "breaks off");
    refuses(
        () -> IdxReader.images(file(Arrays.copyOf(packed, packed.length - 3)), ALL),
        "truncated",
        "breaks off");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4, 7, 15})
  void refusesAFileThatEndsInsideItsHeader(int length) {
    byte[] start = Arrays.copyOf(IdxBytes.images(20, 3, 2), length);

    refuses(() -> IdxReader.images(file(start), ALL), "ends inside its header");
    refuses(() -> IdxReader.images(file(gzip(start)), ALL), "ends inside its header");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 70_000})
  void refusesTrailingBytes(int extra) {
    byte[] labels = join(IdxBytes.labels(20), new byte[extra]);
    String found = "%,d after the header instead of 20".formatted(20 + extra);

    refuses(() -> IdxReader.labels(file(labels)), "trailing bytes", found);
    refuses(() -> IdxReader.labels(file(gzip(labels))), "trailing bytes", found);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8, 9, 17, 18, 19, 27, 100, 70_000})
  void refusesTrailingBytesAfterTheGzipStream(int extra) {
    String found = "trailing bytes: %,d after its gzip stream".formatted(extra);
    byte[] small = gzip(IdxBytes.labels(20));
    byte[] large = gzip(IdxBytes.images(200, 28, 28)); // larger than the stream's buffer

    refuses(() -> IdxReader.labels(file(join(small, new byte[extra]))), found);
    refuses(() -> IdxReader.images(file(join(large, new byte[extra])), ALL), found);
    refuses(() -> IdxReader.images(file(join(large, new byte[extra])), 1), found);
  }

  /** The packed data ends at every offset around the end of the stream's buffer. */
  @Test
  void findsTheEndOfAGzipStreamWhereverTheBufferEnds() {
    for (int length = 65_430; length < 65_560; length++) {
      byte[] pixels = IdxBytes.pixels(length, 1, 1); // noise: stored, not compressed
      byte[] packed = gzip(join(header(IMAGES, length, 1, 1), pixels));

      assertThat(IdxReader.images(file(packed), ALL).bytes()).isEqualTo(pixels);
      refuses(
          () -> IdxReader.images(file(join(packed, new byte[1])), ALL),
          "trailing bytes: 1 after its gzip stream");
    }
  }

  @Test
  void refusesADamagedGzipFile() {
    byte[] checksum = gzip(IdxBytes.images(20, 30, 30));
    checksum[checksum.length - 5] ^= 1;
    byte[] method = gzip(IdxBytes.labels(20));
    method[2] = 7;

    refuses(() -> IdxReader.images(file(checksum), ALL), "damaged gzip file", "get it again");
    refuses(() -> IdxReader.labels(file(method)), "damaged gzip file", "get it again");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void readsTheFirstOfQmnistsNumbers(boolean packed) {
    byte[] bytes = IdxBytes.qmnistLabels(new int[] {7, 300, 7, -1});
    Path file = file(packed ? gzip(bytes) : bytes);

    Labels labels = IdxReader.labels(file).labels();
    assertThat(labels.words()).containsExactly("7", "300", "-1");
    assertThat(labels.codes()).containsExactly(0, 1, 0, 2);
    refuses(() -> IdxReader.labels(file(Arrays.copyOf(bytes, bytes.length - 1))), "claims");
    refuses(() -> IdxReader.labels(file(join(bytes, new byte[1]))), "trailing bytes");
  }

  @Test
  void refusesTheTwoHundredAndFiftySeventhClass() {
    int[] classes = new int[257];
    Arrays.setAll(classes, i -> i);
    refuses(
        () -> IdxReader.labels(file(IdxBytes.qmnistLabels(classes))),
        "row 256 has the label 256",
        "at most 256");
  }

  @ParameterizedTest
  @CsvSource({
    "2147483647, 28, 28",
    "2147483647, 1, 1",
    "2000000000, 1, 1",
    "1000000, 28, 28",
    "1, 65536, 65536", // 0 in 32 bits
    "1, 2147483647, 2147483647",
    "65536, 65536, 1", // 0 in 32 bits
    "5478275, 28, 28", // 2^32 and a little: 1,304 in 32 bits
  })
  void refusesAbsurdImagesAllocatingNothing(int rows, int height, int width) {
    byte[] bytes = join(header(IMAGES, rows, height, width), new byte[1304]);

    for (Path file : new Path[] {file(bytes), file(gzip(bytes))}) {
      long allocated = allocatedBy(() -> refuses(() -> IdxReader.images(file, ALL), "claims"));
      assertThat(allocated).isLessThan(SMALL);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MAX_VALUE, 2_000_000_000, 1_000_000})
  void refusesAbsurdLabelsAllocatingNothing(int rows) {
    byte[] bytes = join(header(LABELS, rows), new byte[20]);

    for (Path file : new Path[] {file(bytes), file(gzip(bytes))}) {
      long allocated = allocatedBy(() -> refuses(() -> IdxReader.labels(file), "claims"));
      assertThat(allocated).isLessThan(SMALL);
    }
  }

  /** The bound on what gzip can hold must not refuse what it does hold. */
  @Test
  void readsWhatCompressesBest() {
    byte[] blank = join(header(IMAGES, 10_000, 28, 28), new byte[10_000 * 784]);

    assertThat(IdxReader.images(file(gzip(blank)), ALL).bytes()).hasSize(10_000 * 784);
  }

  @ParameterizedTest
  @CsvSource({"0, 28, 28", "-1, 28, 28", "1, 0, 28", "1, 28, -2147483648"})
  void refusesDimensionsBelowOne(int rows, int height, int width) {
    Path file = file(join(header(IMAGES, rows, height, width), new byte[784]));

    refuses(() -> IdxReader.images(file, ALL), "claims");
  }

  @Test
  void refusesAMissingFileAndAFolder() throws Exception {
    Path missing = folder.resolve("missing");
    Path inner = Files.createDirectory(folder.resolve("inner"));

    assertThatThrownBy(() -> IdxReader.images(missing, ALL))
        .isInstanceOf(DataException.class)
        .hasMessage(missing + " does not exist");
    assertThatThrownBy(() -> IdxReader.labels(inner))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(inner.toString(), "cannot be read");
  }

  private Path file(byte[] bytes) {
    return IdxBytes.write(folder.resolve("some-ubyte"), bytes);
  }

  private void refuses(ThrowingCallable reading, String... says) {
    assertThatThrownBy(reading)
        .isInstanceOf(DataException.class)
        .hasMessageContaining(folder.resolve("some-ubyte").toString())
        .hasMessageContainingAll(says);
  }

  /** Bytes this thread allocated meanwhile, assertions and all. */
  private static long allocatedBy(Runnable action) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    action.run(); // once before, for the classes it loads
    long before = threads.getCurrentThreadAllocatedBytes();
    action.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
