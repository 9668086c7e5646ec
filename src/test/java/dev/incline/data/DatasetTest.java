package dev.incline.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
