package dev.incline.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.data.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageShapeTest {
  @Test
  void aThirdNumberIsTheChannels() {
    assertThat(ImageShape.parse("28x20")).isEqualTo(new ImageShape(28, 20, 1)).hasToString("28x20");
    assertThat(ImageShape.parse("28x20x1")).isEqualTo(new ImageShape(28, 20, 1));
    assertThat(ImageShape.parse("28x20x3"))
        .isEqualTo(new ImageShape(28, 20, 3))
        .hasToString("28x20x3");
  }

  @Test
  void channelsCountInARow() {
    ImageShape shape = new ImageShape(2, 2, 3);
    assertThat(shape.of(12, "t")).isSameAs(shape);
    assertThatThrownBy(() -> shape.of(4, "t"))
        .isInstanceOf(DataException.class)
        .hasMessage("t has 4 values in a row, but --shape 2x2x3 has 12 values");
  }

  @ParameterizedTest
  @ValueSource(strings = {"28", "28x", "28x28x", "28x28x2", "28x28x4", "3x3x3x3", "0x3"})
  void otherTextIsRefused(String text) {
    assertThatThrownBy(() -> ImageShape.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
