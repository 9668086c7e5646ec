package dev.incline.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.data.DataException;
import dev.incline.data.DataSource;
import dev.incline.data.NpyBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NpzDataTest {
  @TempDir private Path folder;

  private final Map<String, byte[]> arrays = new LinkedHashMap<>();

  /** Two images of 1 x 2 train, one is the test. */
  private void usual() {
    arrays.put("x_train", NpyBytes.file("|u1", false, "2, 1, 2", new byte[] {1, 2, -1, 4}));
    arrays.put("y_train", NpyBytes.file("|u1", false, "2,", new byte[] {9, 5}));
    arrays.put("x_test", NpyBytes.file("|u1", false, "1, 1, 2", new byte[] {6, 7}));
    arrays.put("y_test", NpyBytes.file("|u1", false, "1,", new byte[] {9}));
  }

  private DataSource open() throws IOException {
    Path file = folder.resolve("MNIST.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> array : arrays.entrySet()) {
        zip.putNextEntry(new ZipEntry(array.getKey() + ".npy"));
        zip.write(array.getValue());
        zip.closeEntry();
      }
    }
    return DataRequest.of(file).open();
  }

  private void refuses(String... says) {
    assertThatThrownBy(this::open)
        .isInstanceOf(DataException.class)
        .hasMessageContaining(folder.resolve("MNIST.npz").toString())
        .hasMessageContainingAll(says);
  }

  @Test
  void readsTheFourArrays() throws IOException {
    usual();
    DataSource.Pair pair = open().load(5);
    assertThat(pair.training().images()).containsExactly(1, 2, -1, 4);
    assertThat(pair.training().labels()).containsExactly(1, 0);
    assertThat(pair.training().classNames()).containsExactly("5", "9");
    assertThat(pair.training().width()).isEqualTo(2);
    assertThat(pair.test().images()).containsExactly(6, 7);
    assertThat(pair.sha256()).containsOnlyKeys("mnist.npz");
    assertThat(open().taken())
        .isEqualTo("npz file with x_train, y_train, x_test, y_test, images of 1x2");
  }

  @Test
  void capitalLettersAreTheSameNamesAndOtherArraysAreToldOf() throws IOException {
    usual();
    assertThat(open().warnings()).isEmpty();
    arrays.put("X_train", arrays.remove("x_train"));
    arrays.put("Y_TEST", arrays.remove("y_test"));
    arrays.put("x_val", arrays.get("x_test"));
    assertThat(open().training().images()).containsExactly(1, 2, -1, 4);
    assertThat(open().warnings())
        .containsExactly(folder.resolve("MNIST.npz") + ": x_val: not read");
    arrays.put("y_train", NpyBytes.file("|u1", false, "2, 3", new byte[] {0, 1, 0, 1, 0, 0}));
    refuses("y_train has shape 2 x 3, and x_train has 2 x 1 x 2", "argmax(axis=1)");
  }

  @Test
  void pixelsOfZeroAndOneAreToldOf() throws IOException {
    usual();
    arrays.put("x_train", NpyBytes.file("|u1", false, "2, 1, 2", new byte[] {1, 0, 0, 1}));
    assertThat(open().warnings())
        .singleElement()
        .asString()
        .endsWith(
            "x_train: each pixel is 0 or 1, and 1/255 of that is little: multiply them by 255");
    arrays.put("x_train", NpyBytes.file("|u1", false, "2, 1, 2", new byte[] {1, 0, 0, 2}));
    assertThat(open().warnings()).isEmpty();
    arrays.put("y_train", NpyBytes.file("|b1", false, "2,", new byte[] {1, 0}));
    refuses("y_train holds |b1: its type", "Save it by astype('uint8')");
  }

  @Test
  void theLastAxisMayBeColours() throws IOException {
    usual();
    byte[] colours = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    arrays.put("x_train", NpyBytes.file("|u1", false, "2, 1, 2, 3", colours));
    arrays.put("x_test", NpyBytes.file("|u1", false, "1, 1, 2, 3", new byte[6]));
    assertThat(open().training().images()).containsExactly(colours);
    assertThat(open().training().channels()).isEqualTo(3);
    assertThat(open().taken()).endsWith(", images of 1x2x3");
    arrays.put("x_train", NpyBytes.file("|u1", false, "2, 1, 2, 1", new byte[] {1, 2, -1, 4}));
    arrays.put("x_test", NpyBytes.file("|u1", false, "1, 1, 2, 1", new byte[2]));
    assertThat(open().training().channels()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"|i1, 1", "<i2, 2", ">u2, 2", "<i4, 4", ">u4, 4", "<i8, 8", "<u8, 8"})
  void labelsAreOfAnyIntegerType(String type, int width) throws IOException {
    usual();
    byte[] body = new byte[2 * width];
    boolean big = type.startsWith(">");
    body[big ? width - 1 : 0] = 9;
    body[big ? 2 * width - 1 : width] = 5;
    arrays.put("y_train", NpyBytes.file(type, false, "2,", body));
    assertThat(open().training().classNames()).containsExactly("5", "9");
  }

  @Test
  void pixelsMayBeOfAWiderType() throws IOException {
    usual();
    arrays.put(
        "x_train", NpyBytes.file("<i2", false, "2, 1, 2", new byte[] {1, 0, 2, 0, -1, 0, 4, 0}));
    assertThat(open().training().images()).containsExactly(1, 2, -1, 4);
  }

  /** One value that is no pixel makes numbers of all, of the test rows too. */
  @Test
  void whatIsNoPixelIsANumber() throws IOException {
    usual();
    arrays.put(
        "x_train", NpyBytes.file("<i2", false, "2, 1, 2", new byte[] {1, 0, 2, 0, 0, 1, -1, -1}));
    assertThat(open().training().numbers()).containsExactly(1, 2, 256, -1);
    assertThat(open().test().numbers()).containsExactly(6, 7);
    assertThat(open().taken()).endsWith("rows of 2 numbers");
    usual();
    arrays.put("x_train", NpyBytes.file("<f4", false, "2, 2", floats(0.5f, 1, 2, 3)));
    assertThat(open().training().numbers()).containsExactly(0.5f, 1, 2, 3);
    arrays.put("x_train", NpyBytes.file("<f4", false, "2, 2", floats(0.5f, 1, 2, Float.NaN)));
    refuses(
        "x_train holds NaN in row 1, column 1 (both from 0): only finite numbers train, or with");
    arrays.put("x_train", NpyBytes.file("<f8", false, "2, 1", doubles(1e300, 2)));
    refuses("holds 1e300 in row 0, column 0 (both from 0): a float32 does not hold numbers so");
    arrays.put("x_train", NpyBytes.file("<f2", false, "2, 2", new byte[8]));
    refuses("x_train holds <f2: its type is not one of", "Save it by astype('float32')");
    arrays.put("x_train", NpyBytes.file("<U1", false, "1, 2", new byte[8]));
    refuses("Words are not read: numpy.unique(words, return_inverse=True)[1] are numbers for them");
    arrays.put("x_train", NpyBytes.file("|u1", false, "0, 2", new byte[0]));
    refuses("x_train has shape 0 x 2: it holds no row");
  }

  private static byte[] doubles(double... values) {
    ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asDoubleBuffer().put(values);
    return bytes.array();
  }

  private static byte[] floats(float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  @Test
  void xAndYAreOneTable() throws IOException {
    arrays.put("X", NpyBytes.file("|u1", false, "4, 1", new byte[] {1, 2, 3, 4}));
    arrays.put("y", NpyBytes.file("|u1", false, "4,", new byte[] {9, 5, 9, 5}));
    assertThatThrownBy(this::open).hasMessageContaining("--test FILE or --test-share");
    Path file = folder.resolve("MNIST.npz");
    DataRequest share = new DataRequest(file, null, null, 0.5, 42, null);
    assertThat(share.open().test().numbers()).hasSize(2);
    DataSource given = new DataRequest(file, null, file, 0, 42, null).open();
    assertThat(given.test().numbers()).containsExactly(1, 2, 3, 4);
    assertThat(given.load(9).sha256()).containsOnlyKeys("mnist.npz", "test/mnist.npz");
    usual();
    arrays.remove("X");
    open();
    assertThatThrownBy(share::open)
        .hasMessage(
            file
                + " has test rows of its own, x_test and y_test: leave out --test and --test-share");
  }

  @Test
  void whatIsNotReadIsToldInWords() {
    usual();
    arrays.put("y_train", NpyBytes.file("<f8", false, "2,", new byte[16]));
    refuses("y_train holds floats (<f8)", "astype('int64')");
    usual();
    arrays.put("y_train", NpyBytes.file("|O", false, "2,", new byte[16]));
    refuses("y_train", "objects are not read");
    usual();
    arrays.remove("y_test");
    refuses("has no array y_test: it holds x_train, y_train, x_test");
    usual();
    arrays.put("x_train", NpyBytes.file("|u1", false, "2, 1, 3, 2", new byte[12]));
    refuses("x_train has shape 2 x 1 x 3 x 2: images");
    usual();
    arrays.put("x_train", NpyBytes.file("|u1", false, "2, 3, 1, 2", new byte[12]));
    refuses("x_train has shape 2 x 3 x 1 x 2", "transpose(0, 2, 3, 1)");
    usual();
    arrays.put("y_train", NpyBytes.file("|u1", false, "3,", new byte[3]));
    refuses("y_train has shape 3, and x_train has 2 x 1 x 2");
    usual();
    arrays.put("x_test", NpyBytes.file("|u1", false, "1, 1, 3", new byte[3]));
    refuses("x_test has rows of 3 values but", "x_train of 2");
    usual();
    arrays.put("y_test", NpyBytes.file("|u1", false, "1,", new byte[] {8}));
    refuses("y_test: label 8 of row 0 (from 0) is in no training row");
  }
}
