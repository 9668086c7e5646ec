package dev.incline.backend.opencl.compile;

import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.backend.opencl.tiling.Tiling;
import dev.incline.plan.GatherRows;
import dev.incline.plan.MatMul;
import dev.incline.plan.Slot;
import dev.incline.plan.SparseInput;

/**
 * Turns the ops of a step that read a batch of images, straight from their bytes, into calls: see
 * {@link SparseInput}. For CPU devices.
 */
final class SparseLaunches {
  /**
   * Rows of a first layer's gradient in a tile of matmul_sparse_transposed.cl, at least and most.
   */
  private static final int FEW_PIXELS = 8;

  private static final int MANY_PIXELS = 64;

  private final LaunchPolicy policy;
  private final GatherRows batch;
  private final int rows; // of the batch in a tile: 1, 2, 4 or 8

  /**
   * Which rows of the batch have each pixel, as {@code kernels/occupied_columns.cl} finds it:
   * [tiles x pixels, rounded up to 64] bytes, a bit for each row of a tile.
   */
  private final Slot<byte[]> occupied;

  /** Accumulators, each a vector of one or more rows, that fit in registers beside the operands. */
  private final int sums;

  SparseLaunches(LaunchPolicy policy, SparseInput input) {
    ClDevice device = policy.device();
    this.policy = policy;
    this.batch = input.gather();
    this.sums = device.hasWideRegisters() ? 16 : 4;
    this.rows = tile(input, Tiling.registerRows(device, batch.batch(), 8));
    int tiles = (int) Lowering.ceil(batch.batch(), rows);
    int words = (int) Lowering.ceil(batch.images().cols(), 64);
    this.occupied = Slot.bytes("occupied columns of a batch", tiles, 64 * words);
  }

  /** Rows of a tile, at most, where each product begins with a tile. */
  private static int tile(SparseInput input, int most) {
    int rows = most;
    for (MatMul product : input.products()) {
      rows = Math.min(rows, product.first() == 0 ? rows : Integer.lowestOneBit(product.first()));
    }
    return rows;
  }

  int rows() {
    return rows;
  }

  Slot<byte[]> occupied() {
    return occupied;
  }

  /** Takes the place of the gather: notes which rows of the batch have each pixel. */
  KernelCall occupiedColumns() {
    return new KernelCall(batch, "occupied_columns", new Defines().set("ROWS", rows))
        .with(batch.images(), batch.order(), occupied)
        .with(batch.batch(), batch.images().cols())
        .withCursor()
        .over(occupied.rows(), 1)
        .tiles(1, occupied.rows())
        .rowByRow(rows);
  }

  /** A product whose left side is the batch, transposed or not. */
  KernelCall of(MatMul op) {
    int vectors = CpuDevice.vectors(op.n());
    boolean wide = op.b().size() > Tiling.CACHED;
    Defines defines = new Defines().set("VECTORS", vectors);
    Slot<float[]> extra = ProductCalls.epilogue(op, defines);
    if (policy.specialises()) {
      defines.set("LDB", policy.pitch(op.b()));
    }
    KernelCall call =
        new KernelCall(op, op.transA() ? "matmul_sparse_transposed" : "matmul_sparse", defines)
            .with(batch.images(), batch.order());
    long columns = Lowering.ceil(op.n(), 16 * vectors);
    int block;
    if (op.transA()) {
      block = pixels(op.m(), columns);
      call.withRows(occupied, op.first() / rows, occupied.cols());
      defines
          .set("ROWS", rows)
          .set("PIXELS", block)
          .set("TOGETHER", vectors > 1 ? 1 : Math.min(sums, FEW_PIXELS));
    } else {
      int together = Math.min(Integer.highestOneBit(Math.max(1, sums / vectors)), rows);
      block = wide ? rows : together;
      defines.set("ROWS", block).set("TOGETHER", together);
    }
    long blocks = Lowering.ceil(op.m(), block);
    return call.withRows(op.b(), op.first(), policy.pitch(op.b()))
        .with(op.c(), extra)
        .with(op.m(), op.n(), op.k())
        .with(op.alpha(), op.beta())
        .withCursor(op.first())
        .over(blocks, columns, 2, 1)
        .tiles(columns, blocks)
        .rowByRow(op.transA() || wide ? 0 : block);
  }

  /** Pixels of a tile, as many as leave each core a few. */
  private int pixels(int all, long columns) {
    int pixels = MANY_PIXELS;
    while (pixels > FEW_PIXELS
        && Lowering.ceil(all, pixels) * columns
            < (long) Stage.TILES_PER_CORE * policy.device().computeUnits()) {
      pixels /= 2;
    }
    return pixels;
  }
}
