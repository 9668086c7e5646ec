package dev.incline.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EstimateTest {
  /** The 97.5 % quantiles that every table of the t distribution has. */
  @ParameterizedTest
  @CsvSource({"1, 12.7062047", "2, 4.3026527", "4, 2.7764451", "9, 2.2621572", "30, 2.0422725"})
  void criticalValuesAreThoseOfTheTables(int freedom, double expected) {
    int n = freedom + 1;
    double critical = new Estimate(n, 0, 1).margin() * Math.sqrt(n);
    assertThat(critical).isCloseTo(expected, within(1e-7));
  }

  @Test
  void aMeanAndItsMarginByHand() {
    // mean 2, squares 1 + 0 + 1, s = sqrt(2 / 2) = 1, margin 4.3026527 / sqrt(3)
    Estimate estimate = Estimate.of(1, 2, 3);
    assertThat(estimate.mean()).isEqualTo(2);
    assertThat(estimate.deviation()).isEqualTo(1);
    assertThat(estimate.margin()).isCloseTo(2.4841377, within(1e-7));
    assertThat(estimate.text()).isEqualTo("2.0000 ± 2.4841");
  }

  /** Two seeds say so little that their interval would go beyond all that a share can be. */
  @Test
  void theIntervalOfAShareEndsWhereSharesEnd() {
    Estimate narrow = Estimate.of(0.49, 0.5, 0.51); // s = 0.01
    assertThat(narrow.low()).isCloseTo(0.5 - 0.02484138, within(1e-7));
    assertThat(narrow.high()).isCloseTo(0.5 + 0.02484138, within(1e-7));
    assertThat(Estimate.of(0.7813, 1).low()).isZero();
    assertThat(Estimate.of(0.7813, 1).high()).isEqualTo(1);
    assertThat(Estimate.of(0.5).low()).isNaN();
    assertThat(Estimate.of(0.5).high()).isNaN();
  }

  @Test
  void oneValueHasNoMargin() {
    assertThat(Estimate.of(0.5).margin()).isNaN();
    assertThat(Estimate.of(0.5).text()).isEqualTo("0.5000");
    assertThat(Estimate.of(-0.5).text()).isEqualTo("\u22120.5000");
    assertThat(Estimate.of(0.5).welch(Estimate.of(0.9, 0.9))).isNaN();
  }

  /** Equal spreads and sizes: t = 2 / sqrt(1/3 + 1/3) = 2.4494897, ν = 4. */
  @Test
  void welchByHand() {
    Estimate a = Estimate.of(1, 2, 3);
    Estimate b = Estimate.of(3, 4, 5);
    // P(|T| > t) for ν = 4, with c = t / sqrt(4 + t²): 1 - c (3 - c²) / 2
    double c = Math.sqrt(6.0) / Math.sqrt(10);
    assertThat(a.welch(b)).isCloseTo(1 - c * (3 - c * c) / 2, within(1e-12));
  }

  /** Unequal spreads and sizes, against an independent program (scipy 1.17, ttest_ind). */
  @Test
  void welchOfUnequalSpreads() {
    Estimate a = Estimate.of(0.9201, 0.9233, 0.9187);
    Estimate b = Estimate.of(0.9154, 0.9179, 0.9166);
    assertThat(a.welch(b)).isCloseTo(0.07658382067484605, within(1e-9));
  }

  @Test
  void withoutAnySpreadEqualMeansAreAlikeAndOthersNot() {
    assertThat(Estimate.of(0.1, 0.1).welch(Estimate.of(0.1, 0.1))).isEqualTo(1);
    assertThat(Estimate.of(0.1, 0.1).welch(Estimate.of(0.2, 0.2))).isZero();
  }
}
