package dev.incline.backend.opencl.compile;

import dev.incline.backend.opencl.cl.ClBuffer;
import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.plan.GatherRows;
import dev.incline.plan.MatMul;
import dev.incline.plan.Slot;

/**
 * Turns the ops of a step that read a batch of images, straight from their bytes, into calls: see
 * {@link SparseInput}. For CPU devices.
 */
public final class SparseLaunches {
  /**
   * Rows of a first layer's gradient in a tile of matmul_sparse_transposed.cl, at least and most.
   */
  private static final int FEW_PIXELS = 8;

  private static final int MANY_PIXELS = 64;

  private final Launches launches;
  private final GatherRows batch;
  private final OccupiedColumns occupied;

  /** Vectors, of one or more rows, that a CPU's registers hold with ease beside what is added. */
  private final int sums;

  /**
   * @param batch that nothing but {@link #of} products read
   */
  public SparseLaunches(Launches launches, GatherRows batch) {
    ClDevice device = launches.context.device();
    this.launches = launches;
    this.batch = batch;
    this.sums = device.hasWideRegisters() ? 16 : 4;
    int rows = Tiling.registerRows(device, batch.batch(), 8);
    int tiles = (int) Launches.ceil(batch.batch(), rows);
    long words = Launches.ceil(batch.images().cols(), 64);
    this.occupied =
        new OccupiedColumns(
            rows,
            tiles,
            new ClBuffer(
                launches.context, "occupied columns of a batch", "uchar", 64 * words * tiles));
  }

  /** Memory for which rows of the batch have each pixel. */
  OccupiedColumns occupied() {
    return occupied;
  }

  /** Takes the place of the gather: notes which rows of the batch have each pixel. */
  public Call occupiedColumns() {
    return new Call(batch, "occupied_columns", new Defines().set("ROWS", occupied.rows()))
        .with(launches.buffer(batch.images()))
        .with(launches.buffer(batch.order()))
        .with(occupied.buffer())
        .with(batch.batch())
        .with(batch.images().cols())
        .withCursor()
        .over(new long[] {occupied.tiles()}, new long[] {1})
        .tiles(launches.cpu ? 1 : 0, occupied.tiles())
        .rowByRow(occupied.rows());
  }

  /** A product whose left side is the batch, transposed or not. */
  public Call of(MatMul op) {
    int vectors = Launches.vectors(op.n());
    boolean wide = op.b().size() > Launches.CACHED;
    Defines defines = new Defines().set("VECTORS", vectors);
    Slot<float[]> extra = Launches.epilogue(op, defines);
    if (launches.options.specialise()) {
      defines.set("LDB", launches.pitch(op.b()));
    }
    Call call =
        new Call(op, op.transA() ? "matmul_sparse_transposed" : "matmul_sparse", defines)
            .with(launches.buffer(batch.images()))
            .with(launches.buffer(batch.order()));
    long columns = Launches.ceil(op.n(), 16 * vectors);
    int block;
    if (op.transA()) {
      block = pixels(op.m(), columns);
      call.with(occupied.buffer());
      defines
          .set("ROWS", occupied.rows())
          .set("PIXELS", block)
          .set("TOGETHER", vectors > 1 ? 1 : Math.min(sums, FEW_PIXELS));
    } else {
      int together = Math.min(Integer.highestOneBit(Math.max(1, sums / vectors)), occupied.rows());
      block = wide ? occupied.rows() : together;
      defines.set("ROWS", block).set("TOGETHER", together);
    }
    long blocks = Launches.ceil(op.m(), block);
    call.with(launches.buffer(op.b()))
        .with(launches.buffer(op.c()))
        .with(launches.buffer(extra))
        .with(op.m())
        .with(op.n())
        .with(op.k())
        .with(op.alpha())
        .with(op.beta())
        .withCursor()
        .over(new long[] {blocks, columns}, new long[] {2, 1});
    if (launches.cpu) {
      call.tiles(columns, blocks).rowByRow(op.transA() || wide ? 0 : block);
    }
    return call;
  }

  /** Pixels of a tile, as many as leave each core a few. */
  private int pixels(int all, long columns) {
    int pixels = MANY_PIXELS;
    while (pixels > FEW_PIXELS
        && Launches.ceil(all, pixels) * columns
            < (long) Stage.TILES_PER_CORE * launches.context.device().computeUnits()) {
      pixels /= 2;
    }
    return pixels;
  }
}
