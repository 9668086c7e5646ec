package dev.incline.backend.opencl.tiling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.testing.UnrealDevices;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlockedTilingTest {
  private static final ProductShape WIDE = new ProductShape(512, 2048, 2048, false, false);

  @ParameterizedTest(name = "{0} cores, {1} KiB: {2}")
  @CsvSource({
    "2, 1024, blocked 6x4x2 512x64",
    "64, 1024, blocked 6x4x2 32x64",
    "2, 256, blocked 6x4x2 256x64",
    "2, 48, blocked 6x4x1 32x64",
    "2, 32, blocked 6x4x1 32x64",
  })
  void blocksAreFewerWhereTheyFitAndMoreWhereCoresWouldWait(int cores, int memory, String tiles) {
    assertThat(Tiling.standard(Tiling.Family.REGISTER, device(cores, memory), WIDE))
        .hasToString(tiles);
  }

  @Test
  void whereNoBlockFitsRegistersDo() {
    assertThat(Tiling.standard(Tiling.Family.REGISTER, device(2, 16), WIDE))
        .isInstanceOf(RegisterTiling.class);
  }

  private static ClDevice device(int cores, int localMemory) {
    ClDevice none =
        ClDevice.absent("CPU", "OpenCL", ClDevice.Type.CPU, cores, 2000, localMemory << 10, 1024);
    return UnrealDevices.withVectorFloats(16, none);
  }
}
