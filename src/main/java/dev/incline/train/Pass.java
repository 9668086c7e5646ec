package dev.incline.train;

import dev.incline.backend.Backend;
import dev.incline.backend.Executable;
import dev.incline.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** One pass over the positions of an order: whole batches, then the shorter rest. */
final class Pass {
  private final int samples;
  private final int batch;
  private final List<Executable> executables = new ArrayList<>(); // one per batch size

  /**
   * @param samples positions of the order, at least 1
   * @param batch rows per step, at least 1
   * @param plan the plan of a step of so many rows
   */
  Pass(Backend backend, int samples, int batch, IntFunction<Plan> plan) {
    this.samples = samples;
    this.batch = Math.min(batch, samples);
    for (int size : sizes(samples, batch)) {
      executables.add(backend.compile(plan.apply(size)));
    }
  }

  /** The batch sizes of a pass: the whole batch, then the rest where there is one. */
  static List<Integer> sizes(int samples, int batch) {
    int whole = Math.min(batch, samples);
    int rest = samples % whole;
    return rest == 0 ? List.of(whole) : List.of(whole, rest);
  }

  int steps() {
    return (samples + batch - 1) / batch;
  }

  /** Rows of a step. */
  int size(int step) {
    return Math.min(batch, samples - step * batch);
  }

  /** Positions finished once all steps before {@code step} are. */
  int position(int step) {
    return Math.min(samples, step * batch);
  }

  /** The step, from 1, that handles a position. */
  int stepOf(int position) {
    return position / batch + 1;
  }

  /** Asks for the steps from {@code from} up to before {@code to}; waits for nothing. */
  void run(int from, int to) {
    int whole = Math.min(to, samples / batch); // the step after the last whole batch
    if (from < whole) {
      executables.get(0).run(from * batch, whole - from, batch);
    }
    if (whole < to && from <= whole) {
      executables.get(1).run(whole * batch);
    }
  }
}
