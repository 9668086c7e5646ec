package dev.incline.backend.opencl.compile;

/**
 * The tile of a gradient that a work-group makes: see {@code kernels/matmul_gradient.cl}. No bit of
 * the result depends on it.
 *
 * @param group work-items of the group
 * @param columns of the tile, a divisor of the group
 * @param rows of a work-item
 */
record GradientTile(int group, int columns, int rows) {
  /** Small ones, where cores would lie idle. */
  static GradientTile of(GpuDevice policy, int group, int m, int n) {
    int columns = Math.min(group, Integer.highestOneBit(2 * n - 1)); // so that no lane has no row
    int most = Vendor.of(policy.device().title()).gradientRows();
    GradientTile tile = new GradientTile(group, columns, most);
    while (tile.rows > 1 && 2 * tile.across(n) * tile.down(m) < policy.cores()) {
      tile = new GradientTile(group, columns, tile.rows / 2);
    }
    return tile;
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
  int height() {
    return group / columns * rows;
  }
}
