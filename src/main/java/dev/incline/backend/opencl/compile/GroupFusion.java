package dev.incline.backend.opencl.compile;

import dev.incline.backend.opencl.tiling.Vendor;
import dev.incline.plan.Epilogue;
import dev.incline.plan.MatMul;
import dev.incline.plan.Slot;
import dev.incline.wording.Phrase;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Calls that need no waiting between work-groups, as one kernel for GPUs: a work-group computes a
 * tile. As with {@link Stage} there are two kinds:
 *
 * <pre>
 *   row by row      a tile is a row of the batch, taken through all calls; what one call leaves for
 *                   the next lies in local memory
 *   side by side    the calls are independent of each other, and use no local memory; a tile is a
 *                   tile of one of them
 * </pre>
 *
 * @param calls at least one, in order
 * @param byRows whether they go row by row
 * @param group work-items of a work-group
 */
public record GroupFusion(List<KernelCall> calls, boolean byRows, int group) implements Launch {
  private FusedCalls fused() {
    return new FusedCalls(calls);
  }

  /** Whether every device takes so many arguments. */
  boolean fits() {
    return fused().fit();
  }

  /** Bytes of local memory. */
  long localMemory() {
    return 4L * localFloats();
  }

  @Override
  public List<Slot<?>> memory() {
    return fused().memory();
  }

  @Override
  public List<String> kernels() {
    return calls.stream().map(KernelCall::name).toList();
  }

  /** The files' names, for messages. */
  String name() {
    return fused().name();
  }

  /** What only the host knows. After them the kernel takes the cursor. */
  List<Argument> parameters() {
    return fused().parameters();
  }

  /** OpenCL source of the kernel {@code fused}. */
  String source(KernelSources files) {
    FusedCalls fused = fused();
    String name = Phrase.of("__attribute__((reqd_work_group_size(%d, 1, 1))) void fused", group);
    return fused.source(name, files)
        + Phrase.of(
            """
    const int cursor) {
      %sconst int tile = (int)get_group_id(0);
    %s}
    """,
            shared(), body(fused));
  }

  private String shared() {
    int floats = localFloats();
    return floats == 0
        ? ""
        : Phrase.of("__local float shared[%d] __attribute__((aligned(16)));\n  ", floats);
  }

  /** Work-groups that it can be shared out to, in any order and at the same time. */
  int tiles() {
    return byRows
        ? calls.get(0).rows()
        : calls.stream().mapToInt(call -> call.columns() * call.rows()).sum();
  }

  /** Floats of local memory; none side by side. */
  int localFloats() {
    return end(places());
  }

  /** Where each piece of local memory begins: in whole vectors of four, one behind the other. */
  private Map<Argument.Local, Integer> places() {
    Set<Argument.Local> all = new LinkedHashSet<>();
    for (KernelCall call : calls) {
      for (Argument argument : call.arguments()) {
        if (argument instanceof Argument.Local local) {
          all.add(local);
        }
      }
    }
    Map<Argument.Local, Integer> places = new LinkedHashMap<>();
    all.forEach(local -> places.put(local, end(places)));
    return places;
  }

  private static int end(Map<Argument.Local, Integer> places) {
    return places.entrySet().stream()
        .mapToInt(place -> place.getValue() + (place.getKey().floats() + 3) / 4 * 4)
        .max()
        .orElse(0);
  }

  /** OpenCL statements by which a work-group computes the tile {@code tile}. */
  String body(FusedCalls fused) {
    return byRows ? rows(fused) : sideBySide(fused);
  }

  private String rows(FusedCalls fused) {
    Map<Argument.Local, Integer> places = places();
    List<String> statements = new ArrayList<>();
    calls.forEach(call -> statements.add("  " + fused.statement(call, "0, tile", places::get)));
    return String.join("  barrier(CLK_LOCAL_MEM_FENCE);\n", statements);
  }

  private String sideBySide(FusedCalls fused) {
    StringBuilder text = new StringBuilder();
    int start = 0;
    for (KernelCall call : calls) {
      int end = start + call.columns() * call.rows();
      String at = Phrase.of("(tile - %d)", start);
      String place =
          Phrase.of(
              "%s / %d, %s - %s / %d * %d", at, call.rows(), at, at, call.rows(), call.rows());
      text.append(
          Phrase.of(
              "  if (tile >= %d && tile < %d) {\n    %s  }\n",
              start, end, fused.statement(call, place)));
      start = end;
    }
    return text.toString();
  }

  /**
   * The tile of a gradient that a work-group makes: see {@code kernels/matmul_gradient.cl}. No bit
   * of the result depends on it.
   *
   * @param group work-items of the group
   * @param columns of the tile, a divisor of the group
   * @param rows of a work-item
   * @param ahead rows of the batch on their way at a time
   */
  record GradientTile(int group, int columns, int rows, int ahead) {
    private static final int LANES = 32; // that read neighbours of a row at once
    private static final int MIN_AHEAD = 8;
    private static final int MAX_AHEAD = 32;
    private static final int FEW_ROWS = 4; // that a load takes as one vector

    /**
     * Of a gradient of m x n: with fewer rows, where cores would lie idle, or could hold all tiles
     * at a time. With half of the rows twice as much of the batch is on its way in as many
     * registers, where that divides the batch: guarding against its end takes registers too.
     */
    static GradientTile of(GpuDevice policy, int group, int m, int n, int k) {
      int most = Vendor.of(policy.device().title()).gradientRows();
      int rows = most;
      GradientTile tile = best(group, rows, MIN_AHEAD, m, n, policy.cores());
      while (rows > 1 && 2 * tile.count(m, n) < tile.enough(policy.cores())) {
        rows /= 2;
        int ahead = Math.min(MAX_AHEAD, MIN_AHEAD * most / rows);
        tile = best(group, rows, k % ahead == 0 ? ahead : MIN_AHEAD, m, n, policy.cores());
      }
      return tile;
    }

    /** Whether the product is such a gradient. */
    static boolean makes(MatMul product) {
      return product.transA() && !product.transB() && product.epilogue().equals(Epilogue.NONE);
    }

    /** Cuts a call into these tiles. */
    KernelCall cut(KernelCall call, int m, int n, int k) {
      call.defines()
          .set("COLUMNS", columns)
          .set("ROWS", rows)
          .set("AHEAD", ahead)
          .set("WHOLE", k % ahead == 0);
      return call.tiles(across(n), down(m));
    }

    private long enough(int cores) {
      return rows > FEW_ROWS ? (long) StepModel.RESIDENT / group * cores : cores;
    }

    /** Done in the fewest rounds; of those the nearest to a square, which reads the least. */
    private static GradientTile best(int group, int rows, int ahead, int m, int n, int cores) {
      int widest = Math.min(group, Integer.highestOneBit(2 * n - 1)); // so that no lane has no row
      int narrowest = Math.min(widest, Math.max(LANES, group / m));
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
    private long across(int n) {
      return Lowering.ceil(n, columns);
    }

    /** Tiles below each other. */
    private long down(int m) {
      return Lowering.ceil(m, height());
    }

    /** Rows of the tile. */
    private int height() {
      return group / columns * rows;
    }
  }
}
