package dev.incline.backend.opencl.compile;

import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.backend.opencl.tiling.Tiles;
import dev.incline.plan.Plan;
import dev.incline.plan.Slot;
import java.util.List;
import java.util.function.Supplier;

/**
 * How one kind of device is worked: the sizes of its launches, and what each holds. No bit of a
 * result depends on it. A new kind of device is one more of these.
 */
public interface LaunchPolicy {
  ClDevice device();

  /**
   * Whether products are built for the row lengths of their operands, which is faster to run, or
   * once for all shapes, which is faster to build when there are many.
   */
  boolean specialises();

  /** Elements from the beginning of one row of a slot to that of the next. */
  int pitch(Slot<?> slot);

  /** How products are cut up. */
  Tiles tiles();

  /** How rows of so many pixels are gathered. */
  RowCopy rowCopy(int columns);

  /** How so many columns are summed, or so many elements updated. */
  ColumnBlock columnBlock(int columns);

  /** Work-items of a group, where each takes a row of the batch or a block of columns. */
  int groupSize();

  /** Whether a call that makes a gradient can update the parameter itself. */
  boolean updatesIn(KernelCall call);

  /**
   * Whether products over a batch of images skip zero pixels.
   *
   * @param density the share of pixels that are not zero
   */
  boolean skipsZeros(double density);

  /**
   * The launches of a plan, in order.
   *
   * @param ops turns one op after the other into a call
   * @param calls of the plan's ops, in order
   */
  List<Launch> launches(Plan plan, Lowering ops, Supplier<List<KernelCall>> calls);

  /**
   * The sizes of {@code kernels/gather_rows.cl}.
   *
   * @param width pixels that a work-item takes at once
   * @param lanes work-items that share a row
   * @param aligned whether every row begins at a whole multiple of the width
   */
  record RowCopy(int width, int lanes, boolean aligned) {}

  /**
   * The sizes of {@code kernels/column_sums.cl} and of the kernels that work element by element: a
   * work-item takes width x vectors columns.
   *
   * @param width floats of a vector
   */
  record ColumnBlock(int width, int vectors) {}
}
