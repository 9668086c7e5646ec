package dev.incline.backend.opencl.compile;

import dev.incline.plan.Slot;
import dev.incline.wording.Phrase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
}
