package dev.incline.backend.opencl.compile;

import dev.incline.wording.Phrase;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Calls that need no waiting between them, for CPU devices, where handing work to a core costs as
 * much as a small op. Two kinds of calls can stand together:
 *
 * <pre>
 *   row by row      a tile is a block of the batch's rows, taken through all calls one after the other
 *   side by side    the calls are independent of each other; a tile is a run of one call's tiles
 * </pre>
 *
 * <p>A training step is two stages: forward and backward by rows, then all updates. A wide first
 * layer, whose weights are to stay in the cache, takes a stage of its own between.
 *
 * @param calls at least one, in order
 * @param rowsPerTile rows of the batch in a tile; 0 for calls side by side
 * @param cores that share it
 */
record Stage(List<KernelCall> calls, int rowsPerTile, int cores) {
  /** So few that handing them out costs little, so many that none waits long for the last. */
  static final int TILES_PER_CORE = 8;

  /** Multiplications in a tile, about 50 µs, where there are more than a few tiles per core. */
  private static final int MAX_PRODUCTS = 1 << 22;

  /** Rows of the batch in a tile, where there are enough: what they pass on stays in the cache. */
  private static final int MAX_ROWS = 8;

  /** Cuts a sequence of calls into stages. */
  static List<Stage> cut(List<KernelCall> calls, int cores) {
    List<Stage> stages = new ArrayList<>();
    List<KernelCall> open = new ArrayList<>();
    for (KernelCall call : calls) {
      if (!open.isEmpty() && !joins(open, call)) {
        stages.add(of(open, cores));
        open = new ArrayList<>();
      }
      open.add(call);
    }
    stages.add(of(open, cores));
    return stages;
  }

  static Stage of(List<KernelCall> calls, int cores) {
    int rows = rowsPerTile(calls);
    while (rows > 0 && 2 * rows <= MAX_ROWS && tiles(calls, 2 * rows) >= TILES_PER_CORE * cores) {
      rows *= 2;
    }
    return new Stage(List.copyOf(calls), rows, cores);
  }

  private static boolean joins(List<KernelCall> open, KernelCall call) {
    KernelCall first = open.get(0);
    if (!first.isFusible() || !call.isFusible()) {
      return false;
    }
    if (first.rowsPerTile() > 0) {
      int most = Math.max(rowsPerTile(open), call.rowsPerTile());
      return call.rowsPerTile() > 0
          && open.stream().allMatch(c -> most % c.rowsPerTile() == 0)
          && most % call.rowsPerTile() == 0;
    }
    return call.rowsPerTile() == 0 && open.stream().allMatch(call::isIndependentOf);
  }

  private static int rowsPerTile(List<KernelCall> calls) {
    return calls.stream().mapToInt(KernelCall::rowsPerTile).max().orElse(0);
  }

  boolean isFusible() {
    return calls.get(0).isFusible();
  }

  /** The pieces that it can be shared out in, in any order and at the same time. */
  int tiles() {
    return rowsPerTile > 0 ? tiles(calls, rowsPerTile) : ceil(callTiles(), run());
  }

  private static int tiles(List<KernelCall> calls, int rowsPerTile) {
    KernelCall first = calls.get(0);
    return ceil(first.rows(), rowsPerTile / first.rowsPerTile());
  }

  private int callTiles() {
    return calls.stream().mapToInt(c -> c.columns() * c.rows()).sum();
  }

  /** The calls' tiles in one of this stage's: few where they are long, lest the others wait. */
  private int run() {
    long all = calls.stream().mapToLong(c -> c.products() * c.columns() * c.rows()).sum();
    return ceil(callTiles(), Math.max(TILES_PER_CORE * cores, (int) (all / MAX_PRODUCTS)));
  }

  /** Multiplications of the largest tile, zeros included. */
  long products() {
    return rowsPerTile > 0
        ? calls.stream().mapToLong(c -> c.products() * c.columns()).sum()
        : calls.stream().mapToLong(KernelCall::products).max().orElse(0) * run();
  }

  /**
   * OpenCL statements that compute the tile {@code tile}.
   *
   * @param invocation of a call's tile function on its tile (x, y)
   */
  String body(BiFunction<KernelCall, String, String> invocation) {
    StringBuilder text = new StringBuilder();
    if (rowsPerTile > 0) {
      calls.forEach(call -> text.append(byRows(call, invocation.apply(call, "x, y"))));
      return text.toString();
    }
    int start = 0;
    for (KernelCall call : calls) {
      int end = start + call.columns() * call.rows();
      String tile =
          call.columns() == 1 ? "0, at" : Phrase.of("at / %d, at %% %d", call.rows(), call.rows());
      String one = invocation.apply(call, tile);
      text.append(
          Phrase.of(
              "  for (int at = max(tile * %d, %d) - %d; at < min((tile + 1) * %d, %d) - %d; at++) {\n    %s  }\n",
              run(), start, start, run(), end, start, one));
      start = end;
    }
    return text.toString();
  }

  private String byRows(KernelCall call, String one) {
    int rows = rowsPerTile / call.rowsPerTile();
    return Phrase.of(
        "  for (int y = tile * %d; y < min((tile + 1) * %d, %d); y++) {\n    for (int x = 0; x < %d; x++) {\n      %s    }\n  }\n",
        rows, rows, call.rows(), call.columns(), one);
  }

  private static int ceil(int size, int part) {
    return (size + part - 1) / part;
  }
}
