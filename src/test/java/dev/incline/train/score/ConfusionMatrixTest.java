package dev.incline.train.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Against numbers worked out by hand. */
class ConfusionMatrixTest {
  /** Class 0: 4 rows, 1: 3, 2: 2, 3: none; class 2 is never predicted, 3 wrongly once. */
  private static final byte[] LABELS = {0, 0, 0, 0, 1, 1, 1, 2, 2};

  private static final int[] PREDICTIONS = {0, 0, 0, 1, 1, 1, 3, 0, 1};
  private static final ConfusionMatrix MATRIX = ConfusionMatrix.of(LABELS, PREDICTIONS, 4);

  @Test
  void countsByTrueThenPredictedClass() {
    assertThat(MATRIX.counts())
        .isDeepEqualTo(new int[][] {{3, 1, 0, 0}, {0, 2, 0, 1}, {1, 1, 0, 0}, {0, 0, 0, 0}});
    assertThat(MATRIX.rows()).isEqualTo(9);
    assertThat(MATRIX.right()).isEqualTo(5);
    assertThat(MATRIX.accuracy()).isEqualTo(5.0 / 9);
  }

  @Test
  void precisionRecallAndF1() {
    assertThat(MATRIX.precision(0)).isEqualTo(3.0 / 4);
    assertThat(MATRIX.recall(0)).isEqualTo(3.0 / 4);
    assertThat(MATRIX.f1(0)).isEqualTo(3.0 / 4);
    assertThat(MATRIX.precision(1)).isEqualTo(2.0 / 4);
    assertThat(MATRIX.recall(1)).isEqualTo(2.0 / 3);
    assertThat(MATRIX.f1(1)).isEqualTo(4.0 / 7);
    assertThat(MATRIX.support(1)).isEqualTo(3);
    assertThat(MATRIX.predicted(1)).isEqualTo(4);
  }

  @Test
  void aShareOfNothingIsZero() {
    assertThat(MATRIX.precision(2)).isZero(); // never predicted
    assertThat(MATRIX.recall(3)).isZero(); // without a row
    assertThat(MATRIX.f1(2)).isZero();
    ConfusionMatrix absent = ConfusionMatrix.of(new byte[] {0}, new int[] {0}, 2);
    assertThat(absent.f1(1)).isZero();
    assertThat(absent.recall(0)).isOne();
  }

  /**
   * Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine 17
   * (1998) 857-872, table I, the score method without continuity correction.
   */
  @Test
  void theIntervalIsThatOfPublishedTables() {
    requireInterval(81, 263, 0.2553, 0.3662);
    requireInterval(15, 148, 0.0624, 0.1605);
    requireInterval(0, 20, 0.0, 0.1611);
    requireInterval(1, 29, 0.0061, 0.1718);
    assertThat(Interval.wilson95(0, 20).low()).isZero();
    assertThat(Interval.wilson95(20, 20).high()).isOne();
    assertThat(Interval.wilson95(0, 0)).isEqualTo(new Interval(0, 1));
    assertThat(MATRIX.accuracyInterval()).isEqualTo(Interval.wilson95(5, 9));
  }

  private static void requireInterval(int hits, int trials, double low, double high) {
    Interval interval = Interval.wilson95(hits, trials);
    assertThat(interval.low()).isCloseTo(low, within(0.00005));
    assertThat(interval.high()).isCloseTo(high, within(0.00005));
  }

  @Test
  void labelsAreUnsigned() {
    ConfusionMatrix wide = ConfusionMatrix.of(new byte[] {(byte) 200}, new int[] {199}, 201);
    assertThat(wide.count(200, 199)).isOne();
  }

  @Test
  void whatIsNoMatrixIsRefused() {
    assertThatThrownBy(() -> new ConfusionMatrix(new int[][] {{1, 2}, {3}}))
        .hasMessageContaining("square");
    assertThatThrownBy(() -> new ConfusionMatrix(new int[][] {{-1}}))
        .hasMessageContaining("counts from 0");
    assertThatThrownBy(() -> ConfusionMatrix.of(LABELS, new int[3], 4))
        .hasMessageContaining("9 labels for 3 predictions");
    assertThatThrownBy(() -> Interval.wilson95(3, 2)).hasMessageContaining("3 hits in 2 trials");
  }

  @Test
  void itsCountsCannotBeChangedFromOutside() {
    MATRIX.counts()[0][0] = 99;
    assertThat(MATRIX.count(0, 0)).isEqualTo(3);
  }
}
