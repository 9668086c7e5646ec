package dev.incline.backend.cpu;

/** An op bound to its memory. */
interface CpuOp {
  /** Runs it on the samples from a position of the epoch's order on. */
  void run(int cursor);
}
