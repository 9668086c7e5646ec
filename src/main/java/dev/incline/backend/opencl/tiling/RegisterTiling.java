package dev.incline.backend.opencl.tiling;

import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.wording.Phrase;

/**
 * Registers only: for CPU devices. See {@code kernels/matmul_register.cl}.
 *
 * @param rows of a block of the result; of a turned one, columns
 * @param vectors of 16 floats in a row of the block; of a turned one, in a column
 * @param turned whether vectors lie along the result's columns
 */
public record RegisterTiling(int rows, int vectors, boolean turned) implements Tiling {
  /** Columns of a result that would leave a quarter of a vector empty. */
  private static final int FEW_COLUMNS = 12;

  public RegisterTiling(int rows, int vectors) {
    this(rows, vectors, false);
  }

  @Override
  public boolean isLegal(ClDevice device) {
    return rows >= 1 && rows <= 16 && vectors >= 1 && vectors <= 4;
  }

  @Override
  public String kernel() {
    return "matmul_register";
  }

  /** Rows of the result in a block. */
  public int height() {
    return turned ? 16 * vectors : rows;
  }

  /** Columns of the result in a block. */
  public int width() {
    return turned ? rows : 16 * vectors;
  }

  /** What suits the device, unless a better one is known. */
  static RegisterTiling standard(ClDevice device, ProductShape shape) {
    return device.hasWideRegisters() ? ofManySums(device, shape) : ofFewSums(device, shape);
  }

  /**
   * Few rows and a wide piece of b's row, which asks the least of the loads; many rows and a narrow
   * one where b's columns have to be put together first. Where a is transposed, what a row more
   * needs lies beside the others; elsewhere powers of two, so that the calls of a stage can share
   * out the batch's rows. Few columns are turned, to fill vectors, if there are rows enough.
   */
  private static RegisterTiling ofManySums(ClDevice device, ProductShape shape) {
    if (shape.n() <= FEW_COLUMNS && Tiling.registerRows(device, shape.m(), 16) == 16) {
      boolean tall = Tiling.registerRows(device, shape.m() / 2, 32) == 32;
      return new RegisterTiling(shape.n(), tall ? 2 : 1, true);
    }
    int columns = (shape.n() + 15) / 16;
    int blocks = (columns + 3) / 4;
    int vectors = shape.transB() ? 1 : (columns + blocks - 1) / blocks;
    int rows;
    if (shape.transB() || (shape.transA() && vectors == 1)) {
      rows = 16;
    } else if (vectors == 4) {
      rows = shape.transA() ? 6 : 4;
    } else {
      rows = 8;
    }
    return new RegisterTiling(Tiling.registerRows(device, shape.m(), rows), vectors);
  }

  /**
   * Four to six sums of 16 floats are what 16 registers of 8 hold beside what is added to them.
   * Turning a block back costs these as much as a hundred steps of its chains.
   */
  private static RegisterTiling ofFewSums(ClDevice device, ProductShape shape) {
    boolean tall = Tiling.registerRows(device, shape.m(), 16) == 16;
    if (shape.n() <= FEW_COLUMNS && shape.transA() && tall && shape.k() >= 200) {
      int blocks = (shape.n() + 5) / 6;
      return new RegisterTiling((shape.n() + blocks - 1) / blocks, 1, true);
    }
    int rows = shape.transB() ? 16 : shape.transA() ? 6 : 4;
    return new RegisterTiling(Tiling.registerRows(device, shape.m(), rows), 1);
  }

  /** Such as {@code register 8x2}. */
  @Override
  public String toString() {
    return Phrase.of("register %dx%d%s", rows, vectors, turned ? " turned" : "");
  }
}
