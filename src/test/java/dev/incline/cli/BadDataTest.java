package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.testing.SyntheticData;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wrong files, as a user of {@code train} meets them. */
class BadDataTest {
  private static final String IMAGES = "train-images-idx3-ubyte";
  private static final String LABELS = "train-labels-idx1-ubyte";

  @TempDir private Path temp;
  private Path data;

  @BeforeEach
  void writeData() {
    data = SyntheticData.write(temp.resolve("data"), 60, 20, 6);
  }

  @Test
  void theDataAreGoodAsLongAsNobodySpoilsThem() {
    assertThat(train().code()).isZero();
  }

  @Test
  void missing() throws IOException {
    Files.delete(data.resolve(LABELS));
    requireFailure(data.toString(), LABELS);
  }

  @Test
  void truncated() throws IOException {
    change(IMAGES, bytes -> Arrays.copyOf(bytes, bytes.length - 1));
    requireFailure(data.resolve(IMAGES).toString());
  }

  @Test
  void withBytesLeftOver() throws IOException {
    change(LABELS, bytes -> Arrays.copyOf(bytes, bytes.length + 1));
    requireFailure(data.resolve(LABELS).toString());
  }

  @Test
  void cutShortInsideAGzip() throws IOException {
    Path packed = data.resolve(IMAGES + ".gz");
    Files.copy(
        Path.of("data", "mnist", IMAGES + ".gz"), packed, StandardCopyOption.REPLACE_EXISTING);
    change(IMAGES + ".gz", bytes -> Arrays.copyOf(bytes, bytes.length / 2));
    Files.delete(data.resolve(IMAGES));
    change(LABELS, bytes -> withInt(Arrays.copyOf(bytes, 8 + 60_000), 4, 60_000));
    requireFailure(packed.toString());
  }

  @Test
  void swapped() throws IOException {
    Files.move(data.resolve(IMAGES), data.resolve("other"));
    Files.move(data.resolve(LABELS), data.resolve(IMAGES));
    Files.move(data.resolve("other"), data.resolve(LABELS));
    requireFailure(data.resolve(IMAGES).toString(), "swapped");
  }

  @Test
  void mismatched() throws IOException {
    Files.copy(
        data.resolve("t10k-labels-idx1-ubyte"),
        data.resolve(LABELS),
        StandardCopyOption.REPLACE_EXISTING);
    requireFailure(data.resolve(IMAGES).toString(), "60 images", "20 labels");
  }

  @Test
  void mislabelled() throws IOException {
    change(
        "t10k-labels-idx1-ubyte",
        bytes -> {
          bytes[8 + 17] = 10;
          return bytes;
        });
    requireFailure(
        data.resolve("t10k-labels-idx1-ubyte").toString(),
        "label 10 of row 17 (from 0) is in no training row");
  }

  /**
   * Two thousand million images of 6 x 6 fit no memory of these tests: nothing is taken for them.
   */
  @Test
  void absurdlySized() throws IOException {
    change(IMAGES, bytes -> withInt(bytes, 4, 2_000_000_000));
    change(LABELS, bytes -> withInt(bytes, 4, 2_000_000_000));
    requireFailure(data.resolve(IMAGES).toString());
  }

  private void change(String name, UnaryOperator<byte[]> how) throws IOException {
    Path file = data.resolve(name);
    Files.write(file, how.apply(Files.readAllBytes(file)));
  }

  private static byte[] withInt(byte[] bytes, int at, int value) {
    ByteBuffer.wrap(bytes).putInt(at, value);
    return bytes;
  }

  private CommandRun train() {
    return CommandRun.of(
        "train",
        "--quiet",
        "--device=cpu",
        "--epochs=1",
        "--data=" + data,
        "--out=" + temp.resolve("out"));
  }

  private void requireFailure(String... says) {
    CommandRun run = train();
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .startsWith("incline: ")
        .contains(says)
        .doesNotContain("\tat ", "out of memory", "should not happen");
    assertThat(run.out()).isEmpty();
    assertThat(temp.resolve("out")).doesNotExist();
  }
}
