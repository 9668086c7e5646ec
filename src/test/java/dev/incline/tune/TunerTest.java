package dev.incline.tune;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.Backend;
import dev.incline.backend.Executable;
import dev.incline.backend.cpu.CpuBackend;
import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.backend.opencl.cl.ClException;
import dev.incline.backend.opencl.tiling.ProductShape;
import dev.incline.backend.opencl.tiling.RegisterTiling;
import dev.incline.backend.opencl.tiling.Tiles;
import dev.incline.backend.opencl.tiling.Tiling;
import dev.incline.model.Activation;
import dev.incline.plan.Epilogue;
import dev.incline.plan.MatMul;
import dev.incline.plan.Plan;
import dev.incline.plan.Slot;
import dev.incline.testing.BackendInBetween;
import dev.incline.testing.UnrealDevices;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The search on plain Java, where a run takes as long as the test says. */
class TunerTest {
  private static final Slot<float[]> C = Slot.floats("c", 33, 40);
  private static final MatMul PRODUCT =
      new MatMul(
          Slot.floats("a", 33, 20),
          Slot.floats("b", 20, 40),
          C,
          false,
          false,
          1f,
          0f,
          new Epilogue.Forward(null, Activation.IDENTITY));
  private static final ClDevice DEVICE = UnrealDevices.cpu(2, 16);
  private static final Tiling STANDARD =
      Tiling.standard(Tiling.Family.REGISTER, DEVICE, ProductShape.of(PRODUCT));
  private static final Tiling OTHER = new RegisterTiling(6, 2);
  private static final long USUAL = 200_000; // nanoseconds of a run
  private static final int NEVER = Integer.MAX_VALUE;

  private final Map<Tiling, Long> nanoseconds = new HashMap<>();
  private final Map<Tiling, Integer> wrongFrom = new HashMap<>(); // number of the run
  private final Set<Tiling> unbuildable = new HashSet<>();
  private final Map<Tiling, Integer> runs = new HashMap<>();
  private long now;

  private Tuner.ProductResult tune() {
    Tuner tuner = new Tuner(DEVICE, Tiling.Family.REGISTER, true, Device::new, () -> now);
    return tuner.tune(List.of(PRODUCT), result -> {}).get(0);
  }

  private Tiling best() {
    return tune().best().orElseThrow().tiling();
  }

  /** Plain Java under tiles that it does not have. */
  private final class Device extends BackendInBetween {
    private final Tiles tiles;

    Device(Tiles tiles) {
      super(new CpuBackend(1));
      this.tiles = tiles;
    }

    @Override
    public Executable compile(Plan plan) {
      Tiling tiling = tiles.of(DEVICE, ProductShape.of(PRODUCT));
      if (unbuildable.contains(tiling)) {
        throw new ClException("no registers left");
      }
      Executable product = super.compile(plan);
      Backend self = this;
      return cursor -> {
        product.run(cursor);
        now += nanoseconds.getOrDefault(tiling, USUAL);
        if (runs.merge(tiling, 1, Integer::sum) >= wrongFrom.getOrDefault(tiling, NEVER)) {
          self.write(C, new float[C.size()]);
        }
      };
    }
  }

  @Test
  void theFastestTilingWins() {
    nanoseconds.put(OTHER, USUAL / 2);
    Tuner.ProductResult result = tune();
    TunedProduct best = result.best().orElseThrow();
    assertThat(result.standard()).isEqualTo(STANDARD);
    assertThat(best.tiling()).isEqualTo(OTHER);
    assertThat(best.shape()).isEqualTo(ProductShape.of(PRODUCT));
    assertThat(best.gflops()).isEqualTo(2 * best.standardGflops());
    assertThat(result.tried()).contains(STANDARD, OTHER).doesNotHaveDuplicates();
    assertThat(result.failed()).isEmpty();
    assertThat(result.wrong()).isEmpty();
  }

  @Test
  void aGainThatMayBeNoiseLeavesTheStandardTiling() {
    nanoseconds.put(OTHER, USUAL * 98 / 100);
    assertThat(best()).isEqualTo(STANDARD);
  }

  @Test
  void aTilingOfWrongBitsNeverWins() {
    nanoseconds.put(OTHER, USUAL / 2);
    wrongFrom.put(OTHER, 1);
    Tuner.ProductResult result = tune();
    assertThat(result.best().orElseThrow().tiling()).isEqualTo(STANDARD);
    assertThat(result.wrong()).containsExactly(OTHER);
    assertThat(runs.get(OTHER)).as("it is not timed").isEqualTo(1);
  }

  @Test
  void aTilingWhoseBitsGoWrongLaterNeverWins() {
    nanoseconds.put(OTHER, USUAL / 2);
    wrongFrom.put(OTHER, 20);
    assertThat(best()).isEqualTo(STANDARD);
  }

  @Test
  void aTilingThatDoesNotBuildIsSkipped() {
    nanoseconds.put(OTHER, USUAL / 2);
    unbuildable.add(OTHER);
    Tuner.ProductResult result = tune();
    assertThat(result.best().orElseThrow().tiling()).isEqualTo(STANDARD);
    assertThat(result.failed()).containsExactly(OTHER);
  }

  @Test
  void withoutAnyRightTilingThereIsNoBest() {
    tune().tried().forEach(tiling -> wrongFrom.put(tiling, 1));
    Tuner.ProductResult result = tune();
    assertThat(result.best()).isEmpty();
    assertThat(result.wrong()).isEqualTo(result.tried());
  }

  @Test
  void slowTilingsAreTimedLess() {
    Tiling slow = new RegisterTiling(4, 1);
    nanoseconds.put(OTHER, USUAL / 2);
    nanoseconds.put(slow, 3 * USUAL);
    assertThat(tune().tried()).contains(slow);
    double ofSlow = runs.getOrDefault(slow, 0) * 3.0 * USUAL;
    double ofFast = runs.getOrDefault(OTHER, 0) * USUAL / 2.0;
    assertThat(ofFast).isGreaterThan(3 * ofSlow);
  }
}
