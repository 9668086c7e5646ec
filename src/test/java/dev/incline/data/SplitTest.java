package dev.incline.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SplitTest {
  @ParameterizedTest
  @CsvSource({"60000, 0.2, 48000", "10, 0.25, 7", "2, 0.5, 1", "3, 0.34, 2", "1000, 0.999, 1"})
  void firstRowsTrainAndLastRowsValidate(int rows, double fraction, int training) {
    Split split = Split.of(rows, fraction);

    assertThat(split.training()).isEqualTo(IntStream.range(0, training).toArray());
    assertThat(split.validation()).isEqualTo(IntStream.range(training, rows).toArray());
  }

  @ParameterizedTest
  @CsvSource({"1, 0.5", "4, 0.1", "4, 0.9", "0, 0.5"})
  void refusesAnEmptyPart(int rows, double fraction) {
    assertThatThrownBy(() -> Split.of(rows, fraction))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("--validation", String.valueOf(fraction), "of " + rows + " rows");
  }

  /** 71583.0667 and its negative come out as a legal number of rows when cut to 32 bits. */
  @ParameterizedTest
  @CsvSource({"0", "1", "-0.2", "1.5", "NaN", "Infinity", "71583.0667", "-71582.5882"})
  void refusesFractionsOutOfRange(double fraction) {
    assertThatThrownBy(() -> Split.of(60_000, fraction))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("--validation", "above 0 and below 1", String.valueOf(fraction));
  }
}
