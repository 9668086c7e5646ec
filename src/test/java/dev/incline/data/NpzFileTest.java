package dev.incline.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files marked "numpy" were written by numpy 1.24. */
class NpzFileTest {
  /** numpy: save(asfortranarray(arange(6, dtype="f4").reshape(2, 3))). */
  private static final String BY_COLUMNS =
      "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBUcnVlLCAnc2hhcGUnOiAoMiwgMyksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAABAQAAAgD8AAIBAAAAAQAAAoEA=";

  /** numpy: save(asfortranarray(arange(24, dtype="f8").reshape(2, 3, 4))). */
  private static final String CUBE =
      "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY4JywgJ2ZvcnRyYW5fb3JkZXInOiBUcnVlLCAnc2hhcGUnOiAoMiwgMywgNCksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAAAAAAAAAAAAAChAAAAAAAAAEEAAAAAAAAAwQAAAAAAAACBAAAAAAAAANEAAAAAAAADwPwAAAAAAACpAAAAAAAAAFEAAAAAAAAAxQAAAAAAAACJAAAAAAAAANUAAAAAAAAAAQAAAAAAAACxAAAAAAAAAGEAAAAAAAAAyQAAAAAAAACRAAAAAAAAANkAAAAAAAAAIQAAAAAAAAC5AAAAAAAAAHEAAAAAAAAAzQAAAAAAAACZAAAAAAAAAN0A=";

  /** numpy: save(arange(3, dtype="i4") - 1). */
  private static final String INTS =
      "k05VTVBZAQB2AHsnZGVzY3InOiAnPGk0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDMsKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAr/////AAAAAAEAAAA=";

  /** numpy: save(float64(2.5)). */
  private static final String SCALAR =
      "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKCksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAAAEQA==";

  /** numpy: savez_compressed(X=arange(4, dtype="u1").reshape(2, 2), y=array([3, 1])). */
  private static final String PACKED =
      "UEsDBBQAAAAIAAAAIQBcIt3WSgAAAIQAAAAFABQAWC5ucHkBABAAhAAAAAAAAABKAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loF5Taqiuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GkY6CkaaOgq1CmQDLgZGJmYAUEsDBBQAAAAIAAAAIQCM3jPgSgAAAJAAAAAFABQAeS5ucHkBABAAkAAAAAAAAABKAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loG6TaaGuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GkY6mjoKtQoUAC5mBghghNIAUEsBAhQDFAAAAAgAAAAhAFwi3dZKAAAAhAAAAAUAAAAAAAAAAAAAAIABAAAAAFgubnB5UEsBAhQDFAAAAAgAAAAhAIzeM+BKAAAAkAAAAAUAAAAAAAAAAAAAAIABgQAAAHkubnB5UEsFBgAAAAACAAIAZgAAAAIBAAAAAA==";

  @TempDir private Path folder;

  private static byte[] decoded(String base64) {
    return Base64.getDecoder().decode(base64);
  }

  private static NpyArray npy(String base64) {
    return NpyArray.read(decoded(base64), "here");
  }

  @Test
  void arraysOfNumpyReadInRowMajorOrder() {
    assertThat(npy(BY_COLUMNS).shape()).containsExactly(2, 3);
    assertThat((float[]) npy(BY_COLUMNS).values()).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat((int[]) npy(INTS).values()).containsExactly(-1, 0, 1);
    assertThat(npy(SCALAR).shape()).isEmpty();
    assertThat(npy(SCALAR).get(0)).isEqualTo(2.5);
    double[] cube = (double[]) npy(CUBE).values();
    for (int i = 0; i < 24; i++) {
      assertThat(cube[i]).isEqualTo(i);
    }
  }

  @Test
  void bothByteOrdersRead() {
    byte[] file = decoded(INTS);
    String text = new String(file, StandardCharsets.ISO_8859_1).replace("'<i4'", "'>i4'");
    NpyArray big = NpyArray.read(text.getBytes(StandardCharsets.ISO_8859_1), "here");
    assertThat((int[]) big.values()).containsExactly(-1, 0, 1 << 24);
  }

  @Test
  void packedFilesOfNumpyRead() throws IOException {
    Path file = Files.write(folder.resolve("a.npz"), decoded(PACKED));
    Map<String, NpyArray> arrays = NpzFile.read(file);
    assertThat(arrays).containsOnlyKeys("X", "y");
    assertThat((byte[]) arrays.get("X").values()).containsExactly(0, 1, 2, 3);
    assertThat((long[]) arrays.get("y").values()).containsExactly(3, 1);
  }

  @Test
  void whatIsWrittenReadsAsItWasAndTheSameArraysGiveTheSameBytes() throws IOException {
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    arrays.put("f", NpyArray.of(new float[] {1, -0f, 3e-40f, Float.NaN, 5, 6}, 2, 3));
    arrays.put("d", NpyArray.of(new double[] {Math.PI}));
    arrays.put("i", NpyArray.of(new int[] {1, -2}, 2));
    arrays.put("l", NpyArray.of(new long[] {1L << 40}, 1));
    arrays.put("u", NpyArray.of(new byte[] {(byte) 200}, 1, 1));
    Path one = folder.resolve("one.npz");
    Path two = folder.resolve("two.npz");
    NpzFile.write(one, arrays);
    NpzFile.write(two, arrays);
    assertThat(one).hasSameBinaryContentAs(two);
    Map<String, NpyArray> read = NpzFile.read(one);
    assertThat(List.copyOf(read.keySet())).isEqualTo(List.copyOf(arrays.keySet()));
    read.forEach(
        (name, array) -> {
          assertThat(array.shape()).isEqualTo(arrays.get(name).shape());
          assertThat(array.values()).isEqualTo(arrays.get(name).values());
        });
    assertThat(read.get("u").get(0)).isEqualTo(200);
  }

  @Test
  void valuesBeginAtAMultipleOfSixtyFour() {
    byte[] file = NpyArray.of(new float[] {1}, 1).file();
    assertThat(file.length % 64).isEqualTo(4);
    assertThat(file[file.length - 5]).isEqualTo((byte) '\n');
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "NUMPY | NUMPZ | does not begin with",
        "<i4 | <f2 | its type is not one of",
        "<i4 | <O8 | its type is not one of",
        "False | Maybe | no fortran_order",
        "(3,) | (4,) | is truncated: 12 bytes after its header, but shape [4] of <i4 takes 16",
        "(3,) | (2,) | trailing bytes: 12 bytes after its header, but shape [2] of <i4 takes 8",
        "(3,) | (-3) | no shape",
        "(3,)      | (999999999,9) | more than can be held",
      })
  void aDamagedArrayIsNamed(String good, String bad, String message) {
    String file = new String(decoded(INTS), StandardCharsets.ISO_8859_1);
    assertThat(file).contains(good);
    byte[] damaged = file.replace(good, bad).getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> NpyArray.read(damaged, "a.npy"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("a.npy")
        .hasMessageContaining(message);
  }

  @Test
  void everyTruncationIsRefused() {
    byte[] file = decoded(INTS);
    for (int length = 0; length < file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      assertThatThrownBy(() -> NpyArray.read(cut, "cut")).isInstanceOf(DataException.class);
    }
  }

  @Test
  void aDamagedZipIsNamedAndAFlippedByteIsFound() throws IOException {
    Path file = folder.resolve("a.npz");
    NpzFile.write(file, Map.of("x", NpyArray.of(new float[64], 64)));
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1; // among the values
    Files.write(file, bytes);
    assertThatThrownBy(() -> NpzFile.read(file)).hasMessageContaining("checksum of x.npy is wrong");
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 30));
    assertThatThrownBy(() -> NpzFile.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no usable npz file");
    assertThatThrownBy(() -> NpzFile.read(folder.resolve("none.npz")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("none.npz does not exist");
  }

  /** The sizes that the end of a zip claims: nothing is allocated that the bytes cannot become. */
  @ParameterizedTest
  @CsvSource({
    "0x3e800000, the size of X.npy is wrong",
    "0x85, the size of X.npy is wrong",
    "0x7fffffff, holds more bytes of arrays"
  })
  void aClaimedSizeIsNotBelieved(int claimed, String message) throws IOException {
    byte[] bytes = decoded(PACKED);
    ByteBuffer zip = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int end = bytes.length - 22;
    int entry = zip.getInt(end + 16);
    assertThat(zip.getInt(entry + 24)).as("bytes of X.npy").isEqualTo(0x84);
    zip.putInt(entry + 24, claimed);
    Path file = Files.write(folder.resolve("a.npz"), bytes);
    assertThatThrownBy(() -> NpzFile.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(message);
  }
}
