package dev.incline.backend.opencl.compile;

import dev.incline.plan.Slot;

/** What a kernel and its tile function take. */
sealed interface Argument {
  /** Device memory. */
  record Memory(Slot<?> slot) implements Argument {}

  /** The same from an element on: for tile functions, because a kernel takes whole memory. */
  record Part(Slot<?> slot, int element) implements Argument {}

  /**
   * Local memory of a work-group.
   *
   * @param name what lies there: calls of one stage that name the same share it
   */
  record Local(String name, int floats) implements Argument {}

  /** A size. */
  record Whole(int value) implements Argument {}

  /** A factor. */
  record Real(float value) implements Argument {}

  /**
   * The cursor of the run.
   *
   * @param ahead of it; for tile functions alone where it is not 0
   */
  record Cursor(int ahead) implements Argument {}
}
