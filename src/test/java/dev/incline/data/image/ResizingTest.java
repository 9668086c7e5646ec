package dev.incline.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ResizingTest {
  private static byte[] resized(int height, int width, int toHeight, int toWidth, int... pixels) {
    byte[] bytes = new byte[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      bytes[i] = (byte) pixels[i];
    }
    GreyImage image = new GreyImage(width, height, bytes, List.of());
    return new Resizing(toHeight, toWidth).of(image).pixels();
  }

  @Test
  void aShorterSideTakesMeansOfWhatItCovers() {
    assertThat(resized(1, 4, 1, 2, 0, 10, 20, 31)).containsExactly(5, 26);
    assertThat(resized(4, 1, 2, 1, 0, 10, 20, 31)).containsExactly(5, 26);
    assertThat(resized(1, 3, 1, 2, 30, 60, 90))
        .as("half of the middle each")
        .containsExactly(40, 80);
    assertThat(resized(2, 2, 1, 1, 255, 255, 255, 254)).containsExactly(255);
  }

  @Test
  void aLongerSideLiesOnTheLineBetweenNeighbours() {
    assertThat(resized(1, 2, 1, 4, 0, 100)).containsExactly(0, 25, 75, 100);
    assertThat(resized(2, 1, 4, 1, 0, 100)).containsExactly(0, 25, 75, 100);
    assertThat(resized(1, 1, 2, 3, 200)).containsOnly(200);
  }

  @Test
  void eachSideIsScaledByItself() {
    assertThat(resized(2, 4, 4, 2, 0, 0, 100, 100, 40, 40, 140, 140))
        .containsExactly(0, 100, 10, 110, 30, 130, 40, 140 - 256);
  }

  /** Each pixel repeated as often as the other size has pixels: areas are then whole numbers. */
  @Test
  void meansAreThoseOfTheAreas() {
    Random random = new Random(1);
    for (int trial = 0; trial < 50; trial++) {
      int height = 1 + random.nextInt(9);
      int width = 1 + random.nextInt(9);
      int toHeight = 1 + random.nextInt(height);
      int toWidth = 1 + random.nextInt(width);
      int[] pixels = random.ints(height * width, 0, 256).toArray();
      byte[] expected = new byte[toHeight * toWidth];
      for (int y = 0; y < toHeight; y++) {
        for (int x = 0; x < toWidth; x++) {
          int sum = 0;
          for (int i = y * height; i < (y + 1) * height; i++) {
            for (int j = x * width; j < (x + 1) * width; j++) {
              sum += pixels[i / toHeight * width + j / toWidth];
            }
          }
          expected[y * toWidth + x] = (byte) Math.floor((double) sum / (height * width) + 0.5);
        }
      }
      assertThat(resized(height, width, toHeight, toWidth, pixels)).isEqualTo(expected);
    }
  }

  @Test
  void channelsAreScaledAlikeAndTheRightSizeStays() {
    GreyImage one = new GreyImage(2, 1, new byte[] {0, 100}, List.of("turned"));
    GreyImage other = new GreyImage(2, 1, new byte[] {50, 50}, List.of("turned"));
    ColourImage image = new Resizing(1, 1).of(new ColourImage(one, other, one));
    assertThat(image.pixels()).containsExactly(50, 50, 50);
    assertThat(image.notes()).containsExactly("turned", "resized to 1x1 (height x width)");
    assertThat(new Resizing(1, 2).of(one)).isSameAs(one);
  }

  @Test
  void theHeightComesFirst() {
    assertThat(Resizing.parse(" 32X48")).isEqualTo(new Resizing(32, 48));
    assertThat(Resizing.parse("32x48")).hasToString("32x48");
    for (String wrong : List.of("32", "0x4", "32x48x3", "32 48", "10000x1", "-3x4")) {
      assertThatThrownBy(() -> Resizing.parse(wrong)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
