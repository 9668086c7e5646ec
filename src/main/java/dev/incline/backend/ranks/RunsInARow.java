package dev.incline.backend.ranks;

import dev.incline.backend.Executable;

/** A compiled plan that is asked for many runs at a time; a single one is a row of one. */
abstract class RunsInARow implements Executable {
  @Override
  public abstract void run(int cursor, int runs, int stride);

  @Override
  public final void run(int cursor) {
    run(cursor, 1, 0);
  }
}
