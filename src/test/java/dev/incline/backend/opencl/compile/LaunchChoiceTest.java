package dev.incline.backend.opencl.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.backend.opencl.cl.ClException;
import dev.incline.backend.opencl.compile.LaunchChoice.Form;
import dev.incline.backend.opencl.tiling.Tiles;
import dev.incline.backend.opencl.tiling.Tiling;
import dev.incline.model.Activation;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.plan.Plan;
import dev.incline.plan.Planner;
import dev.incline.plan.Source;
import dev.incline.testing.UnrealDevices;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** In which form a device is handed a step. No device is needed. */
class LaunchChoiceTest {
  private static final ClDevice H100 = UnrealDevices.gpu(132);
  private static final Network SOFTMAX = Network.softmaxRegression(784, 10, true);
  private static final Network MLP = Network.mlp(784, List.of(128), 10, Activation.SIGMOID);
  private static final Network WIDE = Network.mlp(784, List.of(1024), 10, Activation.RELU);

  @Test
  void aNarrowFirstLayerGoesByRows() {
    assertThat(launches(H100, Form.AUTO, step(SOFTMAX, 64))).hasSize(2);
    assertThat(launches(H100, Form.AUTO, step(MLP, 64))).hasSize(2);
    assertThat(launches(H100, Form.AUTO, step(MLP, 512))).hasSize(2);
  }

  @Test
  void aBatchIsScoredInOneLaunch() {
    Source test = Source.of("test", 10_000, 784, 10_000);
    for (Network network : List.of(SOFTMAX, MLP)) {
      assertThat(launches(H100, Form.AUTO, Planner.evaluation(network, test, 512))).hasSize(1);
    }
  }

  /** Each row would read 3 MB of weights by itself. */
  @Test
  void aWideFirstLayerGoesInTiles() {
    Plan step = step(WIDE, 512);
    assertThat(launches(H100, Form.AUTO, step)).hasSameSizeAs(launches(H100, Form.TILED, step));
  }

  @Test
  void aGpuOfFewCoresMultipliesInTiles() {
    ClDevice few = UnrealDevices.gpu(2);
    Plan step = step(WIDE, 512);
    assertThat(launches(few, Form.AUTO, step).size())
        .isGreaterThan(launches(few, Form.ROWS, step).size());
  }

  /** The model says nothing of other devices. */
  @Test
  void aCpuThatIsWorkedAsAGpuGetsALaunchForEachOp() {
    ClDevice cpu = UnrealDevices.as(ClDevice.Type.CPU, H100);
    Plan step = step(MLP, 64);
    assertThat(launches(cpu, Form.AUTO, step)).hasSameSizeAs(step.ops());
    assertThat(launches(H100, Form.OPS, step)).hasSameSizeAs(step.ops());
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"AUTO", "OPS"})
  void aFormThatTheDeviceCannotTakeIsRefused(Form form) {
    Plan step = step(MLP, 64);
    ClDevice small = UnrealDevices.gpu("Small", "Few Bytes", 8, 1 << 10, 1024);
    assertThatThrownBy(() -> launches(small, form, step))
        .isInstanceOf(ClException.class)
        .hasMessageContainingAll("--launches " + form.name().toLowerCase(Locale.ROOT))
        .hasMessageContainingAll("Small (Few Bytes)", "bytes of local memory", "1,024", "ops");
    ClDevice thin = UnrealDevices.gpu("Thin", "Few Items", 8, 48 << 10, 64);
    assertThatThrownBy(() -> launches(thin, form, step))
        .isInstanceOf(ClException.class)
        .hasMessageContaining("work-groups of 128 work-items, and it takes 64");
  }

  @Test
  void autoLeavesOutWhatTheDeviceCannotTake() {
    Plan step = step(MLP, 64);
    for (ClDevice device :
        List.of(
            UnrealDevices.gpu("Small", "Few Bytes", 8, 1 << 10, 1024),
            UnrealDevices.gpu("Thin", "Few Items", 8, 48 << 10, 64))) {
      assertThat(launches(device, Form.AUTO, step)).hasSameSizeAs(step.ops());
    }
  }

  private static Plan step(Network network, int batch) {
    Source source = Source.of("training", 1000, 784, 1000);
    return Planner.trainingStep(network, source, batch, Recipe.STANDARD);
  }

  private static List<Launch> launches(ClDevice device, Form form, Plan plan) {
    Tiles tiles = (d, shape) -> Tiling.standard(Tiling.Family.LOCAL, d, shape);
    return new Lowering(new GpuDevice(device, tiles, true, form, true)).of(plan, images -> false);
  }
}
