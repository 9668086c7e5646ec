package dev.incline.backend.opencl.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.opencl.cl.ClDevice;
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
import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The model against what an NVIDIA H200 took for a launch for each op: see docs/devices.md. */
class StepModelTest {
  /** What a driver cannot mean is an H200's clock. */
  @ParameterizedTest
  @CsvSource({
    "NVIDIA A100, 1410, 1.41, 128",
    "NVIDIA Mute, 0, 1.98, 128",
    "NVIDIA Hertz, 1410000000, 1.98, 128",
    "AMD Instinct MI210, 1700, 1.7, 64",
  })
  void takesTheClockThatTheDriverSays(String name, int megahertz, double gigahertz, int lanes) {
    Tiles tiles = (d, shape) -> Tiling.SMALLEST;
    ClDevice device = UnrealDevices.gpu(name, 108, megahertz);
    GpuDevice gpu = new GpuDevice(device, tiles, true, Form.AUTO, true);
    assertThat(StepModel.of(gpu)).isEqualTo(new StepModel(gpu, gigahertz, lanes));
  }

  private static final Percentage OFF = Percentage.withPercentage(16);

  @ParameterizedTest
  @CsvSource({
    "0, 64, 42.1",
    "0, 512, 39.7",
    "128, 64, 81.0",
    "128, 512, 79.0",
    "1024, 64, 80.9",
    "1024, 512, 147.1"
  })
  void isNearWhatWasMeasured(int hidden, int batch, double microseconds) {
    Network network =
        hidden == 0
            ? Network.softmaxRegression(784, 10, true)
            : Network.mlp(784, List.of(hidden), 10, Activation.SIGMOID);
    Source source = Source.of("training", 1000, 784, 1000);
    Plan step = Planner.trainingStep(network, source, batch, Recipe.STANDARD);
    Tiles tiles = (d, shape) -> Tiling.standard(Tiling.Family.LOCAL, d, shape);
    GpuDevice h200 = new GpuDevice(UnrealDevices.gpu(132), tiles, true, Form.OPS, true);
    List<Launch> launches = new Lowering(h200).of(step, images -> false);
    assertThat(StepModel.of(h200).microseconds(launches)).isCloseTo(microseconds, OFF);
  }
}
