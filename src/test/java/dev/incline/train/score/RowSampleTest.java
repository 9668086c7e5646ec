package dev.incline.train.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowSampleTest {
  @Test
  void allRowsWhereThereAreNoMore() {
    assertThat(RowSample.of(7, 3, 7, 1, 1)).isEqualTo(IntStream.range(0, 7).toArray());
    assertThat(RowSample.of(1, 3, 64, 1, 1)).containsExactly(0);
  }

  @Test
  void theEdgesOfAllStepsAndThenAny() {
    assertThat(RowSample.edges(10, 4)).containsExactly(0, 3, 4, 7, 8, 9);
    assertThat(RowSample.edges(9, 4)).containsExactly(0, 3, 4, 7, 8);
    int[] chosen = RowSample.of(10_000, 1000, 100, 42, 1);
    assertThat(chosen).hasSize(100).isSorted().doesNotHaveDuplicates();
    assertThat(chosen).contains(RowSample.edges(10_000, 1000));
  }

  @Test
  void aTinySampleHoldsTheFirstAndTheLastRow() {
    assertThat(RowSample.of(10_000, 100, 3, 42, 1)).hasSize(3).contains(0, 9999);
  }

  @Test
  void theSeedAndTheDrawDecide() {
    int[] sample = RowSample.of(10_000, 1000, 100, 42, 1);
    assertThat(RowSample.of(10_000, 1000, 100, 42, 1)).isEqualTo(sample);
    assertThat(RowSample.of(10_000, 1000, 100, 42, 2)).isNotEqualTo(sample);
    assertThat(RowSample.of(10_000, 1000, 100, 43, 1)).isNotEqualTo(sample);
  }
}
