package dev.incline.data.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.data.Dataset;
import dev.incline.data.IdxFolder;
import dev.incline.data.ImageRows;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Digits of MNIST on pages as scanners and cameras give them: what is found is the digit that is
 * found on a clean page.
 */
@Tag("field")
class GlyphSearchTest {
  private static final Dataset MNIST = IdxFolder.of(Path.of("data", "mnist")).test();
  private static final int DIGITS = 60;
  private static final int PAPER = 235;
  private static final int WIDTH = 150;
  private static final int HEIGHT = 125;

  private static byte[] digit(int row) {
    return Arrays.copyOfRange(MNIST.images(), row * 784, (row + 1) * 784);
  }

  /** A page under construction. */
  private static final class Page {
    final BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);

    Page() {
      fill(PAPER, 0, 0, WIDTH, HEIGHT);
    }

    Page fill(int grey, int left, int top, int width, int height) {
      for (int y = top; y < Math.min(HEIGHT, top + height); y++) {
        for (int x = left; x < Math.min(WIDTH, left + width); x++) {
          image.getRaster().setSample(x, y, 0, grey);
        }
      }
      return this;
    }

    /** Dark ink. */
    Page digit(int row, int left, int top) {
      return digit(row, left, top, 70);
    }

    Page digit(int row, int left, int top, int side) {
      BufferedImage small = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
      small.getRaster().setDataElements(0, 0, 28, 28, GlyphSearchTest.digit(row));
      BufferedImage large = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
      Graphics2D brush = large.createGraphics();
      brush.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
      brush.drawImage(small, 0, 0, side, side, null);
      brush.dispose();
      for (int y = 0; y < Math.min(side, HEIGHT - top); y++) {
        for (int x = 0; x < Math.min(side, WIDTH - left); x++) {
          int ink = large.getRaster().getSample(x, y, 0) * (PAPER - 20) / 255;
          int paper = image.getRaster().getSample(left + x, top + y, 0);
          image.getRaster().setSample(left + x, top + y, 0, Math.max(0, paper - ink));
        }
      }
      return this;
    }

    Page noise(long seed) {
      Random random = new Random(seed);
      byte[] pixels = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
      for (int i = 0; i < pixels.length; i++) {
        double noisy = (pixels[i] & 0xff) + 8 * random.nextGaussian();
        pixels[i] = (byte) Math.max(0, Math.min(255, noisy));
      }
      return this;
    }

    GreyImage grey() {
      byte[] pixels = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
      return new GreyImage(WIDTH, HEIGHT, pixels.clone(), List.of());
    }
  }

  /** What may lie on a page beside the digit. */
  private enum Dirt {
    GREY_CORNER_PIXEL {
      @Override
      Page on(Page page) {
        return page.fill(120, WIDTH - 1, HEIGHT - 1, 1, 1);
      }
    },
    RIM_ABOVE {
      @Override
      Page on(Page page) {
        return page.fill(30, 0, 0, WIDTH, 6);
      }
    },
    RIM_LEFT_AND_ABOVE {
      @Override
      Page on(Page page) {
        return page.fill(30, 0, 0, WIDTH, 7).fill(30, 0, 0, 10, HEIGHT);
      }
    },
    RIM_OF_THREE_SIDES {
      @Override
      Page on(Page page) {
        return RIM_LEFT_AND_ABOVE.on(page).fill(40, WIDTH - 8, 0, 8, HEIGHT);
      }
    },
    RIM_ALL_ROUND {
      @Override
      Page on(Page page) {
        return RIM_OF_THREE_SIDES.on(page).fill(25, 0, HEIGHT - 5, WIDTH, 5);
      }
    },
    BOX {
      @Override
      Page on(Page page) {
        return page.fill(40, 20, 10, 100, 2)
            .fill(40, 20, 108, 100, 2)
            .fill(40, 20, 10, 2, 100)
            .fill(40, 118, 10, 2, 100);
      }
    },
    LINE {
      @Override
      Page on(Page page) {
        return page.fill(90, 0, 12, WIDTH, 1);
      }
    },
    DUST {
      @Override
      Page on(Page page) {
        return page.fill(80, 10, 10, 3, 2).fill(60, 130, 20, 2, 4).fill(100, 15, 110, 3, 3);
      }
    },
    CUT_NEIGHBOUR {
      @Override
      Page on(Page page) {
        return page.digit(0, 125, 25);
      }
    };

    abstract Page on(Page page);
  }

  private static ImageRows framed(GreyImage image) {
    return GlyphFrame.frame("", image, 28);
  }

  private static double difference(ImageRows one, ImageRows other) {
    double sum = 0;
    for (int i = 0; i < 784; i++) {
      sum += Math.abs((one.pixels()[i] & 0xff) - (other.pixels()[i] & 0xff));
    }
    return sum / 784;
  }

  @ParameterizedTest
  @EnumSource(Dirt.class)
  void theDigitIsFoundAndTheRestIsSaid(Dirt dirt) {
    for (int row = 0; row < DIGITS; row++) {
      ImageRows clean = framed(new Page().digit(row, 35, 25).grey());
      ImageRows dirty = framed(dirt.on(new Page().digit(row, 35, 25)).grey());
      assertThat(difference(clean, dirty)).as("digit %d", row).isLessThan(2);
      assertThat(dirty.notes())
          .anyMatch(note -> note.matches(".*(beside the glyph left out|cropped to a sheet).*"));
    }
  }

  /** Noise of 8 grey levels changes every pixel a little, and no box. */
  @Test
  void theDigitIsFoundUnderNoise() {
    for (int row = 0; row < DIGITS; row++) {
      ImageRows clean = framed(new Page().digit(row, 35, 25).grey());
      ImageRows noisy = framed(new Page().digit(row, 35, 25).noise(row).grey());
      assertThat(difference(clean, noisy)).as("digit %d", row).isLessThan(16);
    }
  }

  @Test
  void ofTwoDigitsOneIsTakenAndTheOtherSaid() {
    int separate = 0;
    for (int row = 0; row < DIGITS; row++) {
      ImageRows left = framed(new Page().digit(row, 3, 25).grey());
      ImageRows right = framed(new Page().digit(row + 1, 77, 30).grey());
      ImageRows two = framed(new Page().digit(row, 3, 25).digit(row + 1, 77, 30).grey());
      assertThat(Math.min(difference(left, two), difference(right, two)))
          .as("digit %d", row)
          .isLessThan(2);
      assertThat(two.notes()).anyMatch(note -> note.matches(".*(largest was|glyph left).*"));
      separate += two.notes().contains("2 separate shapes: the largest was taken") ? 1 : 0;
    }
    assertThat(separate).isGreaterThanOrEqualTo(DIGITS - 3); // a digit may be in two parts
  }

  @Test
  void aLightDigitOnADarkSquareWithAWhiteMarginIsFound() {
    int found = 0;
    for (int row = 0; row < DIGITS; row++) {
      GreyImage plot = new Page().fill(0, 30, 20, 84, 84).grey();
      for (int y = 0; y < 84; y++) {
        for (int x = 0; x < 84; x++) {
          plot.pixels()[(20 + y) * WIDTH + 30 + x] = digit(row)[y / 3 * 28 + x / 3];
        }
      }
      ImageRows original = framed(new GreyImage(28, 28, digit(row), List.of()));
      found += difference(original, framed(plot)) < 16 ? 1 : 0;
    }
    assertThat(found).isGreaterThanOrEqualTo(DIGITS - 2); // where it touches the square's edge
  }

  /** The bar of a 5, the halves of a broken 0: nothing that belongs to a digit is left out. */
  @Test
  void cleanDigitsKeepAllTheirParts() {
    int whole = 0;
    for (int row = 0; row < 2000; row++) {
      byte[] pixels = new byte[40 * 40];
      for (int y = 0; y < 28; y++) {
        System.arraycopy(MNIST.images(), row * 784 + y * 28, pixels, (y + 6) * 40 + 6, 28);
      }
      GlyphSearch.Found found = GlyphSearch.in(new GreyImage(40, 40, pixels, List.of()));
      whole += found.notes().isEmpty() && Arrays.equals(found.ink().pixels(), pixels) ? 1 : 0;
    }
    assertThat(whole).isGreaterThan(1990); // some have a speck beside them
  }

  @Test
  void aGreyCornerPixelOfASmallImageGoes() {
    for (int row = 0; row < DIGITS; row++) {
      byte[] spotted = digit(row);
      spotted[783] = 120;
      ImageRows read = framed(new GreyImage(28, 28, spotted, List.of()));
      assertThat(read.pixels())
          .isEqualTo(framed(new GreyImage(28, 28, digit(row), List.of())).pixels());
      assertThat(read.notes()).contains("1 mark beside the glyph left out");
    }
  }

  @Test
  void aLargePictureIsSearchedInCells() {
    byte[] pixels = new byte[2400 * 1800];
    for (int y = 0; y < 1400; y++) {
      for (int x = 0; x < 1400; x++) {
        pixels[(y + 200) * 2400 + x + 300] = digit(0)[y / 50 * 28 + x / 50];
      }
    }
    for (int y = 0; y < 1800; y++) {
      Arrays.fill(pixels, y * 2400, y * 2400 + 40, (byte) 200); // a light rim
    }
    ImageRows read = framed(new GreyImage(2400, 1800, pixels, List.of()));
    assertThat(difference(framed(new GreyImage(28, 28, digit(0), List.of())), read)).isLessThan(16);
    assertThat(read.notes()).contains("1 mark beside the glyph left out");
  }
}
