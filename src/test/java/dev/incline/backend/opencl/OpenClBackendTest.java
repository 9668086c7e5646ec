package dev.incline.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.backend.Backend;
import dev.incline.backend.BackendContract;
import dev.incline.plan.Slot;
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
  void memory_beyond_the_device_is_refused_with_the_sizes_and_nothing_leaks() {
    long before = ClObject.live();
    ClDevice real = TestDevices.all().get(0);
    ClDevice small = real.withMaxAllocation(1 << 20);
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
  void an_index_is_written_as_platform_and_device() {
    assertThat(TestDevices.all())
        .allSatisfy(device -> assertThat(device.index()).matches("\\d+:\\d+"));
  }
}
