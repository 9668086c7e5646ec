package dev.incline.tune;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.backend.opencl.tiling.LocalTiling;
import dev.incline.backend.opencl.tiling.ProductShape;
import dev.incline.backend.opencl.tiling.RegisterTiling;
import dev.incline.backend.opencl.tiling.Tiling;
import dev.incline.testing.UnrealDevices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TuningCacheTest {
  private static final ClDevice DEVICE = UnrealDevices.cpu(2, 16);
  private static final TuningKey KEY = new TuningKey("A CPU (PoCL)", "3.1", "abc");
  private static final TuningKey NEXT_DRIVER = new TuningKey("A CPU (PoCL)", "3.2", "abc");
  private static final Tiling TILING = new RegisterTiling(6, 2);
  private static final TunedTiles TILES =
      new TunedTiles(KEY, List.of(new TunedProduct(shape(64, 128, 784), TILING, 150.5, 120.25)));

  @TempDir private Path temp;
  private TuningCache cache;

  @BeforeEach
  void openCache() {
    cache = new TuningCache(temp.resolve("tuning"));
  }

  private static ProductShape shape(int m, int n, int k) {
    return new ProductShape(m, n, k, false, false);
  }

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    assertThat(cache.read(KEY)).isEmpty();
    assertThat(cache.write(TILES)).isEqualTo(cache.file(KEY));
    assertThat(cache.read(KEY)).contains(TILES);
    assertThat(cache.list()).containsExactly(TILES);
    try (var files = Files.list(cache.folder())) {
      assertThat(files).as("no draft is left").hasSize(1);
    }
  }

  @Test
  void eachKeyHasAFileOfItsOwn() throws IOException {
    cache.write(TILES);
    assertThat(cache.read(NEXT_DRIVER)).isEmpty();
    Files.copy(cache.file(KEY), cache.file(NEXT_DRIVER));
    assertThat(cache.read(NEXT_DRIVER)).as("it is for another driver").isEmpty();
    assertThat(cache.clear()).isEqualTo(2);
    assertThat(cache.list()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "register 6x2, register 0x2",
    "\"format\" : 1, \"format\" : 2",
    "\"gflops\", \"rate\"",
    "\"products\", \"list\"",
    "{, [",
  })
  void aFileThatMakesNoSenseIsIgnoredAndReplaced(String text, String other) throws IOException {
    Path file = cache.write(TILES);
    String written = Files.readString(file);
    assertThat(written).contains(text);
    Files.writeString(file, written.replace(text, other));
    assertThat(cache.read(KEY)).isEmpty();
    assertThat(cache.list()).isEmpty();
    cache.write(TILES);
    assertThat(cache.read(KEY)).contains(TILES);
  }

  /** What was written before tunings searched how a tile's loop is written out. */
  @Test
  void anOlderFileIsStillRead() throws IOException {
    Files.createDirectories(cache.folder());
    Files.writeString(
        cache.file(KEY),
        """
        {"format": 1,
         "key": {"device": "A CPU (PoCL)", "driver": "3.1", "kernelsSha256": "abc"},
         "products": [{"shape": {"m": 64, "n": 128, "k": 784, "transA": false, "transB": false},
           "tiling": "local 64x64x32 8x4 vectors 4x4 buffers 1",
           "gflops": 150.5, "standardGflops": 120.25}]}
        """);
    assertThat(cache.read(KEY).orElseThrow().products())
        .extracting(TunedProduct::tiling)
        .containsExactly(new LocalTiling(64, 64, 32, 8, 4, 4, 4, 1));
  }

  @Test
  void howALoopIsWrittenOutIsRemembered() throws IOException {
    Tiling tiling = new LocalTiling(64, 64, 32, 8, 4, 1, 1, 1).withDepth(4).withLanesX(8);
    cache.write(TILES.with(List.of(new TunedProduct(shape(64, 128, 784), tiling, 100, 90))));
    assertThat(cache.read(KEY).orElseThrow().products())
        .extracting(TunedProduct::tiling)
        .containsExactly(tiling);
  }

  @Test
  void aProductTakesTheTilingOfTheNearestThatWasTuned() {
    Tiling standard = Tiling.standard(Tiling.Family.REGISTER, DEVICE, shape(64, 128, 10_000));
    assertThat(TILING).isNotEqualTo(standard);
    assertThat(TILES.of(DEVICE, shape(64, 128, 784))).isEqualTo(TILING);
    assertThat(TILES.of(DEVICE, shape(33, 128, 784))).isEqualTo(TILING);
    assertThat(TILES.of(DEVICE, shape(64, 128, 10_000))).as("too far").isEqualTo(standard);
    assertThat(TILES.of(DEVICE, shape(64, 127, 784))).as("other columns").isNotEqualTo(TILING);
    Tiling nearer = new RegisterTiling(3, 1);
    TunedTiles more = TILES.with(List.of(new TunedProduct(shape(32, 128, 784), nearer, 100, 90)));
    assertThat(more.of(DEVICE, shape(33, 128, 784))).isEqualTo(nearer);
    assertThat(more.of(DEVICE, shape(64, 128, 784))).isEqualTo(TILING);
    TunedTiles again = more.with(List.of(new TunedProduct(shape(64, 128, 784), nearer, 100, 90)));
    assertThat(again.products()).hasSize(2);
    assertThat(again.of(DEVICE, shape(64, 128, 784))).isEqualTo(nearer);
  }
}
