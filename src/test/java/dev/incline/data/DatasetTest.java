package dev.incline.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetTest {
  @Test
  void sharesItsArrays() {
    byte[] images = new byte[12];
    byte[] labels = {0, 1};
    Dataset data = new Dataset("two", images, labels, 2, 2, 3, 2);

    assertThat(data.images()).isSameAs(images);
    assertThat(data.labels()).isSameAs(labels);
    assertThat(data.features()).isEqualTo(6);
  }

  @Test
  void aPixelHasOneOrThreeChannels() {
    Dataset data = ofChannels(3);
    assertThat(data.features()).isEqualTo(6);
    assertThat(data.first(1).channels()).isEqualTo(3);
    assertThat(data.withClasses(List.of("c", "b", "a")).channels()).isEqualTo(3);
    assertThat(data.shape()).isEqualTo("images of 1 x 2 x 3 = 6 values");
    assertThat(ofChannels(1).shape()).isEqualTo("images of 1 x 6 = 6 pixels");
    assertThatThrownBy(() -> ofChannels(2)).hasMessage("x has 2 channels: 1 or 3 are taken");
    assertThatThrownBy(
            () -> new Dataset("x", data.inputs(), data.labels(), 2, 1, 3, 3, data.classNames()))
        .hasMessageContaining("for 2 rows of 1 x 3 x 3");
  }

  private static Dataset ofChannels(int channels) {
    Inputs inputs = new Inputs.Pixels(new byte[12]);
    return new Dataset("x", inputs, new byte[2], 2, 1, 6 / channels, channels, List.of("a", "b"));
  }

  @ParameterizedTest
  @CsvSource({"11, 2, 2", "13, 2, 2", "12, 1, 2", "12, 3, 2", "0, 0, 0"})
  void refusesLengthsThatDoNotFit(int pixels, int labels, int rows) {
    assertThatThrownBy(() -> new Dataset("odd", new byte[pixels], new byte[labels], rows, 2, 3, 10))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("odd");
  }

  @ParameterizedTest
  @CsvSource({"3, 3", "200, 10"})
  void refusesLabelsOutOfRange(int label, int classes) {
    byte[] labels = {0, (byte) label};
    assertThatThrownBy(() -> new Dataset("odd", new byte[12], labels, 2, 2, 3, classes))
        .isInstanceOf(DataException.class)
        .hasMessage("odd: label %d of row 1 is not below %d".formatted(label, classes));
  }
}
