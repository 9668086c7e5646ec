package dev.incline.backend.opencl.compile;

import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.plan.Slot;
import java.util.List;

/** GPUs and whatever is no CPU: groups of work-items, and a launch for each op. */
public record GpuDevice(ClDevice device, Tiles tiles, boolean specialises) implements LaunchPolicy {
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
    return false; // the kernels that skip zeros are written for CPUs
  }

  @Override
  public List<Launch> launches(List<KernelCall> calls) {
    return List.copyOf(calls);
  }
}
