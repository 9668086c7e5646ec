package dev.incline.wording;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("field")
class NumeralTest {
  @ParameterizedTest
  @CsvSource({
    "1.0E-4, 0.0001",
    "0.1, 0.1",
    "1.0, 1",
    "-1.0, -1",
    "0.0, 0",
    "1e-5, 0.00001",
    "2.5e-7, 2.5e-7",
    "1e-30, 1e-30",
    "64, 64",
    "1e7, 10000000",
    "1.25e20, 1.25e20",
    "0.12345678912345678, 0.12345678912345678",
  })
  void aNumberIsWrittenAsPeopleDoAndIsReadBackTheSame(double value, String text) {
    assertThat(Numeral.of(value)).isEqualTo(text);
    assertThat(Double.parseDouble(text)).isEqualTo(value);
    assertThat(Numeral.of(Double.NaN)).isEqualTo("NaN");
  }

  @Test
  void floatsListsAndTextHaveNoSuperfluousDigits() {
    assertThat(Numeral.of(0.1f)).isEqualTo("0.1");
    assertThat(Numeral.value(List.of(1e-4, 2, "x"))).isEqualTo("0.0001,2,x");
    assertThat(Numeral.value(9007199254740993L)).isEqualTo("9007199254740993");
    assertThat(Numeral.value(12345678)).isEqualTo("12345678");
  }

  @Test
  void oneIsSingular() {
    assertThat(Numeral.count(1, "run")).isEqualTo("1 run");
    assertThat(Numeral.count(0, "run")).isEqualTo("0 runs");
    assertThat(Numeral.count(60_000, "row")).isEqualTo("60,000 rows");
    assertThat(Numeral.count(2, "class", "classes")).isEqualTo("2 classes");
  }
}
