package dev.incline.backend.opencl.compile;

import dev.incline.plan.Slot;
import dev.incline.wording.Phrase;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Stages as one kernel that takes any number of steps in one launch. A single stage is launched
 * with a work-item per tile. Several are run by workers, work-items that stay until all is done:
 *
 * <pre>
 *   ticket   0  1 ... 12 | 13 ... 20 | 21 ... 84 || 85 ...        every tile of every step, in order
 *            stage 0       stage 1     stage 2      next step
 * </pre>
 *
 * <p>A worker looks at the next ticket, waits until all tiles of the stages before it are done,
 * draws the ticket and computes its tile. So whoever waits, waits for tiles that others are
 * computing: nobody is stuck as long as a work-item that has started goes on, which OpenCL leaves
 * open ({@link ClDevice#keepsWorkersGoing}). A worker that waits in vain, because the system has
 * put another one aside, leaves and lets the others finish: it holds no ticket. What workers share
 * is touched as rarely as can be, for a cache line may take longer from core to core than a tile:
 * the next ticket is guessed before it is drawn, and tiles are told of when there is cause to wait.
 *
 * @param stages at least one; all fusible; several only with workers
 * @param hasWorkers or a work-item for each tile
 */
public record Fusion(List<Stage> stages, boolean hasWorkers) implements Launch {
  /** The ints that workers share, each in a cache line of its own. */
  static final Slot<int[]> CLOCK = Slot.ints("the workers' clock", 1, 96);

  /** Looks at the clock, about a millisecond of them, before a worker that waits leaves. */
  private static final long PATIENCE = 1 << 19;

  /** Multiplications that the slowest core does between two looks: longer tiles take patience. */
  private static final int PRODUCTS_PER_LOOK = 8;

  private static final int MAX_STEPS = 64; // in one launch: enough to forget its cost

  /** Multiplications in one launch, about 2 ms: what a worker that left costs at most. */
  private static final long MAX_PRODUCTS = 1L << 28;

  /** How many steps of so many multiplications to take in one launch. */
  public static int steps(long products) {
    return (int) Math.max(1, Math.min(MAX_STEPS, MAX_PRODUCTS / Math.max(1, products)));
  }

  /** The most tiles that can be computed at the same time. */
  int maxTiles() {
    return stages.stream().mapToInt(Stage::tiles).max().orElseThrow();
  }

  /** Whether every device takes so many arguments. */
  boolean fits() {
    return fused().fit();
  }

  @Override
  public List<Slot<?>> memory() {
    List<Slot<?>> slots = new ArrayList<>(hasWorkers ? List.of(CLOCK) : List.of());
    slots.addAll(fused().memory());
    return slots;
  }

  @Override
  public List<String> kernels() {
    return stages.stream().flatMap(stage -> stage.calls().stream()).map(KernelCall::name).toList();
  }

  /** The files' names, for messages. */
  String name() {
    return fused().name();
  }

  /**
   * What only the host knows. After them the kernel takes, with workers, the clock; then the first
   * cursor, the number of steps, and how far the cursor moves with each.
   */
  List<Argument> parameters() {
    return fused().parameters();
  }

  private FusedCalls fused() {
    return new FusedCalls(stages.stream().flatMap(stage -> stage.calls().stream()).toList());
  }

  /**
   * OpenCL source of the kernel {@code fused}: each file under its call's defines, then the kernel.
   */
  String source(KernelSources files) {
    FusedCalls fused = fused();
    BiFunction<KernelCall, String, String> statement =
        (call, tile) -> fused.statement(call, tile, local -> 0); // a tile at a time has it all
    List<String> bodies = stages.stream().map(stage -> stage.body(statement)).toList();
    String beginning = fused.source("void fused", files);
    return beginning + (hasWorkers() ? workers(bodies) : alone(bodies.get(0)));
  }

  /** The end of a kernel of one stage: no tile needs another's result, in whatever step. */
  private String alone(String body) {
    return """
    const int first, const int steps, const int stride) {
      %sconst int tile = (int)get_global_id(0);
      for (int step = 0; step < steps; step++) {
        const int cursor = first + step * stride;
    %s  }
    }
    """
        .formatted(shared(), body);
  }

  /** The end of a kernel whose workers draw tickets. The last to leave sets the clock back. */
  private String workers(List<String> bodies) {
    int all = stages.stream().mapToInt(Stage::tiles).sum();
    StringBuilder starts = new StringBuilder();
    StringBuilder tiles = new StringBuilder();
    int start = 0;
    for (int i = 0; i < bodies.size(); i++) {
      int end = start + stages.get(i).tiles();
      starts.append(Phrase.of("at < %d ? %d : ", end, start));
      tiles.append(
          Phrase.of(
              "    if (at >= %d && at < %d) {\n    const int tile = at - %d;\n%s    }\n",
              start, end, start, bodies.get(i)));
      start = end;
    }
    return Phrase.of(
        """
    __global volatile int *clock, const int first, const int steps, const int stride) {
      %s__global volatile int *next = clock;
      __global volatile int *done = clock + 32;
      __global volatile int *left = clock + 64;
      int ticket = 0;   /* the next one, for all this worker knows */
      int known = 0;    /* of the tiles that are done */
      int finished = 0; /* its own, that it has not told of */
      while (ticket < steps * %d) {
        const int step = ticket / %d;
        const int at = ticket - step * %d;
        const int before = step * %d + (%s0);
        if (known < before) {
          known = atomic_add(done, finished) + finished;
          finished = 0;
          for (int patience = %d; known < before && patience > 0; patience--) {
            known = *done;
          }
          if (known < before) {
            break;
          }
        }
        const int drawn = atomic_cmpxchg(next, ticket, ticket + 1);
        if (drawn != ticket) {
          ticket = drawn;
          continue;
        }
        const int cursor = first + step * stride;
    %s    finished++;
        ticket++;
      }
      atomic_add(done, finished);
      if (atomic_inc(left) == (int)get_global_size(0) - 1) {
        *next = 0;
        *done = 0;
        *left = 0;
      }
    }
    """,
        shared(), all, all, all, all, starts, patience(), tiles);
  }

  private long patience() {
    long longest = stages.stream().mapToLong(Stage::products).max().orElseThrow();
    return Math.min(Integer.MAX_VALUE, Math.max(PATIENCE, longest / PRODUCTS_PER_LOOK));
  }

  /** Local memory, for each tile anew; its vectors are aligned. */
  private String shared() {
    int floats = fused().localFloats();
    return floats == 0
        ? ""
        : Phrase.of("__local float shared[%d] __attribute__((aligned(64)));\n  ", floats);
  }
}
