package dev.incline.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** The sums are of binomial coefficients: 79 of 4096 for at most 2 of 12. */
class McNemarTest {
  @Test
  void pIsTwiceTheTailOfTheBinomialDistribution() {
    assertThat(new McNemar(2, 10).p()).isCloseTo(2 * 79 / 4096.0, within(1e-12));
    assertThat(new McNemar(10, 2).p()).isEqualTo(new McNemar(2, 10).p());
    assertThat(new McNemar(0, 6).p()).isCloseTo(2 / 64.0, within(1e-15));
    assertThat(new McNemar(5, 5).p()).isEqualTo(1);
    assertThat(new McNemar(0, 0).p()).isEqualTo(1);
  }
}
