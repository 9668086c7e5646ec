package dev.incline.backend.opencl.compile;

import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.backend.opencl.tiling.Tiles;
import dev.incline.plan.Plan;
import dev.incline.plan.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * CPU devices: vectors in registers, and few launches, because handing work to a core costs as much
 * as a small op.
 *
 * @param persistent whether workers may stay for many steps, on devices that keep them going
 */
public record CpuDevice(ClDevice device, Tiles tiles, boolean specialises, boolean persistent)
    implements LaunchPolicy {
  private static final double DENSITY = 0.55; // below it, skipping zeros wins, by measurement
  private static final int CROWDED =
      512; // floats: from there on, a block of rows outgrows its places
  private static final int GAP = 16; // floats: a cache line, and a vector

  /**
   * A CPU's caches place a line by the low bits of its address, so rows a large power of two apart
   * would all lie in the same few places: such rows get a gap behind them.
   */
  @Override
  public int pitch(Slot<?> slot) {
    boolean crowded =
        slot.type() == float[].class && slot.cols() >= CROWDED && slot.cols() % (CROWDED / 2) == 0;
    return specialises && crowded ? slot.cols() + GAP : slot.cols();
  }

  @Override
  public RowCopy rowCopy(int columns) {
    return new RowCopy(16, 1, false);
  }

  @Override
  public ColumnBlock columnBlock(int columns) {
    return new ColumnBlock(16, vectors(columns));
  }

  /**
   * Vectors of a row that a CPU's work-item takes: of 64 rows they fill a first-level cache of 32
   * KiB.
   */
  static int vectors(int columns) {
    return (int) Math.min(Lowering.ceil(columns, 16), 8);
  }

  @Override
  public int groupSize() {
    return 1;
  }

  /** So the gradient never goes through memory, and the update needs no stage of its own. */
  @Override
  public boolean updatesIn(KernelCall call) {
    return !call.name().equals("matmul_local");
  }

  @Override
  public boolean skipsZeros(double density) {
    return density < DENSITY;
  }

  /**
   * Workers for all calls, or a launch for each stage. Calls that one launch takes to their end
   * need no workers, except a product by itself, which is to be as fast as in a step.
   */
  @Override
  public List<Launch> launches(Plan plan, Lowering ops, Supplier<List<KernelCall>> supplier) {
    List<KernelCall> calls = supplier.get();
    List<Stage> stages = Stage.cut(calls, device.computeUnits());
    boolean workers =
        persistent
            && device.keepsWorkersGoing()
            && (stages.size() > 1 || (calls.size() == 1 && specialises))
            && stages.stream().allMatch(Stage::isFusible);
    if (workers) {
      Fusion whole = new Fusion(stages, true);
      if (whole.fits()) {
        return List.of(whole);
      }
    }
    List<Launch> launches = new ArrayList<>();
    for (Stage stage : stages) {
      launches.add(
          stage.calls().size() == 1
              ? stage.calls().get(0).alone(device.computeUnits())
              : new Fusion(List.of(stage), false));
    }
    return launches;
  }
}
