package dev.incline.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PermutationTest {
  private static final int[] TEN = IntStream.range(0, 10).toArray();

  /** A change of these changes every trained model's hash. */
  @Test
  void theOrdersArePinned() {
    assertThat(Permutation.shuffled(TEN, 1, 1)).containsExactly(2, 4, 3, 1, 5, 6, 9, 0, 7, 8);
    assertThat(Permutation.shuffled(TEN, 1, 2)).containsExactly(7, 0, 4, 8, 6, 9, 3, 2, 5, 1);
    assertThat(Permutation.shuffled(TEN, 2, 1)).containsExactly(2, 7, 4, 3, 9, 5, 8, 1, 0, 6);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE})
  void everyRowComesOnceAndTheRowsGivenStay(long seed) {
    int[] rows = IntStream.range(100, 1100).toArray();
    int[] order = Permutation.shuffled(rows, seed, 3);

    assertThat(rows).isEqualTo(IntStream.range(100, 1100).toArray());
    assertThat(order).isNotSameAs(rows).isNotEqualTo(rows);
    assertThat(Arrays.stream(order).sorted().toArray()).isEqualTo(rows);
    assertThat(Permutation.shuffled(rows, seed, 3)).isEqualTo(order);
  }

  @Test
  void epochsAndSeedsOrderDifferently() {
    int[] rows = IntStream.range(0, 1000).toArray();
    int[] order = Permutation.shuffled(rows, 7, 1);

    assertThat(Permutation.shuffled(rows, 7, 2)).isNotEqualTo(order);
    assertThat(Permutation.shuffled(rows, 8, 1)).isNotEqualTo(order);
    assertThat(Permutation.shuffled(rows, 8, 0)).isNotEqualTo(order);
  }

  /** Weights are drawn from {@code new Random(seed)}; the order must not come from the same one. */
  @Test
  void theOrderIsNotDrawnFromTheWeightsGenerator() {
    int[] rows = IntStream.range(0, 1000).toArray();
    int[] plain = rows.clone();
    Random random = new Random(7);
    for (int last = plain.length - 1; last > 0; last--) {
      int other = random.nextInt(last + 1);
      int row = plain[last];
      plain[last] = plain[other];
      plain[other] = row;
    }

    for (int epoch = 0; epoch < 3; epoch++) {
      assertThat(Permutation.shuffled(rows, 7, epoch)).isNotEqualTo(plain);
    }
  }

  /** Each of the six orders of three rows comes about equally often. */
  @Test
  void ordersAreUniform() {
    int[] counts = new int[9];
    int epochs = 6000;
    for (int epoch = 1; epoch <= epochs; epoch++) {
      int[] order = Permutation.shuffled(new int[] {0, 1, 2}, 42, epoch);
      counts[3 * order[0] + order[1]]++;
    }

    double expected = epochs / 6.0;
    double chiSquared = 0;
    for (int code : new int[] {1, 2, 3, 5, 6, 7}) {
      chiSquared += Math.pow(counts[code] - expected, 2) / expected;
    }
    assertThat(chiSquared).isLessThan(20.5); // 5 degrees of freedom, p = 0.001
  }
}
