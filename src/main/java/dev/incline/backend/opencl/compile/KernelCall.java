package dev.incline.backend.opencl.compile;

import dev.incline.plan.MatMul;
import dev.incline.plan.Op;
import dev.incline.plan.Slot;
import java.util.ArrayList;
import java.util.List;

/**
 * An op as a kernel file computes it: name, defines, arguments and sizes. A call is launched alone,
 * through the kernel named like the file, or shares a launch with others, through the file's tile
 * function (see {@link Fusion}).
 */
public final class KernelCall implements Launch {
  private final Op op;
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

  KernelCall(Op op, String name, Defines defines) {
    this.op = op;
    this.name = name;
    this.defines = defines;
    this.reads = new ArrayList<>(op.reads());
    this.writes = new ArrayList<>(op.writes());
  }

  KernelCall with(Slot<?>... memory) {
    for (Slot<?> slot : memory) {
      arguments.add(new Argument.Memory(slot));
    }
    return this;
  }

  /**
   * A slot from a row on: a call that does not begin with row 0 is computed by its tile function.
   *
   * @param pitch of the slot
   */
  KernelCall withRows(Slot<?> slot, int first, int pitch) {
    if (first == 0) {
      return with(slot);
    }
    arguments.add(new Argument.Part(slot, first * pitch));
    return this;
  }

  /** Local memory of the work-group that computes a tile, for a launch shared with others. */
  KernelCall withLocal(String content, int floats) {
    arguments.add(new Argument.Local(content, floats));
    return this;
  }

  /** The same, for a row of a slot. */
  KernelCall withRow(Slot<?> slot) {
    return withLocal("row of " + slot.name(), slot.cols());
  }

  KernelCall with(int... sizes) {
    for (int size : sizes) {
      arguments.add(new Argument.Whole(size));
    }
    return this;
  }

  KernelCall with(float... factors) {
    for (float factor : factors) {
      arguments.add(new Argument.Real(factor));
    }
    return this;
  }

  KernelCall withCursor() {
    return withCursor(0);
  }

  /** The cursor, and so many rows ahead of it: see {@link #withRows}. */
  KernelCall withCursor(int ahead) {
    arguments.add(new Argument.Cursor(ahead));
    return this;
  }

  /**
   * Updates a parameter by the gradient at hand; comes after all other arguments.
   *
   * @param pitch of the scalars
   */
  KernelCall updating(ParameterUpdate update, int pitch) {
    defines.set("UPDATE", update.number());
    reads.addAll(update.op().reads());
    writes.addAll(update.op().writes());
    return with(update.parameter(), update.mean(), update.squares(), update.scalars())
        .with(pitch)
        .with(update.factors())
        .withCursor();
  }

  /** Sizes of a launch of its own: work-items, rounded up to whole work-groups. */
  KernelCall over(long x, long groupX) {
    items = new long[] {x};
    groups = new long[] {groupX};
    return this;
  }

  KernelCall over(long x, long y, long groupX, long groupY) {
    items = new long[] {x, y};
    groups = new long[] {groupX, groupY};
    return this;
  }

  /** The grid of the tile function, for a launch shared with others. */
  KernelCall tiles(long tileColumns, long tileRows) {
    columns = (int) tileColumns;
    rows = (int) tileRows;
    return this;
  }

  /**
   * Says that a row of tiles makes so many rows of the batch from nothing but the same rows of what
   * the calls before it made, and from what no call of the same launch writes.
   */
  KernelCall rowByRow(int batchRowsPerTile) {
    rowsPerTile = batchRowsPerTile;
    return this;
  }

  /** What it computes, an update that it makes beside that left out. */
  Op op() {
    return op;
  }

  String name() {
    return name;
  }

  Defines defines() {
    return defines;
  }

  /** In the order in which the kernel and the tile function take them. */
  List<Argument> arguments() {
    return arguments;
  }

  @Override
  public List<Slot<?>> memory() {
    List<Slot<?>> slots = new ArrayList<>();
    for (Argument argument : arguments) {
      if (argument instanceof Argument.Memory memory) {
        slots.add(memory.slot());
      } else if (argument instanceof Argument.Part part) {
        slots.add(part.slot());
      }
    }
    return slots;
  }

  /** Whether it begins inside of its memory, so that only its tile function computes it. */
  boolean beginsInside() {
    return arguments.stream().anyMatch(Argument.Part.class::isInstance);
  }

  /**
   * A launch of its own, on a device of so many cores: of the kernel, or of one that is generated.
   */
  Launch alone(int cores) {
    return beginsInside() ? new Fusion(List.of(Stage.of(List.of(this), cores)), false) : this;
  }

  long[] items() {
    return items;
  }

  long[] groups() {
    return groups;
  }

  /** A product over images does more than one over floats: it is a kernel of its own. */
  @Override
  public List<String> kernels() {
    return List.of(defines.isOn("IMAGES") ? name + " over images" : name);
  }

  /** How many work-groups a launch of its own has. */
  long workGroups() {
    long count = 1;
    for (int d = 0; d < items.length; d++) {
      count *= (items[d] + groups[d] - 1) / groups[d];
    }
    return count;
  }

  /** Tiles side by side; 0 for a call that is always launched alone. */
  int columns() {
    return columns;
  }

  /** Tiles below each other. */
  int rows() {
    return rows;
  }

  /** Multiplications of a tile's product, zeros included; 0 of other ops. */
  long products() {
    return op instanceof MatMul product && isFusible()
        ? (long) product.m() * product.n() * product.k() / ((long) columns * rows)
        : 0;
  }

  boolean isFusible() {
    return columns > 0;
  }

  /** Rows of the batch per tile; 0 for a call that does not work row by row. */
  int rowsPerTile() {
    return rowsPerTile;
  }

  boolean writes(Slot<?> slot) {
    return writes.contains(slot);
  }

  /** Whether the two may run at the same time: neither writes what the other touches. */
  boolean isIndependentOf(KernelCall other) {
    return !touches(other.writes) && !other.touches(writes);
  }

  private boolean touches(List<Slot<?>> slots) {
    return slots.stream().anyMatch(s -> reads.contains(s) || writes.contains(s));
  }
}
