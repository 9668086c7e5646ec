package dev.incline.data.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.data.IdxBytes;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Pictures that are stored turned or mirrored, and say so in their EXIF data. */
@Tag("field")
class OrientationTest {
  private static final int WIDTH = 2; // in fields of FIELD pixels
  private static final int HEIGHT = 8;
  private static final int FIELD = 16; // a JPEG's block of colours

  /** EXIF 4.6.4: the side of the picture at which row 0 lies, and that of column 0. */
  private static final String[] SIDES = {
    "",
    "top left",
    "top right",
    "bottom right",
    "bottom left",
    "left top",
    "right top",
    "right bottom",
    "left bottom"
  };

  /** The grey that a viewer shows at a field. */
  private static int shown(int x, int y) {
    return 8 + 15 * (y * WIDTH + x);
  }

  private static int stored(int orientation, int row, int column) {
    String[] sides = SIDES[orientation].split(" ");
    int x = 0;
    int y = 0;
    for (int i = 0; i < 2; i++) {
      int place = i == 0 ? row : column;
      switch (sides[i]) {
        case "top" -> y = place;
        case "bottom" -> y = HEIGHT - 1 - place;
        case "left" -> x = place;
        default -> x = WIDTH - 1 - place;
      }
    }
    return shown(x, y);
  }

  private static BufferedImage picture(int orientation) {
    int rows = orientation >= 5 ? WIDTH : HEIGHT;
    int columns = orientation >= 5 ? HEIGHT : WIDTH;
    BufferedImage image =
        new BufferedImage(columns * FIELD, rows * FIELD, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < rows * FIELD; y++) {
      for (int x = 0; x < columns * FIELD; x++) {
        image.getRaster().setSample(x, y, 0, stored(orientation, y / FIELD, x / FIELD));
      }
    }
    return image;
  }

  private static byte[] exif(ByteOrder order, int type, int value) {
    ByteBuffer tiff = ByteBuffer.allocate(8 + 2 + 2 * 12 + 4).order(order);
    tiff.put((order == ByteOrder.LITTLE_ENDIAN ? "II" : "MM").getBytes(StandardCharsets.US_ASCII));
    tiff.putShort((short) 42).putInt(8).putShort((short) 2);
    tiff.putShort((short) 0x0100).putShort((short) 4).putInt(1).putInt(640); // a width, in between
    tiff.putShort((short) 0x0112).putShort((short) type).putInt(1).putShort((short) value);
    return tiff.array();
  }

  private static byte[] encoded(String format, BufferedImage image) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, bytes)).isTrue();
    return bytes.toByteArray();
  }

  private static byte[] inserted(byte[] file, int at, byte[] part) {
    return IdxBytes.join(
        IdxBytes.join(Arrays.copyOf(file, at), part), Arrays.copyOfRange(file, at, file.length));
  }

  private static byte[] file(String format, BufferedImage image, byte[] exif) throws IOException {
    byte[] file = encoded(format, image);
    if (format.equals("jpeg")) {
      ByteBuffer segment = ByteBuffer.allocate(4 + 6 + exif.length);
      segment.putShort((short) 0xffe1).putShort((short) (2 + 6 + exif.length));
      segment.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII)).put(exif);
      return inserted(file, 2, segment.array());
    }
    ByteBuffer chunk = ByteBuffer.allocate(12 + exif.length);
    chunk.putInt(exif.length).put("eXIf".getBytes(StandardCharsets.US_ASCII)).put(exif);
    CRC32 crc = new CRC32();
    crc.update(chunk.array(), 4, 4 + exif.length);
    chunk.putInt((int) crc.getValue());
    return inserted(file, 8 + 25, chunk.array()); // after IHDR
  }

  private static GreyImage read(byte[] file) throws IOException {
    return ImageFile.read("picture", file.length, new ByteArrayInputStream(file)).grey();
  }

  static Stream<Arguments> everyOne() {
    return IntStream.rangeClosed(1, 8)
        .boxed()
        .flatMap(
            orientation ->
                Stream.of("png", "jpeg")
                    .flatMap(
                        format ->
                            Stream.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)
                                .map(order -> Arguments.of(orientation, format, order))));
  }

  @ParameterizedTest
  @MethodSource("everyOne")
  void isTurnedAsViewersDo(int orientation, String format, ByteOrder order) throws IOException {
    GreyImage read = read(file(format, picture(orientation), exif(order, 3, orientation)));
    assertThat(read.width()).isEqualTo(WIDTH * FIELD);
    assertThat(read.height()).isEqualTo(HEIGHT * FIELD);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        assertThat(read.at(x * FIELD + FIELD / 2, y * FIELD + FIELD / 2))
            .as("field %d, %d", x, y)
            .isBetween(shown(x, y) - 3, shown(x, y) + 3);
      }
    }
    if (orientation == 1) {
      assertThat(read.notes()).isEmpty();
    } else {
      assertThat(read.notes())
          .singleElement()
          .asString()
          .endsWith("EXIF orientation " + orientation);
    }
  }

  @Test
  void whatIsDamagedIsIgnoredAndSaid() throws IOException {
    byte[] good = exif(ByteOrder.BIG_ENDIAN, 3, 6);
    byte[] noHeader = good.clone();
    noHeader[0] = 'X';
    byte[] noMagic = good.clone();
    noMagic[3] = 41;
    byte[] farAway = good.clone();
    farAway[4] = 0x7f;
    byte[] negative = good.clone();
    negative[4] = (byte) 0xff;
    for (byte[] exif :
        List.of(noHeader, noMagic, farAway, negative, Arrays.copyOf(good, 20), new byte[0])) {
      for (String format : List.of("png", "jpeg")) {
        assertThat(read(file(format, picture(1), exif)).notes())
            .containsExactly("EXIF data ignored: they are damaged");
      }
    }
    for (byte[] exif :
        List.of(
            exif(ByteOrder.BIG_ENDIAN, 3, 9),
            exif(ByteOrder.LITTLE_ENDIAN, 3, 0),
            exif(ByteOrder.BIG_ENDIAN, 2, 6))) {
      assertThat(read(file("jpeg", picture(1), exif)).notes())
          .containsExactly("EXIF orientation ignored: it is not from 1 to 8");
    }
  }
}
