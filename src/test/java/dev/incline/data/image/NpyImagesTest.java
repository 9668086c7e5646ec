package dev.incline.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.data.DataException;
import dev.incline.data.IdxBytes;
import dev.incline.data.ImageRows;
import dev.incline.data.NpyBytes;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images of 2 x 3: the pixels of image n are 10 n + 1 .. 10 n + 6. */
class NpyImagesTest {
  private static final byte[] ONE = {1, 2, 3, 4, 5, 6};
  private static final byte[] TWO = {1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 16};

  @TempDir private Path folder;

  private ImageRows read(byte[] bytes) {
    return WholeFile.read(
        ImageSource.of(IdxBytes.write(folder.resolve("a.npy"), bytes)), null, 6, false);
  }

  @ParameterizedTest
  @CsvSource({"'6,',1", "'1, 6',1", "'2, 3',1", "'1, 2, 3',1", "'2, 6',2", "'2, 2, 3',2"})
  void everyShape(String shape, int rows) {
    byte[] pixels = rows == 1 ? ONE : TWO;
    ImageRows read = read(NpyBytes.file("|u1", false, shape, pixels));
    assertThat(read.rows()).isEqualTo(rows);
    assertThat(read.pixels()).isEqualTo(pixels);
    assertThat(read.notes()).isEmpty();
  }

  @Test
  void fortranOrderOfEveryRank() {
    byte[] flat = {1, 11, 2, 12, 3, 13, 4, 14, 5, 15, 6, 16};
    assertThat(read(NpyBytes.file("|u1", true, "2, 6", flat)).pixels()).isEqualTo(TWO);
    byte[] square = {1, 4, 2, 5, 3, 6};
    assertThat(read(NpyBytes.file("|u1", true, "2, 3", square)).pixels()).isEqualTo(ONE);
    byte[] cube = {1, 11, 4, 14, 2, 12, 5, 15, 3, 13, 6, 16};
    assertThat(read(NpyBytes.file("|u1", true, "2, 2, 3", cube)).pixels()).isEqualTo(TWO);
    byte[] floats = NpyBytes.numbers(true, ByteOrder.BIG_ENDIAN, 1, 4, 2, 5, 3, 6);
    assertThat(read(NpyBytes.file(">f8", true, "2, 3", floats)).pixels()).isEqualTo(ONE);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void everyVersion(int major) {
    byte[] file = NpyBytes.file(major, NpyBytes.header("|u1", false, "6,"), ONE);
    assertThat(read(file).pixels()).isEqualTo(ONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<f4", ">f4", "<f8", ">f8"})
  void everyFloat(String dtype) {
    ByteOrder order = dtype.startsWith("<") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    byte[] grey = NpyBytes.numbers(dtype.endsWith("8"), order, 0, 255, 128, 1, 2, 3);
    ImageRows read = read(NpyBytes.file(dtype, false, "6,", grey));
    assertThat(read.pixels()).isEqualTo(new byte[] {0, -1, -128, 1, 2, 3});
    assertThat(read.notes()).isEmpty();

    byte[] share = NpyBytes.numbers(dtype.endsWith("8"), order, 0, 1, 128 / 255.0, 0, 0, 3 / 255.0);
    read = read(NpyBytes.file(dtype, false, "6,", share));
    assertThat(read.pixels()).isEqualTo(new byte[] {0, -1, -128, 0, 0, 3});
    assertThat(read.notes()).containsExactly("values from 0 to 1, times 255");
  }

  @Test
  void roundingIsSaid() {
    byte[] halves = NpyBytes.numbers(false, ByteOrder.LITTLE_ENDIAN, 2.4, 7, 8, 9, 1, 0);
    ImageRows read = read(NpyBytes.file("<f4", false, "6,", halves));
    assertThat(read.pixels()).startsWith(2, 7);
    assertThat(read.notes()).containsExactly("rounded to whole grey levels of 255");
  }

  /** np.save(f, np.asfortranarray(np.arange(1, 7, dtype="<f4").reshape(2, 3))), numpy 2.4. */
  @Test
  void readsWhatNumpyWrote() {
    String header =
        "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBUcnVlLCAnc2hhcGUnOiAoMiwg"
            + "MyksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAo=";
    byte[] body = NpyBytes.numbers(false, ByteOrder.LITTLE_ENDIAN, 1, 4, 2, 5, 3, 6);
    byte[] file = IdxBytes.join(Base64.getDecoder().decode(header), body);
    assertThat(read(file).pixels()).isEqualTo(ONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "'7,'; has shape [7], but the network takes images of 6 pixels",
        "''; has shape []",
        "'3, 3'; has shape [3, 3]",
        "'1, 1, 1, 6'; has shape [1, 1, 1, 6]",
        "'0, 6'; holds no image",
        "'2, 6'; is truncated: 6 bytes after its header, but shape [2, 6] of |u1 takes 12",
        "'2000000000, 6'; more than can be held",
        "'357913920, 6'; is truncated",
        "'99999999999, 6'; claims the shape",
        "'-1, 6'; has no shape",
        "'4294967297, 6'; claims the shape"
      })
  void aShapeThatCannotBe(String shape, String says) {
    refuses(NpyBytes.file("|u1", false, shape, ONE), says);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<U4", "|O", ">c16", "<f16", "|S1", "<i3"})
  void anotherDtype(String dtype) {
    refuses(
        NpyBytes.file(dtype, false, "6,", ONE),
        "holds values of type "
            + dtype
            + ": bool, integers and floats of up to 64 bits are read."
            + " Save array.astype('float32')");
  }

  @Tag("field")
  @ParameterizedTest
  @ValueSource(
      strings = {"|i1", "<i2", ">i2", "<u2", ">u2", "<i4", ">u4", "<i8", ">i8", "<u8", ">u8"})
  void everyInteger(String dtype) {
    int width = Character.digit(dtype.charAt(2), 10);
    int[] grey = {0, 1, 2, 3, width == 1 ? 127 : 255, width == 1 ? 100 : 128};
    byte[] body = integers(dtype, grey);
    ImageRows read = read(NpyBytes.file(dtype, false, "6,", body));
    for (int i = 0; i < 6; i++) {
      assertThat(read.pixels()[i] & 0xff).isEqualTo(grey[i]);
    }
    assertThat(read.notes()).isEmpty();
    read = read(NpyBytes.file(dtype, false, "6,", integers(dtype, 0, 1, 1, 0, 0, 1)));
    assertThat(read.pixels()).isEqualTo(new byte[] {0, -1, -1, 0, 0, -1});
    assertThat(read.notes()).containsExactly("values from 0 to 1, times 255");
  }

  private static byte[] integers(String dtype, int... values) {
    int width = Character.digit(dtype.charAt(2), 10);
    byte[] bytes = new byte[values.length * width];
    for (int i = 0; i < values.length; i++) {
      for (int b = 0; b < width; b++) {
        int place = dtype.startsWith(">") ? width - 1 - b : b;
        bytes[i * width + place] = (byte) ((long) values[i] >> (8 * b));
      }
    }
    return bytes;
  }

  @Tag("field")
  @ParameterizedTest
  @ValueSource(strings = {"|b1", "|u1"})
  void flagsAreBlackAndWhite(String dtype) {
    ImageRows read = read(NpyBytes.file(dtype, true, "2, 3", new byte[] {0, 1, 1, 0, 0, 1}));
    assertThat(read.pixels()).isEqualTo(new byte[] {0, -1, 0, -1, 0, -1});
    assertThat(read.notes()).containsExactly("values from 0 to 1, times 255");
  }

  /** np.array([0, 1, 0.5, 0.25, 1 / 255, 0.1], dtype).tobytes(), numpy 2.4. */
  @Tag("field")
  @ParameterizedTest
  @CsvSource({"<f2,0000003c00380034041c662e", ">f2,00003c00380034001c042e66"})
  void halfFloats(String dtype, String hex) {
    ImageRows read = read(NpyBytes.file(dtype, false, "6,", HexFormat.of().parseHex(hex)));
    assertThat(read.pixels()).isEqualTo(new byte[] {0, -1, -128, 64, 1, 25});
  }

  @Tag("field")
  @Test
  void everyKindOfHalfFloat() {
    assertThat(NpyImages.half((short) 0x3c00)).isEqualTo(1);
    assertThat(NpyImages.half((short) 0xc000)).isEqualTo(-2);
    assertThat(NpyImages.half((short) 0x7bff)).isEqualTo(65_504);
    assertThat(NpyImages.half((short) 0x0001)).isEqualTo((float) Math.pow(2, -24));
    assertThat(NpyImages.half((short) 0x03ff)).isEqualTo((float) (1023 * Math.pow(2, -24)));
    assertThat(NpyImages.half((short) 0x7c00)).isInfinite();
    assertThat(NpyImages.half((short) 0x7e00)).isNaN();
  }

  /** What a refusal advises gives the right pixels. */
  @Tag("field")
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "-1; 1; where they go from -1 to 1, save (array + 1) / 2",
        "-128; 127; where they are bytes with a sign, save array.astype('uint8')",
        "-0.4242; 2.8215; where they were normalised, save array * deviation + mean",
        "0; 65535; where white is 65535, save array / 65535",
        "0; 1.0625; where white is 1, save numpy.clip(array, 0, 1)"
      })
  void otherRangesAreRefusedWithAdvice(double least, double most, String advice) {
    byte[] body = NpyBytes.numbers(true, ByteOrder.LITTLE_ENDIAN, least, most, least, 0, 0, 0);
    refuses(NpyBytes.file("<f8", false, "6,", body), advice);
  }

  @Tag("field")
  @Test
  void roundingBeyondTheRangeIsNoFault() {
    byte[] body = NpyBytes.numbers(true, ByteOrder.LITTLE_ENDIAN, -1e-9, 1.0000002, 0, 0, 0, 0.5);
    assertThat(read(NpyBytes.file("<f8", false, "6,", body)).pixels())
        .isEqualTo(new byte[] {0, -1, 0, 0, 0, -128});
  }

  @ParameterizedTest
  @CsvSource({"-1,-1:", "256,256:", "NaN,NaN", "Infinity,Infinity"})
  void aValueThatIsNoPixelIsNamedByItsPlace(double value, String shown) {
    byte[] body =
        NpyBytes.numbers(true, ByteOrder.LITTLE_ENDIAN, 0, 0, 0, 0, 0, 0, 0, 0, value, 0, 0, 0);
    refuses(NpyBytes.file("<f8", false, "2, 6", body), ": row 2, column 3 is " + shown);
  }

  @Test
  void wrongHeaders() {
    byte[] good = NpyBytes.file("|u1", false, "6,", ONE);
    refuses(Arrays.copyOf(good, good.length + 1), "has trailing bytes");
    refuses(Arrays.copyOf(good, good.length - 1), "is truncated");
    for (int length = 6; length < good.length - 6; length++) {
      refuses(Arrays.copyOf(good, length), "");
    }
    byte[] version = good.clone();
    version[6] = 4;
    refuses(version, "has npy version 4.0");
    byte[] claim = NpyBytes.file(3, NpyBytes.header("|u1", false, "6,"), ONE);
    claim[11] = (byte) 0xff; // a header of four thousand million bytes
    refuses(claim, "ends inside its header, which claims 4,");
    refuses(NpyBytes.file(1, "{'descr': [('a', '<f4')], 'shape': (6,)}", ONE), "has no dtype");
    refuses(NpyBytes.file(1, "{'descr': '|u1', 'shape': (6,)}", ONE), "has no fortran_order");
    refuses(NpyBytes.file(1, "", ONE), "has no dtype");
    refuses(NpyBytes.file(1, "{'descr': '|u1', 'descr': '<f4', }", ONE), "has more than one dtype");
    refuses(NpyBytes.file(2, "{" + " ".repeat(20_000) + "}", ONE), "has a header of 20,0");
  }

  private void refuses(byte[] bytes, String says) {
    assertThatThrownBy(() -> read(bytes))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(folder.resolve("a.npy").toString())
        .hasMessageContaining(says);
  }
}
