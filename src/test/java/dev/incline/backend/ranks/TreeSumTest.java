package dev.incline.backend.ranks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sums over ranks against the tree that defines them. */
@Timeout(60)
class TreeSumTest {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  /** [ranks][size], such that another order of additions gives other bits; null for none. */
  private static float[][] parts(int ranks, int size, long absent) {
    SplittableRandom random = new SplittableRandom(7);
    float[][] parts = new float[ranks][];
    for (int r = 0; r < ranks; r++) {
      if ((absent >> r & 1) == 0) {
        parts[r] = new float[size];
        for (int i = 0; i < size; i++) {
          parts[r][i] = (random.nextFloat() - 0.5f) * (1 << random.nextInt(20));
        }
        if (size > 2) {
          parts[r][2] = -0f;
        }
      }
    }
    return parts;
  }

  /** Neighbours first. */
  private static float[] tree(float[][] parts, int from, int to) {
    if (to - from == 1) {
      return parts[from];
    }
    float[] left = tree(parts, from, (from + to) / 2);
    float[] right = tree(parts, (from + to) / 2, to);
    if (left == null || right == null) {
      return left == null ? right : left;
    }
    float[] sum = new float[left.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = left[i] + right[i];
    }
    return sum;
  }

  /** What each rank has in the end. */
  private static List<float[]> summed(float[][] parts, int size) throws Exception {
    int ranks = parts.length;
    Exchange exchange = new InMemoryExchange(ranks, LIMIT);
    ExecutorService threads = Executors.newFixedThreadPool(ranks);
    try {
      List<Future<float[]>> all = new ArrayList<>();
      for (int rank = 0; rank < ranks; rank++) {
        int r = rank;
        all.add(
            threads.submit(
                () -> {
                  float[] sums = parts[r] == null ? new float[size] : parts[r].clone();
                  new TreeSum(exchange, r, ranks).add(1, 0, sums, parts[r] != null);
                  return sums;
                }));
      }
      List<float[]> ends = new ArrayList<>();
      for (Future<float[]> one : all) {
        ends.add(one.get());
      }
      return ends;
    } finally {
      threads.shutdownNow();
    }
  }

  /** Fewer numbers than ranks too; and ranks without any, as a bit each. */
  @ParameterizedTest
  @CsvSource({
    "1, 5, 0",
    "2, 1000, 0",
    "2, 1001, 2",
    "4, 1, 0",
    "4, 1003, 12",
    "4, 64, 14",
    "8, 3, 0",
    "8, 777, 0",
    "8, 777, 224",
    "8, 2, 254",
    "16, 100, 65535"
  })
  void everyRankHasTheBitsOfTheTree(int ranks, int size, long absent) throws Exception {
    float[][] parts = parts(ranks, size, ranks == 16 ? absent & ~1 : absent);
    float[] expected = tree(parts, 0, ranks);
    for (float[] end : summed(parts, size)) {
      assertThat(bits(end)).isEqualTo(bits(expected));
    }
  }

  /** The oracle tells trees apart. */
  @Test
  void twoPartsThatChangedPlacesGiveOtherBits() throws Exception {
    float[][] parts = parts(4, 500, 0);
    float[][] swapped = {parts[0], parts[2], parts[1], parts[3]};
    assertThat(bits(summed(swapped, 500).get(0))).isNotEqualTo(bits(tree(parts, 0, 4)));
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }
}
