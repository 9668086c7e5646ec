package dev.incline.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.data.Dataset;
import dev.incline.data.Inputs;
import java.util.List;
import org.junit.jupiter.api.Test;

class PicturesTest {
  private static final byte[] VALUES = {1, 2, 3, (byte) 200, 0, -1};

  /** Of two pixels in colours, or six that are grey. */
  private static Dataset images(int channels) {
    Inputs inputs = new Inputs.Pixels(VALUES);
    return new Dataset("x", inputs, new byte[1], 1, 1, 6 / channels, channels, List.of("a", "b"));
  }

  @Test
  void coloursAreShownAsTheyAre() {
    assertThat(Pictures.ofRow(images(3), 0).rgb()).containsExactly(0x010203, 0xc800ff);
    assertThat(Pictures.ofRow(images(1), 0).rgb())
        .containsExactly(0xfefefe, 0xfdfdfd, 0xfcfcfc, 0x373737, 0xffffff, 0);
  }

  /** The second of two units; all three channels are scaled by one weight. */
  @Test
  void weightsOfAPixelAreItsColours() {
    float[] matrix = {9, 2, 9, 0, 9, -1, 9, 1, 9, -2, 9, 0};
    assertThat(Pictures.ofWeights(images(3), matrix, 2, 1).rgb())
        .containsExactly(0xff8040, 0xbf0080);
    assertThat(Pictures.ofWeights(images(1), matrix, 2, 1).rgb())
        .startsWith(0xd55e00, 0xffffff)
        .hasSize(6);
  }
}
