package dev.incline.backend.opencl;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Several calls in one launch, for CPU devices, where a launch costs as much as a small op. Two
 * kinds can share one:
 *
 * <pre>
 *   row by row      a work-item takes a block of the batch's rows through all calls, one after the other
 *   side by side    calls that are independent of each other split the work-items between them
 * </pre>
 *
 * <p>So a training step is two launches, or three with a sparse input: forward and backward by
 * rows, then all updates.
 *
 * @param calls at least two, in order
 * @param rowsPerItem rows of the batch that a work-item takes; 0 for calls side by side
 */
record Fusion(List<Call> calls, int rowsPerItem) {
  private static final Pattern DEFAULT = Pattern.compile("#ifndef (\\w+)\n#define \\1 ");
  private static final int MOST_MEMORY = 100; // pointers: OpenCL promises 1024 bytes of arguments

  /** Cuts a sequence of calls into launches: a list of one call is launched alone. */
  static List<List<Call>> cut(List<Call> calls) {
    List<List<Call>> launches = new ArrayList<>();
    List<Call> open = new ArrayList<>();
    for (Call call : calls) {
      if (!open.isEmpty() && !joins(open, call)) {
        launches.add(open);
        open = new ArrayList<>();
      }
      open.add(call);
    }
    launches.add(open);
    return launches;
  }

  private static boolean joins(List<Call> open, Call call) {
    Call first = open.get(0);
    int memory = open.stream().mapToInt(c -> c.arguments().size()).sum() + call.arguments().size();
    if (!first.isFusible() || !call.isFusible() || memory > MOST_MEMORY) {
      return false;
    }
    if (first.rowsPerTile() > 0) {
      int most = Math.max(rowsPerItem(open), call.rowsPerTile());
      return call.rowsPerTile() > 0
          && open.stream().allMatch(c -> most % c.rowsPerTile() == 0)
          && most % call.rowsPerTile() == 0;
    }
    return call.rowsPerTile() == 0 && open.stream().allMatch(call::isIndependentOf);
  }

  private static int rowsPerItem(List<Call> calls) {
    return calls.stream().mapToInt(Call::rowsPerTile).max().orElse(0);
  }

  /** The launch of calls that {@link #cut} put together. */
  static Fusion of(List<Call> calls) {
    return new Fusion(calls, rowsPerItem(calls));
  }

  /** Number of work-items. */
  int items() {
    if (rowsPerItem == 0) {
      return calls.stream().mapToInt(c -> c.columns() * c.rows()).sum();
    }
    Call first = calls.get(0);
    int tiles = rowsPerItem / first.rowsPerTile();
    return (first.rows() + tiles - 1) / tiles;
  }

  /** The files' names, for messages. */
  String name() {
    return String.join(" + ", calls.stream().map(Call::name).toList());
  }

  /**
   * OpenCL source of the kernel {@code fused}: each file under its call's defines, then the kernel.
   */
  String source(KernelSources files) {
    StringBuilder text = new StringBuilder("#define FUSED\n");
    StringBuilder parameters = new StringBuilder();
    StringBuilder body = new StringBuilder();
    int start = 0;
    for (int i = 0; i < calls.size(); i++) {
      Call call = calls.get(i);
      text.append("#define INSTANCE _").append(i).append('\n').append(call.defines().asText());
      String file = files.read(call.name() + ".cl");
      text.append(file).append(defaultsUndone(file)).append("#undef INSTANCE\n");
      String invocation =
          call.name() + "_tile_" + i + "(" + values(i, call, parameters) + "x, y);\n";
      body.append(rowsPerItem > 0 ? byRows(call, invocation) : besides(call, invocation, start));
      start += call.columns() * call.rows();
    }
    return text.append("__kernel void fused(")
        .append(parameters)
        .append("const int cursor) {\n  const int item = (int)get_global_id(0);\n")
        .append(body)
        .append("}\n")
        .toString();
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

  /**
   * The values a tile function is called with; adds those that only the host knows to the
   * parameters.
   */
  private static String values(int index, Call call, StringBuilder parameters) {
    StringBuilder values = new StringBuilder();
    for (int i = 0; i < call.arguments().size(); i++) {
      Call.Argument argument = call.arguments().get(i);
      String name = "p" + index + "_" + i;
      if (argument instanceof Call.Argument.Memory memory) {
        parameters.append("__global ").append(memory.buffer().type()).append(" *").append(name);
        parameters.append(", ");
        values.append(name);
      } else if (argument instanceof Call.Argument.Real) {
        parameters.append("const float ").append(name).append(", ");
        values.append(name);
      } else if (argument instanceof Call.Argument.Whole whole) {
        values.append(whole.value());
      } else {
        values.append("cursor");
      }
      values.append(", ");
    }
    return values.toString();
  }

  private String byRows(Call call, String invocation) {
    int tiles = rowsPerItem / call.rowsPerTile();
    return String.format(
        Locale.ROOT,
        "  for (int y = item * %d; y < min((item + 1) * %d, %d); y++) {%n"
            + "    for (int x = 0; x < %d; x++) {%n      %s    }%n  }%n",
        tiles,
        tiles,
        call.rows(),
        call.columns(),
        invocation);
  }

  private static String besides(Call call, String invocation, int start) {
    return String.format(
        Locale.ROOT,
        "  if (item >= %d && item < %d) {%n    const int x = (item - %d) / %d;%n"
            + "    const int y = (item - %d) %% %d;%n    %s  }%n",
        start,
        start + call.columns() * call.rows(),
        start,
        call.rows(),
        start,
        call.rows(),
        invocation);
  }
}
