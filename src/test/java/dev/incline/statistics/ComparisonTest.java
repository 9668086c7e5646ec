package dev.incline.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  /** Each alone by scipy 1.17 (ttest_ind, equal_var=False), then p.adjust(p, "holm") by hand. */
  @Test
  void theCorrectedPIsHolms() {
    List<Comparison> pairs =
        Comparison.ofAll(
            List.of(
                Estimate.of(0.92, 0.93, 0.94),
                Estimate.of(0.95, 0.96, 0.97),
                Estimate.of(0.94, 0.96, 0.98)));
    assertThat(pairs).extracting(Comparison::first).containsExactly(0, 0, 1);
    assertThat(pairs).extracting(Comparison::second).containsExactly(1, 2, 2);
    double[] alone = {0.021311641128756772, 0.10447888668472277, 1};
    double[] holm = {3 * 0.021311641128756772, 2 * 0.10447888668472277, 1};
    for (int i = 0; i < 3; i++) {
      assertThat(pairs.get(i).p()).isCloseTo(alone[i], within(1e-9));
      assertThat(pairs.get(i).corrected()).isCloseTo(holm[i], within(1e-9));
    }
    assertThat(pairs.get(0).p()).isLessThan(Comparison.LEVEL);
    assertThat(pairs.get(0).isShown()).as("one of three pairs").isFalse();
  }

  /** p of 0.01, 0.04, 0.03 become 0.03, 0.06, 0.06: none is less than one of a smaller p. */
  @Test
  void aLargerPHasNoSmallerCorrectedOne() {
    List<Comparison> pairs =
        Comparison.ofAll(
            List.of(Estimate.of(1, 2, 3), Estimate.of(3.9, 4.9, 5.9), Estimate.of(7, 8, 9)));
    // distances 2.9, 6, 3.1: the middle p of the three counts twice, the largest once
    double middle = pairs.get(2).p();
    assertThat(pairs.get(0).p()).isGreaterThan(middle).isLessThan(2 * middle);
    assertThat(pairs.get(0).corrected()).isEqualTo(2 * middle);
    assertThat(pairs.get(2).corrected()).isEqualTo(2 * middle);
  }

  @Test
  void onePairIsNotCorrectedAndOneSeedIsNoPair() {
    List<Comparison> pairs =
        Comparison.ofAll(List.of(Estimate.of(1, 2, 3), Estimate.of(9), Estimate.of(5, 6, 7)));
    assertThat(pairs).hasSize(1);
    assertThat(pairs.get(0).second()).isEqualTo(2);
    assertThat(pairs.get(0).corrected()).isEqualTo(pairs.get(0).p());
    assertThat(pairs.get(0).isShown()).isTrue();
  }
}
