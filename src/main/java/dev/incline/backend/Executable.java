package dev.incline.backend;

/** A compiled plan. */
public interface Executable {
  /**
   * Runs the plan on the samples at positions cursor, cursor + 1, ... of its order. Returns nothing
   * and waits for nothing; work of one backend happens in the order in which it was asked for.
   */
  void run(int cursor);

  /** Pieces of work that one run hands to the device. */
  default int launches() {
    return 1;
  }
}
