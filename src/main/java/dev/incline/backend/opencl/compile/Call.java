package dev.incline.backend.opencl.compile;

import dev.incline.backend.opencl.cl.ClBuffer;
import dev.incline.backend.opencl.cl.ClKernel;
import dev.incline.plan.Op;
import dev.incline.plan.Slot;
import java.util.ArrayList;
import java.util.List;

/**
 * An op as a kernel file computes it: name, defines, arguments and sizes. A call is launched alone,
 * through the kernel named like the file, or shares a launch with others, through the file's tile
 * function (see {@link Fusion}).
 */
public final class Call {
  /** What the kernel and the tile function take, in their order. */
  sealed interface Argument {
    /** Makes this the kernel's next argument. */
    void giveTo(ClKernel kernel);

    /** Device memory. */
    record Memory(ClBuffer buffer) implements Argument {
      @Override
      public void giveTo(ClKernel kernel) {
        kernel.with(buffer);
      }
    }

    /** A size. */
    record Whole(int value) implements Argument {
      @Override
      public void giveTo(ClKernel kernel) {
        kernel.with(value);
      }
    }

    /** A factor. */
    record Real(float value) implements Argument {
      @Override
      public void giveTo(ClKernel kernel) {
        kernel.with(value);
      }
    }

    /** The cursor of the run. */
    record Cursor() implements Argument {
      @Override
      public void giveTo(ClKernel kernel) {
        kernel.withCursor();
      }
    }
  }

  private final List<Slot<?>> reads;
  private final List<Slot<?>> writes;
  private final String name;
  private final Defines defines;
  private final List<Argument> arguments = new ArrayList<>();
  private long[] items = {1};
  private long[] groups = {1};
  private int columns;
  private int rows;
  private int rowsPerTile;

  Call(Op op, String name, Defines defines) {
    this.name = name;
    this.defines = defines;
    this.reads = op.reads();
    this.writes = op.writes();
  }

  Call with(ClBuffer buffer) {
    arguments.add(new Argument.Memory(buffer));
    return this;
  }

  Call with(int value) {
    arguments.add(new Argument.Whole(value));
    return this;
  }

  Call with(float value) {
    arguments.add(new Argument.Real(value));
    return this;
  }

  Call withCursor() {
    arguments.add(new Argument.Cursor());
    return this;
  }

  /** Sizes of a launch of its own: work-items, rounded up to whole work-groups. */
  Call over(long[] workItems, long[] workGroups) {
    items = workItems;
    groups = workGroups;
    return this;
  }

  /** The grid of the tile function, for a launch shared with others. */
  Call tiles(long tileColumns, long tileRows) {
    columns = (int) tileColumns;
    rows = (int) tileRows;
    return this;
  }

  /**
   * Says that a row of tiles makes so many rows of the batch from nothing but the same rows of what
   * the calls before it made, and from what no call of the same launch writes.
   */
  Call rowByRow(int batchRowsPerTile) {
    rowsPerTile = batchRowsPerTile;
    return this;
  }

  String name() {
    return name;
  }

  Defines defines() {
    return defines;
  }

  List<Argument> arguments() {
    return arguments;
  }

  long[] items() {
    return items;
  }

  long[] groups() {
    return groups;
  }

  /** Tiles side by side; 0 for a call that is always launched alone. */
  int columns() {
    return columns;
  }

  /** Tiles below each other. */
  int rows() {
    return rows;
  }

  boolean isFusible() {
    return columns > 0;
  }

  /** Rows of the batch per tile; 0 for a call that does not work row by row. */
  int rowsPerTile() {
    return rowsPerTile;
  }

  /** Whether the two may run at the same time: neither writes what the other touches. */
  boolean isIndependentOf(Call other) {
    return !touches(other.writes) && !other.touches(writes);
  }

  private boolean touches(List<Slot<?>> slots) {
    return slots.stream().anyMatch(s -> reads.contains(s) || writes.contains(s));
  }
}
