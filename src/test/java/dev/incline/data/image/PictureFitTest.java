package dev.incline.data.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.data.ImageRows;
import dev.incline.data.KnownSet;
import dev.incline.data.PixelStatistics;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Pictures for a model of images of 4 x 6 that are light at the bottom and nowhere else. */
@Tag("field")
class PictureFitTest {
  private static final byte[] TRAINED = new byte[24];

  static {
    Arrays.fill(TRAINED, 13, 17, (byte) 255);
  }

  private static final PixelStatistics STATISTICS = PixelStatistics.of(TRAINED, 4, 6, 1);

  private static GreyImage picture(int width, int height, int paper, int left, int right) {
    byte[] pixels = new byte[width * height];
    Arrays.fill(pixels, (byte) paper);
    for (int y = 2; y < height - 2; y++) {
      Arrays.fill(pixels, y * width + left, y * width + right, (byte) (255 - paper));
    }
    return new GreyImage(width, height, pixels, List.of());
  }

  @Test
  void theRightSizeStaysAsItIs() {
    ImageRows fit = PictureFit.fit(new GreyImage(6, 4, TRAINED, List.of()), STATISTICS);
    assertThat(fit.pixels()).isEqualTo(TRAINED);
    assertThat(fit.notes()).isEmpty();
  }

  /** 30 x 30 becomes 4 x 4 between two columns of its own ground; nothing moves. */
  @Test
  void proportionsAreKept() {
    ImageRows fit = PictureFit.fit(picture(30, 30, 0, 15, 28), STATISTICS);
    for (int y = 1; y < 3; y++) {
      assertThat(Arrays.copyOfRange(fit.pixels(), y * 6, y * 6 + 2)).containsOnly(0);
      assertThat(fit.pixels()[y * 6 + 4] & 0xff).isGreaterThan(150);
      assertThat(fit.pixels()[y * 6 + 5]).isZero();
    }
    assertThat(fit.notes()).singleElement().asString().startsWith("resized from 30 x 30 to 6 x 4");
  }

  @Test
  void aLightBorderIsInvertedWhereTrainingHasADarkOne() {
    ImageRows dark = PictureFit.fit(picture(30, 30, 0, 15, 28), STATISTICS);
    ImageRows light = PictureFit.fit(picture(30, 30, 255, 15, 28), STATISTICS);
    assertThat(light.pixels()).isEqualTo(dark.pixels());
    assertThat(light.notes())
        .contains("inverted: the border is light, that of the training images dark");
  }

  /** Each channel has its own ground, and none is inverted. */
  @Test
  void coloursAreScaledOneByOne() {
    GreyImage dark = picture(30, 30, 0, 15, 28);
    GreyImage light = picture(30, 30, 255, 15, 28);
    PixelStatistics colours = PixelStatistics.of(new byte[72], 4, 6, 3);
    ImageRows fit = PictureFit.fit(new ColourImage(dark, light, dark), colours);
    byte[] red = PictureFit.fit(dark, STATISTICS).pixels();
    for (int p = 0; p < 24; p++) {
      assertThat(fit.pixels()[3 * p]).isEqualTo(red[p]);
      assertThat(fit.pixels()[3 * p + 1]).isEqualTo((byte) ~red[p]);
      assertThat(fit.pixels()[3 * p + 2]).isEqualTo(red[p]);
    }
    assertThat(fit.notes()).containsExactly("resized from 30 x 30 to 6 x 4");
  }

  @Test
  void coloursOfTheRightSizeStayAsTheyAre() {
    GreyImage red = new GreyImage(6, 4, TRAINED, List.of());
    GreyImage black = new GreyImage(6, 4, new byte[24], List.of());
    ColourImage image = new ColourImage(red, black, black);
    ImageRows fit = PictureFit.fit(image, PixelStatistics.of(new byte[72], 4, 6, 3));
    assertThat(fit.pixels()).isEqualTo(image.pixels());
    assertThat(Arrays.copyOfRange(fit.pixels(), 38, 43)).containsExactly(0, -1, 0, 0, -1);
    assertThat(fit.notes()).isEmpty();
  }

  @Test
  void aPublicSetIsKnownByItsFilesAndNamesItsClasses() {
    KnownSet fashion = KnownSet.named("fashion-mnist").orElseThrow();
    Map<String, String> sums =
        fashion.files().stream()
            .collect(Collectors.toMap(KnownSet.File::name, KnownSet.File::unpacked));
    assertThat(KnownSet.of(sums)).hasValue(fashion);
    assertThat(fashion.classes()).hasSize(10).startsWith("T-shirt/top").endsWith("Ankle boot");
    sums.put(fashion.files().get(3).name(), "0");
    assertThat(KnownSet.of(sums)).isEmpty();
    assertThat(KnownSet.of(Map.of())).isEmpty();
  }
}
