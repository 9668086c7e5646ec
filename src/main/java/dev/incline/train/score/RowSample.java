package dev.incline.train.score;

import dev.incline.data.Permutation;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/** Which positions of a pass are compared: all, or some that a seed decides. */
final class RowSample {
  private RowSample() {}

  /** The first and the last position of each step, ascending. */
  static int[] edges(int samples, int batch) {
    Set<Integer> edges = new LinkedHashSet<>();
    for (int from = 0; from < samples; from += batch) {
      edges.add(from);
      edges.add(Math.min(samples, from + batch) - 1);
    }
    return edges.stream().mapToInt(Integer::intValue).toArray();
  }

  /**
   * So many positions, ascending: the first and the last of the pass, then those of the steps, then
   * any.
   *
   * @param draw the number of this sample, from 1: each draws other positions
   */
  static int[] of(int samples, int batch, int wanted, long seed, int draw) {
    if (wanted >= samples) {
      return IntStream.range(0, samples).toArray();
    }
    Set<Integer> chosen = new LinkedHashSet<>();
    chosen.add(0);
    chosen.add(samples - 1);
    for (int edge : Permutation.shuffled(edges(samples, batch), seed, draw)) {
      if (chosen.size() < wanted) {
        chosen.add(edge);
      }
    }
    Random random = Permutation.random(seed, draw);
    while (chosen.size() < wanted) { // the closer to all, the longer, but few they mostly are
      chosen.add(random.nextInt(samples));
    }
    int[] positions = chosen.stream().mapToInt(Integer::intValue).toArray();
    Arrays.sort(positions);
    return positions;
  }
}
