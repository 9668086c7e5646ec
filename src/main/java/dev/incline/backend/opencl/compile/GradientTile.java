package dev.incline.backend.opencl.compile;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The tile of a gradient that a work-group makes: see {@code kernels/matmul_gradient.cl}. No bit of
 * the result depends on it.
 *
 * @param group work-items of the group
 * @param columns of the tile, a divisor of the group
 * @param rows of a work-item
 * @param ahead rows of the batch on their way at a time
 */
record GradientTile(int group, int columns, int rows, int ahead) {
  private static final int LANES = 32; // that read neighbours of a row at once
  private static final int MAX_AHEAD = 32;
  private static final int FEW_ROWS = 4; // that a load takes as one vector

  /**
   * Of a gradient of m x n: with fewer rows, where cores would lie idle, or could hold all tiles at
   * a time. With half of the rows twice as much of the batch is on its way in as many registers.
   */
  static GradientTile of(GpuDevice policy, int group, int m, int n) {
    int most = Vendor.of(policy.device().title()).gradientRows();
    int rows = most;
    GradientTile tile = best(group, rows, most, m, n, policy.cores());
    while (rows > 1 && 2 * tile.count(m, n) < tile.enough(policy.cores())) {
      rows /= 2;
      tile = best(group, rows, most, m, n, policy.cores());
    }
    return tile;
  }

  private long enough(int cores) {
    return rows > FEW_ROWS ? (long) StepModel.RESIDENT / group * cores : cores;
  }

  /** Done in the fewest rounds; of those the nearest to a square, which reads the least. */
  private static GradientTile best(int group, int rows, int most, int m, int n, int cores) {
    int widest = Math.min(group, Integer.highestOneBit(2 * n - 1)); // so that no lane has no row
    int narrowest = Math.min(widest, Math.max(LANES, group / m));
    int ahead = Math.min(MAX_AHEAD, 8 * most / rows);
    return IntStream.iterate(widest, c -> c >= narrowest, c -> c / 2)
        .mapToObj(columns -> new GradientTile(group, columns, rows, ahead))
        .min(
            Comparator.comparingLong((GradientTile tile) -> tile.rounds(m, n, cores))
                .thenComparing(tile -> tile.columns + tile.height()))
        .orElseThrow();
  }

  private long rounds(int m, int n, int cores) {
    return (count(m, n) + cores - 1) / cores;
  }

  private long count(int m, int n) {
    return across(n) * down(m);
  }

  /** Tiles side by side. */
  long across(int n) {
    return Lowering.ceil(n, columns);
  }

  /** Tiles below each other. */
  long down(int m) {
    return Lowering.ceil(m, height());
  }

  /** Rows of the tile. */
  private int height() {
    return group / columns * rows;
  }
}
