package dev.incline.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PowerTest {
  /**
   * scipy 1.17: stats.nct.sf(t, ν, δ) + stats.nct.cdf(-t, ν, δ). The manual of R's power.t.test has
   * the first too: power.t.test(n = 20, delta = 1, sd = 1) is 0.86895.
   */
  @ParameterizedTest
  @CsvSource({
    "20, 1, 1, 1, 0.868953",
    "3, 2, 1, 1, 0.462641",
    "2, 1, 0.5, 0.2, 0.213081",
    "5, 0.01, 0.004, 0.008, 0.550634",
    "3, 0.5, 1, 1, 0.076849"
  })
  void isThatOfTheNoncentralT(int n, double difference, double a, double b, double expected) {
    assertThat(Power.of(n, difference, a, b, 0.05)).isCloseTo(expected, within(1e-3));
  }

  /**
   * The smallest n of power 0.8 by the same scipy; Cohen's tables have 17 and 64 as well. For three
   * tests each is at 0.05 / 3.
   */
  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, 1, 17",
    "0.5, 1, 1, 1, 64",
    "2, 1, 1, 1, 6",
    "0.0021, 0.0012, 0.002, 1, 11",
    "5, 1, 1, 1, 3",
    "1, 1, 1, 3, 23",
    "0.0021, 0.0012, 0.002, 3, 15"
  })
  void takesSoManyRuns(double difference, double a, double b, int tests, int expected) {
    assertThat(Power.runs(new Estimate(3, 0.9, a), new Estimate(3, 0.9 - difference, b), tests))
        .hasValue(expected);
  }

  @Test
  void thereIsNoNumberWhereItIsTooManyOrNothingDeviates() {
    assertThat(Power.runs(new Estimate(3, 0.9, 1), new Estimate(3, 0.9, 1), 1)).isEmpty();
    assertThat(Power.runs(new Estimate(3, 0.9, 0), new Estimate(3, 0.8, 0), 1)).isEmpty();
    assertThat(Power.runs(Estimate.of(0.9), Estimate.of(0.8), 1)).isEmpty();
  }
}
