package dev.incline.backend.opencl.tiling;

import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.wording.Phrase;
import java.util.Set;
import java.util.regex.Pattern;

/** How a product is cut up for a device. The bits of the result do not depend on it. */
public sealed interface Tiling permits Tiling.Register, BlockedTiling, Tiling.Local {
  /** Legal on every device that is worth the name: 64 work-items, 768 bytes of local memory. */
  Local SMALLEST = new Local(8, 8, 8, 1, 1, 1, 1, 1);

  /** Weights of so many floats stay in a core's cache while one row after the other passes by. */
  int CACHED = 1 << 17;

  /** Whether the device can run it. */
  boolean isLegal(ClDevice device);

  /** Name of the kernel, and of its file. */
  String kernel();

  /**
   * Registers only: for CPU devices. See {@code kernels/matmul_register.cl}.
   *
   * @param rows of a block of the result; of a turned one, columns
   * @param vectors of 16 floats in a row of the block; of a turned one, in a column
   * @param turned whether vectors lie along the result's columns
   */
  record Register(int rows, int vectors, boolean turned) implements Tiling {
    /** Columns of a result that would leave a quarter of a vector empty. */
    private static final int FEW_COLUMNS = 12;

    public Register(int rows, int vectors) {
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
    static Register standard(ClDevice device, ProductShape shape) {
      return device.hasWideRegisters() ? ofManySums(device, shape) : ofFewSums(device, shape);
    }

    /**
     * Few rows and a wide piece of b's row, which asks the least of the loads; many rows and a
     * narrow one where b's columns have to be put together first. Where a is transposed, what a row
     * more needs lies beside the others; elsewhere powers of two, so that the calls of a stage can
     * share out the batch's rows. Few columns are turned, to fill vectors, if there are rows
     * enough.
     */
    private static Register ofManySums(ClDevice device, ProductShape shape) {
      if (shape.n() <= FEW_COLUMNS && registerRows(device, shape.m(), 16) == 16) {
        boolean tall = registerRows(device, shape.m() / 2, 32) == 32;
        return new Register(shape.n(), tall ? 2 : 1, true);
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
      return new Register(registerRows(device, shape.m(), rows), vectors);
    }

    /**
     * Four to six sums of 16 floats are what 16 registers of 8 hold beside what is added to them.
     * Turning a block back costs these as much as a hundred steps of its chains.
     */
    private static Register ofFewSums(ClDevice device, ProductShape shape) {
      boolean tall = registerRows(device, shape.m(), 16) == 16;
      if (shape.n() <= FEW_COLUMNS && shape.transA() && tall && shape.k() >= 200) {
        int blocks = (shape.n() + 5) / 6;
        return new Register((shape.n() + blocks - 1) / blocks, 1, true);
      }
      int rows = shape.transB() ? 16 : shape.transA() ? 6 : 4;
      return new Register(registerRows(device, shape.m(), rows), 1);
    }

    /** Such as {@code register 8x2}. */
    @Override
    public String toString() {
      return Phrase.of("register %dx%d%s", rows, vectors, turned ? " turned" : "");
    }
  }

  /**
   * Local memory: for GPUs. See {@code kernels/matmul_local.cl}, whose defines these are.
   *
   * @param tileM rows of the tile of a work-group
   * @param tileN columns of it
   * @param tileK depth of the pieces of the operands in local memory
   * @param workM rows of the block of a work-item
   * @param workN columns of it
   * @param vectorA neighbouring rows of a block, read from local memory at once
   * @param vectorB neighbouring columns of a block, read at once
   * @param buffers pieces in local memory at a time
   */
  record Local(
      int tileM, int tileN, int tileK, int workM, int workN, int vectorA, int vectorB, int buffers)
      implements Tiling {
    private static final int MIN_SIDE = 8; // 8 x 8 work-items of one element: AMD's wavefront
    private static final Set<Integer> WIDTHS = Set.of(1, 2, 4);
    private static final int LANES = 128; // of a core; AMD's have half as many
    private static final int LATENCY = 48; // half cycles that a step takes however small the tile

    @Override
    public boolean isLegal(ClDevice device) {
      return WIDTHS.contains(vectorA)
          && WIDTHS.contains(vectorB)
          && (buffers == 1 || buffers == 2)
          && workM % vectorA == 0
          && workN % vectorB == 0
          && tileM % workM == 0
          && tileN % workN == 0
          && (long) itemsX() * itemsY() <= device.maxWorkGroup()
          && localBytes() <= device.localMemory();
    }

    /** Local memory of a work-group, where both operands' pieces are transposed on their way. */
    long localBytes() {
      return 4L
          * buffers
          * (depth() == 1
              ? tileK * (row(tileM) + row(tileN))
              : (long) (tileM + tileN) * (tileK % 8 == 4 ? tileK : tileK + 4));
    }

    /** Floats of a row of a piece: whole vectors, and one more, so that rows differ in banks. */
    private static long row(int side) {
      return (side + 3L) / 4 * 4 + 4;
    }

    /**
     * Steps along k that are read from local memory at once: a small block would else wait for it
     * at each step.
     */
    public int depth() {
      return vectorA == 1 && vectorB == 1 && isSmall() && tileK % 4 == 0 ? 4 : 1;
    }

    private boolean isSmall() {
      return workM <= 2 && workN <= 2;
    }

    /** Work-items of a group along n. */
    public int itemsX() {
      return tileN / workN;
    }

    /** Work-items of a group along m. */
    public int itemsY() {
      return tileM / workM;
    }

    /**
     * This tile with sides halved, no deeper than k and as wide as a narrow result, such that all
     * tiles take the least time, counted in rounds over the cores. Of equal ones the largest.
     *
     * @param cores that each run a work-group at a time
     */
    public Local fit(ProductShape shape, int cores) {
      Local best = withSides(Math.min(tileK, shape.k()), shape.n());
      for (Local high = best; ; high = high.withHalfM()) {
        for (Local tile = high; ; tile = tile.withHalfN()) {
          best = tile.time(shape, cores) < best.time(shape, cores) ? tile : best;
          if (tile.tileN < 2 * MIN_SIDE) {
            break;
          }
        }
        if (high.tileM < 2 * MIN_SIDE) {
          return best.isSmall() && best.tileK % 4 == 0 ? best.withoutVectors() : best;
        }
      }
    }

    /** A model of half cycles for each step along k: what is not hidden, and what is issued. */
    public long time(ProductShape shape, int cores) {
      long groups = ceil(shape.m(), tileM) * ceil(shape.n(), tileN);
      long issued = 2L * workM * workN + workM + workN; // a float read costs half an fma
      long passes = ceil((long) itemsX() * itemsY(), LANES);
      return ceil(groups, cores) * (LATENCY + passes * issued);
    }

    private static long ceil(long size, long part) {
      return (size + part - 1) / part;
    }

    private Local withSides(int depth, int columns) {
      if (columns >= 2 * MIN_SIDE) {
        return new Local(tileM, tileN, depth, workM, workN, vectorA, vectorB, buffers);
      }
      int pair = columns % 2 == 0 ? 2 : 1;
      return new Local(tileM, columns, depth, workM, pair, vectorA, pair, buffers);
    }

    private Local withoutVectors() {
      return new Local(tileM, tileN, tileK, workM, workN, 1, 1, buffers);
    }

    /** Each work-item does half the work, and where it has but one row, half of them do it. */
    private Local withHalfM() {
      int rows = Math.max(1, workM / 2);
      return new Local(
          tileM / 2, tileN, tileK, rows, workN, Math.min(vectorA, rows), vectorB, buffers);
    }

    private Local withHalfN() {
      int columns = Math.max(1, workN / 2);
      return new Local(
          tileM, tileN / 2, tileK, workM, columns, vectorA, Math.min(vectorB, columns), buffers);
    }

    @Override
    public String kernel() {
      return "matmul_local";
    }

    /** Such as {@code local 64x64x16 4x4 vectors 4x4 buffers 1}. */
    @Override
    public String toString() {
      return Phrase.of(
          "local %dx%dx%d %dx%d vectors %dx%d buffers %d",
          tileM, tileN, tileK, workM, workN, vectorA, vectorB, buffers);
    }
  }

  /**
   * What {@code toString} wrote.
   *
   * @throws IllegalArgumentException quoting a text that is no tiling
   */
  static Tiling parse(String text) {
    String forms = "register #x#( turned)?|blocked #x#x# #x#|local #x#x# #x# vectors #x# buffers #";
    if (!text.matches(forms.replace("#", "[1-9]\\d{0,3}"))) {
      throw new IllegalArgumentException("'" + text + "' is no tiling");
    }
    int[] sizes =
        Pattern.compile("\\d+")
            .matcher(text)
            .results()
            .mapToInt(r -> Integer.parseInt(r.group()))
            .toArray();
    if (text.startsWith("register")) {
      return new Register(sizes[0], sizes[1], text.endsWith("turned"));
    }
    return text.startsWith("blocked")
        ? new BlockedTiling(sizes[0], sizes[1], sizes[2], sizes[3], sizes[4])
        : new Local(sizes[0], sizes[1], sizes[2], sizes[3], sizes[4], sizes[5], sizes[6], sizes[7]);
  }

  /** The two families. */
  public enum Family {
    REGISTER,
    LOCAL;

    /** Registers for CPU devices, local memory for everything else. */
    public static Family of(ClDevice device) {
      return device.type() == ClDevice.Type.CPU ? REGISTER : LOCAL;
    }
  }

  /** The tiling of a product unless a better one is known. */
  static Tiling standard(Family family, ClDevice device, ProductShape shape) {
    if (family == Family.REGISTER) {
      BlockedTiling blocked = BlockedTiling.standard(device, shape);
      boolean large = BlockedTiling.suits(shape) && blocked.isLegal(device);
      return large ? blocked : Register.standard(device, shape);
    }
    Vendor vendor = Vendor.of(device.title());
    Local tiling = vendor.tile().fit(shape, vendor.cores(device.computeUnits()));
    return tiling.isLegal(device) ? tiling : SMALLEST;
  }

  /** So many rows, fewer where the blocks of a small batch would not reach all cores. */
  public static int registerRows(ClDevice device, int m, int most) {
    int rows = most;
    while (rows > 1 && m < 2 * rows * device.computeUnits()) {
      rows /= 2;
    }
    return rows;
  }
}
