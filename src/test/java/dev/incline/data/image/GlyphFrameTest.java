package dev.incline.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.data.DataException;
import dev.incline.data.Dataset;
import dev.incline.data.IdxFolder;
import dev.incline.data.ImageRows;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class GlyphFrameTest {
  private static final Dataset MNIST = IdxFolder.of(Path.of("data", "mnist")).test();

  private static byte[] digit(int row) {
    return Arrays.copyOfRange(MNIST.images(), row * 784, (row + 1) * 784);
  }

  /** White paper with a black box on it. */
  private static GreyImage box(int width, int height, int left, int top, int right, int bottom) {
    byte[] pixels = new byte[width * height];
    Arrays.fill(pixels, (byte) 255);
    for (int y = top; y < bottom; y++) {
      Arrays.fill(pixels, y * width + left, y * width + right, (byte) 0);
    }
    return new GreyImage(width, height, pixels, List.of());
  }

  @Test
  void imagesOfMnistComeOutAsTheyWentIn() {
    int same = 0;
    for (int row = 0; row < 1000; row++) {
      ImageRows framed = GlyphFrame.frame("", new GreyImage(28, 28, digit(row), List.of()), 28);
      same += Arrays.equals(framed.pixels(), digit(row)) && framed.notes().isEmpty() ? 1 : 0;
    }
    assertThat(same).isGreaterThanOrEqualTo(990); // a mass half between two pixels goes either way
  }

  @Test
  void darkOnLightIsInverted() {
    byte[] pixels = digit(0);
    byte[] dark = new byte[784];
    for (int i = 0; i < 784; i++) {
      dark[i] = (byte) (255 - (pixels[i] & 0xff));
    }
    ImageRows framed = GlyphFrame.frame("", new GreyImage(28, 28, dark, List.of()), 28);
    assertThat(framed.pixels()).isEqualTo(pixels);
    assertThat(framed.notes()).containsExactly("inverted: dark on light");
  }

  /** A box of 40 x 80 becomes 10 x 20, and its middle lies at pixel 14. */
  @Test
  void theLongerSideBecomesTwentyOf28() {
    ImageRows framed = GlyphFrame.frame("", box(200, 100, 150, 10, 190, 90), 28);
    for (int y = 0; y < 28; y++) {
      for (int x = 0; x < 28; x++) {
        boolean ink =
            x >= 10 && x < 20 && y >= 5 && y < 25; // from 14 - 4.5 and 14 - 9.5, rounded up
        assertThat(framed.pixels()[y * 28 + x]).isEqualTo((byte) (ink ? 255 : 0));
      }
    }
    assertThat(framed.notes())
        .containsExactly(
            "inverted: dark on light", "glyph of 40 x 80 scaled by 0.250", "centred by mass");
  }

  @Test
  void aSmallGlyphGrows() {
    ImageRows framed = GlyphFrame.frame("", box(12, 12, 5, 5, 7, 10), 28);
    int mass = 0;
    for (byte pixel : framed.pixels()) {
      mass += pixel & 0xff;
    }
    assertThat(mass).isEqualTo(8 * 20 * 255); // 2 x 5, four times larger
  }

  @Test
  void greyPaperBecomesBlack() {
    GreyImage image = box(60, 60, 20, 20, 40, 40);
    for (int i = 0; i < image.pixels().length; i++) {
      image.pixels()[i] = (byte) (image.pixels()[i] == 0 ? 60 : 190);
    }
    ImageRows framed = GlyphFrame.frame("", image, 28);
    assertThat(framed.notes()).contains("inverted: dark on light", "contrast 65..195 stretched");
    assertThat(framed.pixels()).contains(0, 255);
    assertThat(framed.pixels()[0]).isZero();
  }

  /** Paper of 120 between ink of 140 and shadows of 100: 20 grey levels are enough. */
  @Test
  void weakInkOnMiddleGreyIsStretched() {
    GreyImage image = box(60, 60, 20, 20, 40, 40);
    for (int i = 0; i < image.pixels().length; i++) {
      image.pixels()[i] = (byte) (image.pixels()[i] == 0 ? 140 : 120);
    }
    image.pixels()[30] = 100;
    ImageRows framed = GlyphFrame.frame("", image, 28);
    assertThat(framed.notes())
        .containsExactly(
            "contrast 120..140 stretched", "glyph of 20 x 20 scaled by 1.00", "centred by mass");
    assertThat(framed.pixels()[0]).isZero();
  }

  @Test
  void aGlyphThatTouchesTheEdgeAndOneOfOnePixelAreFramed() {
    assertThat(GlyphFrame.frame("", box(50, 50, 0, 0, 10, 50), 28).rows()).isEqualTo(1);
    assertThat(GlyphFrame.frame("", box(9, 9, 4, 4, 5, 5), 28).pixels()).contains(255);
    assertThat(GlyphFrame.frame("", box(3000, 40, 10, 20, 2990, 21), 28).pixels()).hasSize(784);
  }

  @Test
  void aBlankImageIsRefused() {
    byte[] grey = new byte[100];
    Arrays.fill(grey, (byte) 77);
    assertThatThrownBy(
            () -> GlyphFrame.frame("white.png", new GreyImage(10, 10, grey, List.of()), 28))
        .isInstanceOf(DataException.class)
        .hasMessage("white.png is blank: its pixels go from 77 to 77 only");
  }
}
