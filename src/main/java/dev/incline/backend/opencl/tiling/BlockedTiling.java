package dev.incline.backend.opencl.tiling;

import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.wording.Phrase;

/**
 * Blocks that stay in a core's cache: for large products on CPU devices. See {@code
 * kernels/matmul_blocked.cl}, whose defines these are.
 *
 * @param rows of a block in registers
 * @param vectors of 16 floats in a row of a block
 * @param blockM rows of a block
 * @param blockK length of the pieces of k
 */
public record BlockedTiling(int rows, int vectors, int blockM, int blockK) implements Tiling {
  private static final int TILES_PER_CORE = 8; // where there are enough rows: none waits long
  private static final int MAX_M = 256;
  private static final int MIN_M = 32;
  private static final int PIECE =
      128; // of k: three vectors of it are 24 KiB, half of a first-level cache
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
    int columns = (shape.n() + 15) / 16;
    int blocks = (columns + 2) / 3;
    int vectors = many ? (columns + blocks - 1) / blocks : 1;
    int rows = many ? 8 : 4;
    BlockedTiling tiling = new BlockedTiling(rows, vectors, MAX_M, PIECE);
    long enough = (long) TILES_PER_CORE * device.computeUnits();
    while (tiling.blockM > MIN_M && (tiling.tiles(shape) < enough || !tiling.isLegal(device))) {
      tiling = new BlockedTiling(rows, vectors, tiling.blockM / 2, PIECE);
    }
    return tiling;
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
        && blockM % rows == 0
        && blockK % 16 == 0
        && 4L * floats() <= device.localMemory();
  }

  @Override
  public String kernel() {
    return "matmul_blocked";
  }

  /** Columns of the result in a block. */
  public int width() {
    return 16 * vectors;
  }

  /** Floats of local memory: a piece of b, and the sums. */
  public int floats() {
    return width() * (blockK + blockM);
  }

  /** Such as {@code blocked 8x3 256x128}. */
  @Override
  public String toString() {
    return Phrase.of("blocked %dx%d %dx%d", rows, vectors, blockM, blockK);
  }
}
