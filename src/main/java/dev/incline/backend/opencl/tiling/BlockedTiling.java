package dev.incline.backend.opencl.tiling;

import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.wording.Phrase;

/**
 * Blocks that stay in a core's cache: for large products on CPU devices. See {@code
 * kernels/matmul_blocked.cl}, whose defines these are.
 *
 * @param rows of a strip in registers
 * @param vectors of 16 floats in a row of a strip
 * @param strips of a block, side by side
 * @param blockM rows of a block
 * @param blockK length of the pieces of k
 */
public record BlockedTiling(int rows, int vectors, int strips, int blockM, int blockK)
    implements Tiling {
  private static final int TILES_PER_CORE = 4; // where there are enough rows: none waits long
  private static final int MAX_M = 512;
  private static final int MIN_M = 32;
  private static final int MAX_PIECE = 64; // a mask has a bit for each factor
  private static final int MIN_K = 64; // shorter chains are not worth packing

  /**
   * Whether b is worth packing: it is read often enough, and does not stay in a cache by itself.
   */
  public static boolean suits(ProductShape shape) {
    return (long) shape.k() * shape.n() > Tiling.CACHED
        && shape.m() >= MIN_M
        && shape.n() >= MIN_M
        && shape.k() >= MIN_K;
  }

  /**
   * What suits the device: 24 sums in 32 registers, or 4 of two registers each in 16; as many rows
   * as leave each core a few blocks, and fit in local memory.
   */
  static BlockedTiling standard(ClDevice device, ProductShape shape) {
    boolean many = device.hasWideRegisters();
    BlockedTiling tiling =
        many
            ? new BlockedTiling(6, 4, 2, MAX_M, MAX_PIECE)
            : new BlockedTiling(4, 1, 4, MAX_M, MAX_PIECE);
    long enough = (long) TILES_PER_CORE * device.computeUnits();
    while (tiling.blockM > MIN_M && (tiling.tiles(shape) < enough || !tiling.isLegal(device))) {
      tiling = tiling.of(tiling.strips, tiling.blockM / 2);
    }
    return tiling.isLegal(device) ? tiling : tiling.of(1, MIN_M);
  }

  private BlockedTiling of(int others, int height) {
    return new BlockedTiling(rows, vectors, others, height, blockK);
  }

  private long tiles(ProductShape shape) {
    return ceil(shape.m(), blockM) * ceil(shape.n(), width());
  }

  private static long ceil(int size, int part) {
    return ((long) size + part - 1) / part;
  }

  @Override
  public boolean isLegal(ClDevice device) {
    return rows >= 1
        && rows <= 16
        && vectors >= 1
        && vectors <= 4
        && strips >= 1
        && strips <= 4
        && blockK % 16 == 0
        && blockK <= MAX_PIECE
        && 4L * floats() <= device.localMemory();
  }

  @Override
  public String kernel() {
    return "matmul_blocked";
  }

  /** Columns of the result in a block. */
  public int width() {
    return 16 * vectors * strips;
  }

  /** Floats of local memory: a piece of b, the sums, and a mask of each row. */
  public int floats() {
    return width() * (blockK + roundUp(blockM, rows)) + 2 * roundUp(blockM, 16);
  }

  private static int roundUp(int count, int unit) {
    return (count + unit - 1) / unit * unit;
  }

  /** Such as {@code blocked 6x4x2 512x64}. */
  @Override
  public String toString() {
    return Phrase.of("blocked %dx%dx%d %dx%d", rows, vectors, strips, blockM, blockK);
  }
}
