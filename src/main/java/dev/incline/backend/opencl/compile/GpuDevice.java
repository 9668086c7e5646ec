package dev.incline.backend.opencl.compile;

import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.backend.opencl.compile.LaunchChoice.Form;
import dev.incline.backend.opencl.tiling.Tiles;
import dev.incline.backend.opencl.tiling.Vendor;
import dev.incline.plan.Plan;
import dev.incline.plan.Slot;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * GPUs and whatever is no CPU: groups of work-items, and as few launches as can be, because each
 * costs the host more than most ops cost the device.
 *
 * @param form of launches
 * @param skipsPixels whether a row's products skip its zero pixels
 */
public record GpuDevice(
    ClDevice device, Tiles tiles, boolean specialises, Form form, boolean skipsPixels)
    implements LaunchPolicy {
  private static final int GROUP = 32; // work-items that such devices run in step, or half of them
  private static final int MAX_LANES = 256;
  private static final int WIDTH = 4;

  @Override
  public int pitch(Slot<?> slot) {
    return slot.cols();
  }

  /** A work-item for each vector of a row, in whole groups, as far as a work-group goes. */
  @Override
  public RowCopy rowCopy(int columns) {
    long groups = Lowering.ceil((int) Lowering.ceil(columns, WIDTH), GROUP);
    int max = Math.min(MAX_LANES, device.maxWorkGroup());
    return new RowCopy(WIDTH, (int) Math.min(max, GROUP * groups), columns % WIDTH == 0);
  }

  @Override
  public ColumnBlock columnBlock(int columns) {
    return new ColumnBlock(1, 1);
  }

  /** A product's tiles in local memory leave no registers for it. */
  @Override
  public boolean updatesIn(KernelCall call) {
    return false;
  }

  @Override
  public int groupSize() {
    return GROUP;
  }

  @Override
  public boolean skipsZeros(double density) {
    return false; // the kernels that skip zeros by themselves are written for CPUs
  }

  /** Kernels that are built for all shapes are those of single ops. */
  @Override
  public List<Launch> launches(Plan plan, Lowering ops, Supplier<List<KernelCall>> calls) {
    return specialises ? new LaunchChoice(this, plan, ops, calls).launches() : alone(calls.get());
  }

  /** A launch for each call. */
  List<Launch> alone(List<KernelCall> calls) {
    return calls.stream().map(call -> call.alone(device.computeUnits())).toList();
  }

  /**
   * The forms that {@link #form} leaves out, of those that its work-groups are large enough for.
   */
  public List<Form> otherForms() {
    return Stream.of(Form.OPS, Form.ROWS, Form.TILED)
        .filter(other -> other != form)
        .filter(other -> other == Form.OPS || LaunchChoice.takesGroups(device))
        .toList();
  }

  /** Cores that each run work-groups of their own. */
  int cores() {
    return Vendor.of(device.title()).cores(device.computeUnits());
  }
}
