package dev.incline.backend.opencl.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.opencl.compile.GroupFusion.GradientTile;
import dev.incline.backend.opencl.compile.LaunchChoice.Form;
import dev.incline.backend.opencl.tiling.Tiles;
import dev.incline.backend.opencl.tiling.Tiling;
import dev.incline.testing.UnrealDevices;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a work-group makes of a gradient. No device is needed. */
class GradientTileTest {
  /** Squares read least: a tile of 256 x 8 reads 264 elements for each row of the batch. */
  @ParameterizedTest(name = "{2} x {3} by {1} work-items on {0} cores")
  @CsvSource({
    "132, 256, 784, 1024, 128, 8, 8", // 64 x 32 would be 400 tiles: a fourth round
    "100, 256, 784, 1024, 64, 8, 8",
    "132, 128, 784, 128, 32, 4, 16", // all at a time, and more of the batch on its way
    "132, 128, 128, 10, 16, 1, 32",
    "132, 128, 1, 128, 128, 1, 32", // no lane without a row
    "4, 128, 784, 10, 16, 4, 16",
  })
  void isNearASquare(int cores, int group, int m, int n, int columns, int rows, int ahead) {
    Tiles tiles = (d, shape) -> Tiling.SMALLEST;
    GpuDevice gpu = new GpuDevice(UnrealDevices.gpu(cores), tiles, true, Form.ROWS, true);
    assertThat(GradientTile.of(gpu, group, m, n, 64))
        .isEqualTo(new GradientTile(group, columns, rows, ahead));
  }

  /** What hangs over the end of the batch would have to be guarded. */
  @Test
  void aBatchThatIsNotDividedTakesShorterPieces() {
    GpuDevice gpu =
        new GpuDevice(UnrealDevices.gpu(132), (d, s) -> Tiling.SMALLEST, true, Form.ROWS, true);
    assertThat(GradientTile.of(gpu, 128, 784, 128, 100)).isEqualTo(new GradientTile(128, 32, 4, 8));
  }
}
