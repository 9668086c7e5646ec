package dev.incline.shadow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.wording.InvalidOptionException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShadowIntervalTest {
  @ParameterizedTest
  @CsvSource({
    "1/200, 200",
    "0.005, 200",
    "1, 1",
    "1/1, 1",
    "1 / 40, 40",
    "0.3, 3",
    "1e-6, 1000000",
    "1/1000000, 1000000",
  })
  void isReadAsAFractionOrANumber(String text, long every) {
    assertThat(ShadowInterval.parse(text)).isEqualTo(new ShadowInterval(every));
    assertThat(ShadowInterval.parse(ShadowInterval.parse(text).toString()))
        .isEqualTo(new ShadowInterval(every));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "1/0",
        "2",
        "-0.1",
        "1/1000001",
        "1e-7",
        "2/3",
        "1/",
        "often",
        "",
        "NaN",
        "Infinity",
        "1/99999999999"
      })
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> ShadowInterval.parse(text))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageStartingWith("--shadow must be a share of the steps")
        .hasMessageEndingWith("not " + text);
  }

  @ParameterizedTest
  @CsvSource({"0, 3", "1, 3", "2, 3", "3, 6"})
  void theFirstStepAndEveryThirdAreIncluded(long step, long next) {
    ShadowInterval interval = new ShadowInterval(3);
    assertThat(interval.includes(step)).isEqualTo(step % 3 == 0);
    assertThat(interval.after(step)).isEqualTo(next);
  }
}
