package dev.incline.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.data.image.ImageSource;
import dev.incline.data.image.WholeFile;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures of a bar, in colours and samples of many kinds. */
@Tag("field")
class PictureColoursTest {
  private static final int SIDE = 64;

  @TempDir private Path folder;

  private static boolean isInk(int x, int y) {
    return x >= 28 && x < 36 && y >= 12 && y < 52;
  }

  private ImageRows read(String format, BufferedImage image) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, bytes)).isTrue();
    return read(bytes.toByteArray());
  }

  private ImageRows read(byte[] file) {
    return WholeFile.read(
        ImageSource.of(IdxBytes.write(folder.resolve("bar"), file)), null, 784, false);
  }

  private static BufferedImage drawn(int type, int ink, int paper) {
    BufferedImage image = new BufferedImage(SIDE, SIDE, type);
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        image.setRGB(x, y, isInk(x, y) ? ink : paper);
      }
    }
    return image;
  }

  /** A bar of 4 x 20, light on dark, and nothing else; a JPEG's colours run. */
  private static void requireBar(ImageRows read) {
    for (int y = 0; y < 28; y++) {
      for (int x = 0; x < 28; x++) {
        boolean inside = x == 14 && y >= 7 && y < 21;
        boolean outside = x < 10 || x >= 19 || y < 3 || y >= 26;
        int pixel = read.pixels()[y * 28 + x] & 0xff;
        assertThat(pixel).as("pixel %d, %d", x, y).isBetween(inside ? 160 : 0, outside ? 40 : 255);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0xff0000, 0x0055d6, red", // luma 76 on 74
    "0x0055d6, 0xff0000, red",
    "0xffff00, 0xffffff, blue",
    "0x00a000, 0xa05078, red",
    "0xff0000, 0x0000ff, red"
  })
  void coloursOfEqualLumaAreToldApart(String ink, String paper, String channel) throws IOException {
    BufferedImage image =
        drawn(BufferedImage.TYPE_INT_RGB, Integer.decode(ink), Integer.decode(paper));
    ImageRows png = read("png", image);
    requireBar(png);
    assertThat(png.notes())
        .contains(
            "colours of nearly equal brightness: the %s channel was taken".formatted(channel));
    requireBar(read("jpeg", image));
  }

  @Test
  void coloursThatLumaTellsApartAreTurnedGreyAsEver() throws IOException {
    ImageRows read = read("png", drawn(BufferedImage.TYPE_INT_RGB, 0x0000ff, 0xffffff));
    requireBar(read);
    assertThat(read.notes()).contains("colours turned grey");
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 255, 1000, 4095, 65_535})
  void sixteenBitsOfEveryRange(int white) throws IOException {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_USHORT_GRAY);
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        image.getRaster().setSample(x, y, 0, isInk(x, y) ? white / 10 : white);
      }
    }
    ImageRows read = read("png", image);
    requireBar(read);
    List<String> notes = read.notes().stream().filter(note -> note.startsWith("16-bit")).toList();
    assertThat(notes).hasSize(white == 65_535 ? 0 : 1);
  }

  @ParameterizedTest
  @CsvSource({
    "0xff000000, 0x00000000", // black ink on nothing
    "0xffffffff, 0x00ffffff",
    "0x00000000, 0xff000000", // a hole in black
    "0x00ffffff, 0xffffffff",
    "0xffff0000, 0x000000ff"
  })
  void transparentInkOrPaper(String ink, String paper) throws IOException {
    ImageRows read =
        read(
            "png",
            drawn(
                BufferedImage.TYPE_INT_ARGB,
                (int) (long) Long.decode(ink),
                (int) (long) Long.decode(paper)));
    requireBar(read);
    assertThat(read.notes()).anyMatch(note -> note.startsWith("laid on "));
  }

  /** An icon's rounded corners, on white paper. */
  @Test
  void transparentCorners() throws IOException {
    BufferedImage image = drawn(BufferedImage.TYPE_INT_ARGB, 0xff000000, 0xffffffff);
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        if (Math.min(x, SIDE - 1 - x) + Math.min(y, SIDE - 1 - y) < 6) {
          image.setRGB(x, y, 0);
        }
      }
    }
    requireBar(read("png", image));
  }

  @Test
  void aJpegOfFourColoursIsRefusedInWords() throws IOException {
    WritableRaster raster =
        Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, SIDE, SIDE, 4, null);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(raster, null, null), null);
    } finally {
      writer.dispose();
    }
    assertThatThrownBy(() -> read(bytes.toByteArray()))
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith("has the four colours of print (CMYK): save it as RGB or grey first");
  }
}
