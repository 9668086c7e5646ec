package dev.incline.backend.opencl.vendor;

import dev.incline.backend.opencl.compile.ProgramText;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why a product's loop need not mostly multiply, nor fill Intel's threads. All else is demanded of
 * it: it may not spill, keep arrays in memory, split vectors or crowd others out.
 */
final class Excuse {
  private static final int LEAST_DEPTH = 16; // of a piece

  private Excuse() {}

  /**
   * In words; empty where all is demanded.
   *
   * @param leastSums of a work-item whose loop has to mostly multiply
   */
  static Optional<String> of(ProgramText program, int leastSums) {
    int rows = define(program, "WORK_M", leastSums);
    int columns = define(program, "WORK_N", 1);
    int depth = define(program, "TILE_K", LEAST_DEPTH);
    if (rows * columns < leastSums) {
      return Optional.of(
          "blocks of %dx%d: a small result, or a loop that loads the next piece too"
              .formatted(rows, columns));
    }
    return depth < LEAST_DEPTH
        ? Optional.of("chains of %d steps: most of the loop loads and stores".formatted(depth))
        : Optional.empty();
  }

  private static int define(ProgramText program, String name, int otherwise) {
    Matcher define = Pattern.compile("-D" + name + "=(\\d+)").matcher(program.options());
    return define.find() ? Integer.parseInt(define.group(1)) : otherwise;
  }
}
