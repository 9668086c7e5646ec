package dev.incline.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.backend.Backend;
import dev.incline.backend.BackendContract;
import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.backend.opencl.cl.ClException;
import dev.incline.backend.opencl.cl.ClObject;
import dev.incline.backend.opencl.tiling.Tiling;
import dev.incline.model.Activation;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.model.Sgd;
import dev.incline.plan.Plan;
import dev.incline.plan.Planner;
import dev.incline.plan.Slot;
import dev.incline.plan.Source;
import dev.incline.testing.UnrealDevices;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The contract on the first device, and what is OpenCL's own. */
class OpenClBackendTest {
  @Nested
  class RegisterTiles extends BackendContract {
    @Override
    protected Backend open() {
      return OpenClBackendTest.open(Tiling.Family.REGISTER);
    }
  }

  @Nested
  class LocalTiles extends BackendContract {
    @Override
    protected Backend open() {
      return OpenClBackendTest.open(Tiling.Family.LOCAL);
    }
  }

  private static OpenClBackend open(Tiling.Family family) {
    return new OpenClBackend(TestDevices.all().get(0), OpenClOptions.STANDARD.withFamily(family));
  }

  @Test
  void memoryBeyondTheDeviceIsRefusedWithTheSizesAndNothingLeaks() {
    long before = ClObject.live();
    ClDevice real = TestDevices.all().get(0);
    ClDevice small = UnrealDevices.withMaxAllocation(1 << 20, real);
    try (OpenClBackend backend = new OpenClBackend(small, OpenClOptions.STANDARD)) {
      Slot<byte[]> large = Slot.bytes("images", 60_000, 784);
      assertThatThrownBy(() -> backend.write(large, new byte[large.size()]))
          .isInstanceOf(ClException.class)
          .hasMessageContaining("images [60000 x 784] takes 44 MiB")
          .hasMessageContaining("at most 1 MiB");
    }
    assertThat(ClObject.live()).isEqualTo(before);
  }

  @Test
  void preparingBuildsWhatSparseImagesNeedAndDenseOnesGetTheirOwn() {
    Network network = Network.mlp(80, List.of(16), 10, Activation.SIGMOID);
    Source source = Source.of("training", 40, 80, 40);
    Plan step = Planner.trainingStep(network, source, 8, Recipe.of(new Sgd(0.1, 0)));
    for (byte pixel : new byte[] {0, 1}) {
      byte[] images = new byte[source.images().size()];
      Arrays.fill(images, pixel);
      try (OpenClBackend backend =
          new OpenClBackend(TestDevices.all().get(0), OpenClOptions.STANDARD)) {
        backend.prepare(step);
        Map<String, String> prepared = backend.builds();
        assertThat(prepared).isNotEmpty();
        assertThat(backend.read(source.images())).as("zero-filled").containsOnly(0);

        backend.write(source.images(), images);
        backend.compile(step);
        assertThat(backend.builds().equals(prepared))
            .as("pixels of " + pixel)
            .isEqualTo(pixel == 0);
      }
    }
  }

  @Test
  void anIndexIsWrittenAsPlatformAndDevice() {
    assertThat(TestDevices.all())
        .allSatisfy(device -> assertThat(device.index()).matches("\\d+:\\d+"));
  }
}
