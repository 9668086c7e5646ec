package dev.incline.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rates of 4 epochs of 3 steps, worked out by hand. */
class ScheduleTest {
  private static final double LR = 0.8;

  /** Of the 12 steps. */
  private static double[] rates(String text, double warmup) {
    Schedule schedule = Schedule.parse(text).withWarmup(warmup);
    return IntStream.range(0, 12).mapToDouble(s -> schedule.rate(LR, s, 3, 4, 0)).toArray();
  }

  @ParameterizedTest
  @CsvSource({
    "constant, 0, .8 .8 .8 .8 .8 .8 .8 .8 .8 .8 .8 .8",
    "step:2:0.1, 0, .8 .8 .8 .8 .8 .8 .08 .08 .08 .08 .08 .08",
    "step:1:0.5, 0, .8 .8 .8 .4 .4 .4 .2 .2 .2 .1 .1 .1",
    "exponential:0.5, 0, .8 .8 .8 .4 .4 .4 .2 .2 .2 .1 .1 .1",
    "linear:0.25, 0, .8 .75 .7 .65 .6 .55 .5 .45 .4 .35 .3 .25",
    "constant, 1, .266666666667 .533333333333 .8 .8 .8 .8 .8 .8 .8 .8 .8 .8",
    "constant, 0.5, .533333333333 .8 .8 .8 .8 .8 .8 .8 .8 .8 .8 .8",
    "step:1:0.5, 2, .133333333333 .266666666667 .4 .266666666667 .333333333333 .4 .2 .2 .2 .1 .1 .1",
    "linear, 1, .266666666667 .533333333333 .8 .8 .7 .6 .5 .4 .3 .2 .1 0",
    "plateau:2:0.5, 0, .8 .8 .8 .8 .8 .8 .8 .8 .8 .8 .8 .8",
  })
  void eachStepHasTheRateOfItsFormula(String text, double warmup, String expected) {
    double[] hand = Arrays.stream(expected.split(" ")).mapToDouble(Double::parseDouble).toArray();
    assertThat(rates(text, warmup)).containsExactly(hand, within(1e-11));
  }

  /** Half a turn of the cosine: both ends and the middle are known. */
  @Test
  void aCosineFallsFromTheWarmUpToTheLastStep() {
    double[] rates = rates("cosine:0.2", 1);
    assertThat(rates[2]).isEqualTo(LR);
    assertThat(rates[3]).isEqualTo(LR);
    assertThat(rates[7]).isEqualTo(0.5, within(1e-12));
    assertThat(rates[5]).isEqualTo(0.5 + 0.3 * Math.sqrt(0.5), within(1e-12));
    assertThat(rates[11]).isEqualTo(0.2);
    assertThat(rates("cosine", 0)[11]).isZero();
  }

  @Test
  void eachPlateauReducesTheRate() {
    Schedule schedule = Schedule.parse("plateau:2:0.5");
    assertThat(schedule.rate(LR, 9, 3, 4, 0)).isEqualTo(LR);
    assertThat(schedule.rate(LR, 9, 3, 4, 2)).isEqualTo(LR / 4);
    assertThat(Schedule.parse("step:1:0.5").rate(LR, 0, 3, 4, 2)).isEqualTo(LR);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "constant",
        "step:30:0.1",
        "exponential:0.95",
        "cosine",
        "cosine:0.001",
        "linear",
        "linear:0.00001",
        "plateau:3:0.5"
      })
  void itsTextIsReadAgain(String text) {
    assertThat(Schedule.parse(text).toString()).isEqualTo(text);
    assertThat(Schedule.parse(Schedule.parse(text).toString())).isEqualTo(Schedule.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "cos",
        "Cosine",
        "constant:1",
        "step",
        "step:3",
        "step:0:0.1",
        "step:1.5:0.1",
        "step:3:0",
        "step:3:1.1",
        "step:3:0.1:2",
        "exponential",
        "exponential:nan",
        "exponential:-1",
        "cosine:-1",
        "cosine:NaN",
        "linear:1e31",
        "plateau:0.5",
        "plateau:-1:0.5",
        "plateau:2:Infinity"
      })
  void whatIsNoneIsRefusedWithTheGrammar(String text) {
    assertThatThrownBy(() -> Schedule.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'" + text + "' is not " + Schedule.SYNTAX);
  }
}
