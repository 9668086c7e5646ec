package dev.incline.backend.opencl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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
record Fusion(List<Stage> stages, boolean hasWorkers) {
  /** The ints that workers share, each in a cache line of its own. */
  static final int CLOCK_INTS = 96;

  private static final int MOST_STEPS = 64; // in one launch: enough to forget its cost

  /** Multiplications in one launch, about 2 ms: what a worker that left costs at most. */
  private static final long MOST_PRODUCTS = 1L << 28;

  /** Looks at the clock, about a millisecond of them, before a worker that waits leaves. */
  private static final int PATIENCE = 1 << 19;

  private static final Pattern DEFAULT = Pattern.compile("#ifndef (\\w+)\n#define \\1 ");

  /** How many steps of so many multiplications to take in one launch. */
  static int steps(long products) {
    return (int) Math.max(1, Math.min(MOST_STEPS, MOST_PRODUCTS / Math.max(1, products)));
  }

  /** The most tiles that can be computed at the same time. */
  int mostTiles() {
    return stages.stream().mapToInt(Stage::tiles).max().orElseThrow();
  }

  private List<Call> calls() {
    return stages.stream().flatMap(stage -> stage.calls().stream()).toList();
  }

  /** The files' names, for messages. */
  String name() {
    return String.join(" + ", calls().stream().map(Call::name).toList());
  }

  /**
   * What only the host knows, each once, by parameter name; the others stand in the source. After
   * them come, with workers, the clock; then the first cursor, the number of steps, and how far the
   * cursor moves with each.
   */
  Map<Call.Argument, String> parameters() {
    Map<Call.Argument, String> names = new LinkedHashMap<>();
    for (Call call : calls()) {
      for (Call.Argument argument : call.arguments()) {
        if (argument instanceof Call.Argument.Memory || argument instanceof Call.Argument.Real) {
          names.putIfAbsent(argument, "p" + names.size());
        }
      }
    }
    return names;
  }

  /**
   * OpenCL source of the kernel {@code fused}: each file under its call's defines, then the kernel.
   */
  String source(KernelSources files) {
    StringBuilder text = new StringBuilder("#define FUSED\n");
    List<Call> calls = calls();
    Map<Call, String> functions = new LinkedHashMap<>(); // by identity: calls have no equals
    for (Call call : calls) {
      int number = functions.size();
      functions.put(call, call.name() + "_tile_" + number);
      String file = files.read(call.name() + ".cl");
      text.append("#define INSTANCE _").append(number).append('\n').append(call.defines().asText());
      text.append(file).append(defaultsUndone(file)).append("#undef INSTANCE\n");
    }
    Map<Call.Argument, String> names = parameters();
    List<String> bodies = new ArrayList<>();
    for (Stage stage : stages) {
      bodies.add(
          stage.body(
              (call, tile) -> functions.get(call) + "(" + values(call, names) + tile + ");\n"));
    }
    text.append("__kernel void fused(");
    names.forEach((argument, name) -> text.append(declared(argument, name)).append(", "));
    if (hasWorkers()) {
      return text.append(workers(bodies)).toString();
    }
    return text.append(alone(bodies.get(0))).toString();
  }

  /** The end of a kernel of one stage: no tile needs another's result, in whatever step. */
  private static String alone(String body) {
    return """
    const int first, const int steps, const int stride) {
      const int tile = (int)get_global_id(0);
      for (int step = 0; step < steps; step++) {
        const int cursor = first + step * stride;
    %s  }
    }
    """
        .formatted(body);
  }

  private static String declared(Call.Argument argument, String name) {
    return argument instanceof Call.Argument.Memory memory
        ? "__global " + memory.buffer().type() + " *" + name
        : "const float " + name;
  }

  /** The end of a kernel whose workers draw tickets. The last to leave sets the clock back. */
  private String workers(List<String> bodies) {
    int all = stages.stream().mapToInt(Stage::tiles).sum();
    StringBuilder starts = new StringBuilder();
    StringBuilder tiles = new StringBuilder();
    int start = 0;
    for (int i = 0; i < bodies.size(); i++) {
      int end = start + stages.get(i).tiles();
      starts.append("at < %d ? %d : ".formatted(end, start));
      tiles.append(
          "    if (at >= %d && at < %d) {\n    const int tile = at - %d;\n%s    }\n"
              .formatted(start, end, start, bodies.get(i)));
      start = end;
    }
    return """
    __global volatile int *clock, const int first, const int steps, const int stride) {
      __global volatile int *next = clock;
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
    """
        .formatted(all, all, all, all, starts, PATIENCE, tiles);
  }

  /**
   * Takes back every define that the file gives a default: the next file is to find none of them.
   */
  private static String defaultsUndone(String file) {
    return DEFAULT
        .matcher(file)
        .results()
        .map(found -> "#undef " + found.group(1) + "\n")
        .collect(Collectors.joining());
  }

  /** The values a tile function is called with, before its tile. */
  private static String values(Call call, Map<Call.Argument, String> names) {
    StringBuilder values = new StringBuilder();
    for (Call.Argument argument : call.arguments()) {
      if (argument instanceof Call.Argument.Whole whole) {
        values.append(whole.value());
      } else if (argument instanceof Call.Argument.Cursor) {
        values.append("cursor");
      } else {
        values.append(names.get(argument));
      }
      values.append(", ");
    }
    return values.toString();
  }
}
