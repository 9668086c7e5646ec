package dev.incline.backend.opencl.tiling;

import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.wording.Phrase;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
 * @param depth steps along k that are read from local memory at once
 * @param unroll steps along k that are written out
 * @param lanesX columns of work-items that 32 neighbours take
 */
public record LocalTiling(
    int tileM,
    int tileN,
    int tileK,
    int workM,
    int workN,
    int vectorA,
    int vectorB,
    int buffers,
    int depth,
    int unroll,
    int lanesX)
    implements Tiling {
  /** A text, where {@code #} is a number: see {@link #toString}. */
  static final String FORM =
      "local #x#x# #x# vectors #x# buffers #( depth #)?( unroll #)?( lanes #)?";

  /** Steps that are written out unless it is said otherwise. */
  public static final int UNROLL = 8;

  private static final int NEIGHBOURS = 32; // work-items that GPUs run in step, or half of them
  private static final int MIN_SIDE = 8; // 8 x 8 work-items of one element: AMD's wavefront
  private static final Set<Integer> WIDTHS = Set.of(1, 2, 4);
  private static final int LATENCY = 48; // half cycles that a step takes however small the tile

  /**
   * With the loop over a piece that is standard: small blocks read four steps at once, which would
   * else wait for local memory at each; neighbours are neighbours in a row.
   */
  public LocalTiling(
      int tileM,
      int tileN,
      int tileK,
      int workM,
      int workN,
      int vectorA,
      int vectorB,
      int buffers) {
    this(
        tileM,
        tileN,
        tileK,
        workM,
        workN,
        vectorA,
        vectorB,
        buffers,
        standardDepth(tileK, workM, workN, vectorA, vectorB),
        UNROLL,
        tileN / workN);
  }

  private static int standardDepth(int tileK, int workM, int workN, int vectorA, int vectorB) {
    boolean single = vectorA == 1 && vectorB == 1;
    return single && isSmall(workM, workN) && tileK % 4 == 0 ? 4 : 1;
  }

  private static boolean isSmall(int workM, int workN) {
    return workM <= 2 && workN <= 2;
  }

  /** The same tile, reading so many steps at once. */
  public LocalTiling withDepth(int steps) {
    return new LocalTiling(
        tileM, tileN, tileK, workM, workN, vectorA, vectorB, buffers, steps, unroll, lanesX);
  }

  /** The same tile, with so many steps written out. */
  public LocalTiling withUnroll(int steps) {
    return new LocalTiling(
        tileM, tileN, tileK, workM, workN, vectorA, vectorB, buffers, depth, steps, lanesX);
  }

  /** The same tile, in which 32 neighbours take so many columns. */
  public LocalTiling withLanesX(int columns) {
    return new LocalTiling(
        tileM, tileN, tileK, workM, workN, vectorA, vectorB, buffers, depth, unroll, columns);
  }

  private LocalTiling standard() {
    return new LocalTiling(tileM, tileN, tileK, workM, workN, vectorA, vectorB, buffers);
  }

  @Override
  public boolean isLegal(ClDevice device) {
    return WIDTHS.contains(vectorA)
        && WIDTHS.contains(vectorB)
        && (buffers == 1 || buffers == 2)
        && workM % vectorA == 0
        && workN % vectorB == 0
        && tileM % workM == 0
        && tileN % workN == 0
        && (depth == 1 || (depth == 4 && vectorA == 1 && vectorB == 1))
        && tileK % depth == 0
        && unroll % depth == 0
        && (lanesX == itemsX() || isBlockOfNeighbours())
        && (long) itemsX() * itemsY() <= device.maxWorkGroup()
        && localBytes() <= device.localMemory();
  }

  private boolean isBlockOfNeighbours() {
    return NEIGHBOURS % lanesX == 0
        && itemsX() % lanesX == 0
        && itemsY() % (NEIGHBOURS / lanesX) == 0;
  }

  /** Local memory of a work-group, where both operands' pieces are transposed on their way. */
  long localBytes() {
    return 4L
        * buffers
        * (depth == 1
            ? tileK * (row(tileM) + row(tileN))
            : (long) (tileM + tileN) * (tileK % 8 == 4 ? tileK : tileK + 4));
  }

  /** Floats of a row of a piece: whole vectors, and one more, so that rows differ in banks. */
  private static long row(int side) {
    return (side + 3L) / 4 * 4 + 4;
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
   * tiles take the least time, counted in rounds over the cores. Of equal ones the largest. Its
   * loop is the standard one.
   *
   * @param cores that each run a work-group at a time
   * @param lanes multiply-adds that a core may begin in a cycle
   */
  public LocalTiling fit(ProductShape shape, int cores, int lanes) {
    LocalTiling best = withSides(Math.min(tileK, shape.k()), shape.n());
    for (LocalTiling high = best; ; high = high.withHalfM()) {
      for (LocalTiling tile = high; ; tile = tile.withHalfN()) {
        best = tile.time(shape, cores, lanes) < best.time(shape, cores, lanes) ? tile : best;
        if (tile.tileN < 2 * MIN_SIDE) {
          break;
        }
      }
      if (high.tileM < 2 * MIN_SIDE) {
        boolean small = isSmall(best.workM, best.workN) && best.tileK % 4 == 0;
        return small ? best.withoutVectors() : best;
      }
    }
  }

  /** A model of half cycles for each step along k: what is not hidden, and what is issued. */
  public long time(ProductShape shape, int cores, int lanes) {
    long groups = ceil(shape.m(), tileM) * ceil(shape.n(), tileN);
    long issued = 2L * workM * workN + workM + workN; // a float read costs half an fma
    long passes = ceil((long) itemsX() * itemsY(), lanes);
    return ceil(groups, cores) * (LATENCY + passes * issued);
  }

  private static long ceil(long size, long part) {
    return (size + part - 1) / part;
  }

  private LocalTiling withSides(int steps, int columns) {
    if (columns >= 2 * MIN_SIDE) {
      return new LocalTiling(tileM, tileN, steps, workM, workN, vectorA, vectorB, buffers);
    }
    int pair = columns % 2 == 0 ? 2 : 1;
    return new LocalTiling(tileM, columns, steps, workM, pair, vectorA, pair, buffers);
  }

  private LocalTiling withoutVectors() {
    return new LocalTiling(tileM, tileN, tileK, workM, workN, 1, 1, buffers);
  }

  /** Each work-item does half the work, and where it has but one row, half of them do it. */
  private LocalTiling withHalfM() {
    int rows = Math.max(1, workM / 2);
    return new LocalTiling(
        tileM / 2, tileN, tileK, rows, workN, Math.min(vectorA, rows), vectorB, buffers);
  }

  private LocalTiling withHalfN() {
    int columns = Math.max(1, workN / 2);
    return new LocalTiling(
        tileM, tileN / 2, tileK, workM, columns, vectorA, Math.min(vectorB, columns), buffers);
  }

  @Override
  public String kernel() {
    return "matmul_local";
  }

  /**
   * Such as {@code local 64x64x16 4x4 vectors 4x4 buffers 1}; behind it {@code depth 4}, {@code
   * unroll 16}, {@code lanes 8}, where they are not standard.
   */
  @Override
  public String toString() {
    LocalTiling standard = standard();
    return Phrase.of(
            "local %dx%dx%d %dx%d vectors %dx%d buffers %d",
            tileM, tileN, tileK, workM, workN, vectorA, vectorB, buffers)
        + (depth == standard.depth ? "" : Phrase.of(" depth %d", depth))
        + (unroll == standard.unroll ? "" : Phrase.of(" unroll %d", unroll))
        + (lanesX == standard.lanesX ? "" : Phrase.of(" lanes %d", lanesX));
  }

  /**
   * What {@code toString} wrote.
   *
   * @param text of {@link #FORM}
   * @param numbers in it
   */
  static LocalTiling parse(String text, int[] numbers) {
    LocalTiling tile =
        new LocalTiling(
            numbers[0],
            numbers[1],
            numbers[2],
            numbers[3],
            numbers[4],
            numbers[5],
            numbers[6],
            numbers[7]);
    return tile.withDepth(number(text, "depth", tile.depth))
        .withUnroll(number(text, "unroll", tile.unroll))
        .withLanesX(number(text, "lanes", tile.lanesX));
  }

  private static int number(String text, String name, int otherwise) {
    Matcher found = Pattern.compile(name + " (\\d+)").matcher(text);
    return found.find() ? Integer.parseInt(found.group(1)) : otherwise;
  }
}
