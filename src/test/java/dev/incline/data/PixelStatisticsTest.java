package dev.incline.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.incline.testing.SyntheticData;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("field")
class PixelStatisticsTest {
  private static final IdxFolder MNIST = IdxFolder.of(Path.of("data", "mnist"));
  private static final PixelStatistics TRAINED = PixelStatistics.of(MNIST.training());
  private static final byte[] TEST = MNIST.test().images();

  private static PixelStatistics of(byte[] images) {
    return PixelStatistics.of(images, 28, 28, 1);
  }

  private static byte[] inverted(byte[] images) {
    byte[] result = images.clone();
    for (int i = 0; i < result.length; i++) {
      result[i] = (byte) ~result[i];
    }
    return result;
  }

  private static byte[] transposed(byte[] images) {
    byte[] result = new byte[images.length];
    for (int i = 0; i < result.length; i++) {
      int p = i % 784;
      result[i - p + p % 28 * 28 + p / 28] = images[i];
    }
    return result;
  }

  @Test
  void theNumbersOfMnistAreTheKnownOnes() {
    assertThat(TRAINED.mean()).isCloseTo(0.1307, within(0.003));
    assertThat(TRAINED.deviation()).isCloseTo(0.3081, within(0.003));
    assertThat(TRAINED.zeros()).isCloseTo(0.809, within(0.005));
    assertThat(TRAINED.areFramed()).isTrue();
    assertThat(TRAINED.meanImage()).hasSize(784);
  }

  @Test
  void eachNumberIsWhatItSays() {
    byte[] images = {0, 0, 0, 0, 0, 0, 0, -1, 0, 51, 51, 51, 51, 51, 51, 51, 51, 51};
    PixelStatistics two = PixelStatistics.of(images, 3, 3, 1);
    assertThat(two.rows()).isEqualTo(2);
    assertThat(two.mean()).isCloseTo((1 + 9 * 0.2) / 18, within(1e-12));
    assertThat(two.zeros()).isCloseTo(8.0 / 18, within(1e-12));
    assertThat(two.darkest()).isCloseTo(1.0 / 9, within(1e-12));
    assertThat(two.lightest()).isCloseTo(0.2, within(1e-12));
    assertThat(two.border()).isCloseTo((1 + 8 * 0.2) / 16, within(1e-12));
    assertThat(two.centred()).isEqualTo(1);
    assertThat(two.meanImage()).containsExactly(26, 26, 26, 26, 26, 26, 26, 153, 26);
  }

  /** One image of a black pixel and a red one: each colour counts, at the place of its pixel. */
  @Test
  void coloursCountPixelByPixel() {
    PixelStatistics one = PixelStatistics.of(new byte[] {0, 0, 0, -1, 0, 51}, 1, 2, 3);
    assertThat(one.channels()).isEqualTo(3);
    assertThat(one.mean()).isCloseTo(0.2, within(1e-12));
    assertThat(one.zeros()).isCloseTo(4.0 / 6, within(1e-12));
    assertThat(one.border()).isCloseTo(0.2, within(1e-12));
    assertThat(one.meanImage()).containsExactly(0, 0, 0, 255, 0, 51);
    assertThat(one.differenceFrom(PixelStatistics.of(new byte[6], 1, 6, 1)))
        .hasValue("1 x 2 x 3 pixels, trained on 1 x 6");
  }

  /** MNIST's digits in yellow: no frame, but the mistakes of grey images are found. */
  @Test
  void colouredImagesAreDoubtedAsGreyOnes() {
    PixelStatistics yellow = PixelStatistics.of(yellow(TEST), 28, 28, 3);
    assertThat(yellow.areFramed()).isFalse();
    assertThat(yellow.centred()).isEqualTo(of(TEST).centred());
    assertThat(yellow.border()).isCloseTo(of(TEST).border() * 2 / 3, within(1e-12));
    assertThat(
            PixelStatistics.of(yellow(MNIST.training().images()), 28, 28, 3).differenceFrom(yellow))
        .isEmpty();
    assertThat(
            PixelStatistics.of(yellow(transposed(TEST)), 28, 28, 3)
                .differenceFrom(yellow)
                .orElseThrow())
        .endsWith("are rows and columns swapped?");
    assertThat(
            PixelStatistics.of(inverted(yellow(TEST)), 28, 28, 3)
                .differenceFrom(yellow)
                .orElseThrow())
        .endsWith("are they inverted?");
  }

  private static byte[] yellow(byte[] images) {
    byte[] yellow = new byte[3 * images.length];
    for (int i = 0; i < images.length; i++) {
      yellow[3 * i] = images[i];
      yellow[3 * i + 1] = images[i];
    }
    return yellow;
  }

  @Test
  void imagesOfTheSameKindAreNotDoubted() {
    assertThat(of(TEST).differenceFrom(TRAINED)).isEmpty();
    for (int rows : new int[] {1, 2, 5, 20, 100, 1000}) {
      for (int row = 0; row + rows <= 2000; row += rows) {
        byte[] some = Arrays.copyOfRange(TEST, row * 784, (row + rows) * 784);
        assertThat(of(some).differenceFrom(TRAINED)).as("%d rows from %d", rows, row).isEmpty();
      }
    }
  }

  @Test
  void invertedImagesAreNamedHoweverFew() {
    assertThat(of(inverted(TEST)).differenceFrom(TRAINED))
        .hasValue(
            "mean 0.87, trained on 0.13; 1 % of the pixels are 0, trained on 81 %: are they inverted?");
    byte[] one = inverted(Arrays.copyOf(TEST, 784));
    assertThat(of(one).clearDifferenceFrom(TRAINED).orElseThrow()).endsWith("are they inverted?");
    assertThat(TRAINED.differenceFrom(of(inverted(TEST))).orElseThrow())
        .endsWith("are they inverted?");
  }

  @Test
  void swappedRowsAndColumnsAreNamed() {
    assertThat(of(transposed(TEST)).differenceFrom(TRAINED).orElseThrow())
        .endsWith("are rows and columns swapped?");
  }

  @Test
  void anotherSetIsNamedByItsNumbers() {
    Dataset other = SyntheticData.of("other", 200, 28, 1);
    assertThat(PixelStatistics.of(other).areFramed()).isFalse();
    assertThat(PixelStatistics.of(other).differenceFrom(TRAINED).orElseThrow())
        .startsWith("mean 0.5");
    assertThat(PixelStatistics.of(SyntheticData.of("x", 9, 4, 1)).differenceFrom(TRAINED))
        .hasValue("4 x 4 pixels, trained on 28 x 28");
  }

  @Test
  void imagesThatAreNotCentredAreNamed() {
    byte[] shifted = new byte[784];
    System.arraycopy(TEST, 0, shifted, 4, 780); // the first digit, four pixels to the right
    assertThat(of(shifted).clearDifferenceFrom(TRAINED).orElseThrow())
        .endsWith("0 % of the images are centred by mass, trained on 100 %");
  }

  /** One digit's images alone are no other set, though their mean image is another. */
  @Test
  void imagesOfOneClassAreClearedOfDoubt() {
    Dataset test = MNIST.test();
    for (int label = 0; label < 10; label++) {
      byte[] only = new byte[test.images().length];
      int count = 0;
      for (int row = 0; row < test.rows(); row++) {
        if (test.labels()[row] == label) {
          System.arraycopy(test.images(), row * 784, only, count++ * 784, 784);
        }
      }
      PixelStatistics one = of(Arrays.copyOf(only, count * 784));
      assertThat(one.clearDifferenceFrom(TRAINED)).as("digit %d", label).isEmpty();
    }
  }
}
