package dev.incline.backend;

import java.util.OptionalDouble;

/** A compiled plan. */
public interface Executable extends AutoCloseable {
  /**
   * Runs the plan on the samples at positions cursor, cursor + 1, ... of its order. Returns nothing
   * and waits for nothing; work of one backend happens in the order in which it was asked for.
   */
  void run(int cursor);

  /** Runs the plan so many times, at cursor, cursor + stride, cursor + 2 stride, ... */
  default void run(int cursor, int steps, int stride) {
    for (int step = 0; step < steps; step++) {
      run(cursor + step * stride);
    }
  }

  /** Gives back what it holds beside its slots. It is not run again. */
  @Override
  default void close() {}

  /** Seconds that a model says a run takes; empty where there is no model of the device. */
  default OptionalDouble modelSeconds() {
    return OptionalDouble.empty();
  }

  /** Pieces of work that so many runs in a row hand to the device. */
  default int launches(int steps) {
    return steps;
  }
}
