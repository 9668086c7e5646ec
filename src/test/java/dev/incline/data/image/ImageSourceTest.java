package dev.incline.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.data.DataException;
import dev.incline.data.IdxBytes;
import dev.incline.data.ImageRows;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageSourceTest {
  @TempDir private Path folder;

  private Path write(byte[] bytes) {
    return IdxBytes.write(folder.resolve("file"), bytes);
  }

  private ImageRows asIs(byte[] bytes, int features) {
    return WholeFile.read(ImageSource.of(write(bytes)), null, features, true);
  }

  private static byte[] encoded(String format, BufferedImage image) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, bytes)).isTrue();
    return bytes.toByteArray();
  }

  /** 16 x 16, every grey level once. */
  private static BufferedImage levels(int type) {
    BufferedImage image = new BufferedImage(16, 16, type);
    boolean raw = type == BufferedImage.TYPE_BYTE_GRAY || type == BufferedImage.TYPE_USHORT_GRAY;
    for (int level = 0; level < 256; level++) {
      if (raw) {
        int sample = type == BufferedImage.TYPE_BYTE_GRAY ? level : level * 257;
        image.getRaster().setSample(level % 16, level / 16, 0, sample);
      } else {
        image.setRGB(level % 16, level / 16, 0xff000000 | level * 0x010101);
      }
    }
    return image;
  }

  private static byte[] everyLevel() {
    byte[] levels = new byte[256];
    for (int level = 0; level < 256; level++) {
      levels[level] = (byte) level;
    }
    return levels;
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_BYTE_GRAY,
        BufferedImage.TYPE_USHORT_GRAY,
        BufferedImage.TYPE_INT_RGB,
        BufferedImage.TYPE_INT_ARGB
      })
  void asIsTakesEveryGreyLevelAsItIs(int type) throws IOException {
    ImageRows read = asIs(encoded("png", levels(type)), 256);
    assertThat(read.pixels()).isEqualTo(everyLevel());
    assertThat(read.notes()).isEmpty();
  }

  @Test
  void aJpegIsNear() throws IOException {
    byte[] read = asIs(encoded("jpeg", levels(BufferedImage.TYPE_BYTE_GRAY)), 256).pixels();
    for (int level = 0; level < 256; level++) {
      assertThat(read[level] & 0xff).isBetween(level - 12, level + 12);
    }
  }

  @Test
  void coloursWeighAsTheEyeSeesThem() throws IOException {
    BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, 0xff0000);
    image.setRGB(1, 0, 0x00ff00);
    image.setRGB(2, 0, 0x0000ff);
    ImageRows read = asIs(encoded("png", image), 3);
    assertThat(read.pixels())
        .isEqualTo(new byte[] {76, (byte) 150, 29}); // 0.299, 0.587 and 0.114 of 255
    assertThat(read.notes()).containsExactly("colours turned grey");
  }

  @ParameterizedTest
  @CsvSource({"0x000000,255,0", "0xffffff,0,255"})
  void whatIsTransparentIsPaper(String ink, int paper, int drawn) throws IOException {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0xff000000 | Integer.decode(ink));
    ImageRows read = asIs(encoded("png", image), 2);
    assertThat(read.pixels()).isEqualTo(new byte[] {(byte) drawn, (byte) paper});
    assertThat(read.notes()).containsExactly("laid on " + (paper == 0 ? "black" : "white"));
  }

  @Test
  void asIsWantsTheRightSize() throws IOException {
    byte[] png = encoded("png", levels(BufferedImage.TYPE_BYTE_GRAY));
    refuses(() -> asIs(png, 784), "is 16 x 16 pixels, but the network takes 28 x 28");
    refuses(
        () -> WholeFile.read(ImageSource.of(write(png)), null, 255, false),
        "255 pixels, which is no square");
    byte[] flat = encoded("png", new BufferedImage(14, 56, BufferedImage.TYPE_BYTE_GRAY));
    refuses(() -> asIs(flat, 784), "is 14 x 56 pixels");
  }

  @Test
  void noDamageToAPngGoesUnnoticed() throws IOException {
    byte[] good = encoded("png", levels(BufferedImage.TYPE_BYTE_GRAY));
    for (int length = 4; length < good.length; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      refuses(() -> asIs(cut, 256), "");
    }
    for (int at = 8; at < good.length; at++) {
      byte[] flipped = good.clone();
      flipped[at] ^= 4;
      refuses(() -> asIs(flipped, 256), "");
    }
  }

  @Test
  void aJpegThatBreaksOffIsRefused() throws IOException {
    byte[] good = encoded("jpeg", levels(BufferedImage.TYPE_BYTE_GRAY));
    for (int length = 4; length < good.length - 8; length += 7) {
      byte[] cut = Arrays.copyOf(good, length);
      refuses(() -> asIs(cut, 256), "");
    }
  }

  @Test
  void aPngThatClaimsMoreThanMemoryHoldsIsRefused() throws IOException {
    byte[] png = encoded("png", levels(BufferedImage.TYPE_BYTE_GRAY));
    ByteBuffer bytes = ByteBuffer.wrap(png);
    bytes.putInt(16, 2_000_000).putInt(20, 2_000_000); // IHDR's width and height
    CRC32 crc = new CRC32();
    crc.update(png, 12, 17);
    bytes.putInt(29, (int) crc.getValue());
    refuses(() -> asIs(png, 256), "is 2,000,000 x 2,000,000 pixels: make it smaller first");
  }

  @Test
  void idxPlainAndPacked() {
    byte[] idx = IdxBytes.images(3, 2, 2);
    for (byte[] file : new byte[][] {idx, IdxBytes.gzip(idx)}) {
      ImageRows read = WholeFile.read(ImageSource.of(write(file)), null, 4, false);
      assertThat(read.rows()).isEqualTo(3);
      assertThat(read.pixels()).isEqualTo(IdxBytes.pixels(3, 2, 2));
    }
    refuses(
        () -> WholeFile.read(ImageSource.of(write(idx)), null, 9, false),
        "holds images of 2 x 2 = 4 pixels, but the network takes 9");
    refuses(
        () -> WholeFile.read(ImageSource.of(write(Arrays.copyOf(idx, 20))), null, 4, false),
        "claims 28 bytes");
    refuses(
        () -> WholeFile.read(ImageSource.of(write(IdxBytes.labels(3))), null, 4, false),
        "holds labels where images belong");
  }

  static Stream<Arguments> otherKinds() {
    return Stream.of(
        Arguments.of("GIF89a", "a GIF image"),
        Arguments.of("BM123456", "a BMP image"),
        Arguments.of("RIFF1234WEBP", "WebP"),
        Arguments.of("%PDF-1.7", "a PDF"),
        Arguments.of("PK\003\004", "to be unpacked first"),
        Arguments.of("II*\0", "a TIFF image"),
        Arguments.of("\1\2\3", "of no known kind (it begins with 01 02 03)"));
  }

  @ParameterizedTest
  @MethodSource("otherKinds")
  void otherKindsAreNamed(String head, String says) {
    byte[] bytes = head.getBytes(StandardCharsets.ISO_8859_1);
    refuses(() -> WholeFile.read(ImageSource.of(write(bytes)), null, 4, false), says);
  }

  @Test
  void whatIsNoFile() {
    refuses(() -> WholeFile.read(ImageSource.of(folder), null, 4, false), "is a folder");
    refuses(() -> WholeFile.read(ImageSource.of(write(new byte[0])), null, 4, false), "is empty");
    refuses(
        () -> WholeFile.read(ImageSource.of(folder.resolve("none")), null, 4, false),
        "none does not exist");
  }

  @Test
  void aFormatThatIsGivenIsNotDoubted() {
    byte[] text = "1,2,3,4\n".getBytes(StandardCharsets.US_ASCII);
    ImageSource source = ImageSource.of(write(text));
    assertThat(WholeFile.read(source, ImageFormat.CSV, 4, false).rows()).isEqualTo(1);
    refuses(() -> WholeFile.read(source, ImageFormat.NPY, 4, false), "is not an npy file");
    refuses(
        () -> WholeFile.read(source, ImageFormat.IDX, 4, false),
        "is text, not an IDX file of images");
    refuses(
        () -> WholeFile.read(source, ImageFormat.IMAGE, 4, false),
        "is text, which is not a PNG or JPEG");
  }

  @Test
  void messagesSayTheNameThatWasGiven() {
    Path file = write(IdxBytes.images(3, 2, 2));
    for (ImageFormat format : ImageFormat.values()) {
      assertThatThrownBy(
              () -> WholeFile.read(new ImageSource("standard input", file), format, 9, false))
          .isInstanceOf(DataException.class)
          .hasMessageStartingWith("standard input")
          .message()
          .doesNotContain(folder.toString());
    }
  }

  private void refuses(Runnable reading, String says) {
    assertThatThrownBy(reading::run)
        .isInstanceOf(DataException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining(says);
  }
}
