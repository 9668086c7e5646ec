package dev.incline.backend.opencl.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.backend.Backend;
import dev.incline.backend.cpu.CpuBackend;
import dev.incline.backend.opencl.EditedKernels;
import dev.incline.backend.opencl.OpenClBackend;
import dev.incline.backend.opencl.OpenClOptions;
import dev.incline.backend.opencl.TestDevices;
import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.backend.opencl.tiling.LocalTiling;
import dev.incline.backend.opencl.tiling.ProductShape;
import dev.incline.backend.opencl.tiling.Tiling;
import dev.incline.backend.opencl.tiling.Vendor;
import dev.incline.model.Activation;
import dev.incline.plan.Epilogue;
import dev.incline.plan.MatMul;
import dev.incline.plan.Plan;
import dev.incline.plan.Slot;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tiles of GPUs: which are legal, which are taken, and that all compute the same bits. */
@Tag("slow")
class LocalTilingOpenClTest {
  private static final ClDevice DEVICE = TestDevices.all().get(0);

  /** Every width of either side, one buffer and two, shares that are not whole, odd sizes. */
  static Stream<Arguments> tilesOnDevices() {
    List<String> tiles =
        List.of(
            "local 8x8x8 1x1 vectors 1x1 buffers 2",
            "local 16x8x4 4x2 vectors 4x2 buffers 1",
            "local 8x32x8 2x4 vectors 2x4 buffers 2",
            "local 12x20x4 4x4 vectors 4x1 buffers 2",
            "local 24x12x12 3x4 vectors 1x4 buffers 1",
            "local 9x10x6 3x2 vectors 1x2 buffers 2",
            "local 10x12x12 2x1 vectors 1x1 buffers 2",
            "local 16x16x8 1x2 vectors 1x1 buffers 1 depth 1 unroll 1 lanes 4",
            "local 16x64x12 2x4 vectors 2x4 buffers 2 unroll 16 lanes 8",
            "local 8x32x4 4x1 vectors 1x1 buffers 1 depth 4 unroll 4 lanes 16");
    return TestDevices.all().stream().flatMap(d -> tiles.stream().map(t -> Arguments.of(d, t)));
  }

  @ParameterizedTest(name = "{1} on {0}")
  @MethodSource("tilesOnDevices")
  void computesTheBitsOfPlainJava(ClDevice device, String text) {
    assertThat(wrong(device, text, false, SHAPES)).isEmpty();
  }

  /** Whose vectors are loaded from rows of global memory too. */
  @ParameterizedTest(name = "{1} on {0}")
  @MethodSource("tilesOnDevices")
  void builtForRowLengthsItComputesTheSameBits(ClDevice device, String text) {
    assertThat(wrong(device, text, true, SHAPES.subList(4, 6))).isEmpty();
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "PER_LINE_A (LINE_A / GLOBAL_A) | PER_LINE_A (LINE_A / GLOBAL_A - 1) | ",
        "p0 += TILE_K | p0 += 2 * TILE_K | ",
        "column[s * DEPTH + q], sum[r * WORK_N + s]) | column[s * DEPTH + q], 0.0f) | ",
        "* LANES_X + item % LANES_X | * LANES_X + item % SIZE_X | lanes 4",
        "+ item % 32 / LANES_X | + item / LANES_X | lanes 4",
        "* (32 / LANES_X) | * (32 % LANES_X) | lanes 4",
      })
  void aBrokenKernelIsCaught(
      String original, String broken, @Nullable String loop, @TempDir Path folder) {
    List<String> own = List.of("matmul_local.cl", "pieces.clh");
    String file =
        own.stream()
            .filter(f -> EditedKernels.read(f).contains(original))
            .findFirst()
            .orElseThrow();
    KernelSources kernels = EditedKernels.replace(folder, file, original, broken);
    String tile =
        loop == null
            ? "local 8x16x8 4x4 vectors 4x4 buffers 1"
            : "local 16x16x8 1x2 vectors 1x2 buffers 1 " + loop;
    OpenClOptions options = options(tile).withoutSpecialising();
    assertThat(wrong(DEVICE, options.withKernels(kernels), SHAPES, false, false)).isNotEmpty();
  }

  /** Lengths at, below and above whole vectors, pieces and tiles; rows that are whole vectors. */
  private static final List<List<Integer>> SHAPES =
      List.of(
          List.of(1, 1, 1),
          List.of(5, 10, 7),
          List.of(17, 3, 2),
          List.of(33, 18, 9),
          List.of(16, 32, 24),
          List.of(14, 36, 22));

  /** The shapes for which a product under a tiling has other bits than plain Java's. */
  private static List<List<Integer>> wrong(
      ClDevice device, String text, boolean specialise, List<List<Integer>> shapes) {
    assertThat(Tiling.parse(text).isLegal(device)).isTrue();
    OpenClOptions options = specialise ? options(text) : options(text).withoutSpecialising();
    return Stream.of(false, true)
        .flatMap(
            transA ->
                Stream.of(false, true)
                    .flatMap(transB -> wrong(device, options, shapes, transA, transB).stream()))
        .toList();
  }

  /** Building takes the time; DeviceVerificationTest has local tiles that are optimised. */
  private static OpenClOptions options(String text) {
    Tiling tiling = Tiling.parse(text);
    return OpenClOptions.STANDARD.withTiles((d, shape) -> tiling).withoutOptimising();
  }

  private static List<List<Integer>> wrong(
      ClDevice device,
      OpenClOptions options,
      List<List<Integer>> shapes,
      boolean transA,
      boolean transB) {
    try (Backend ours = new OpenClBackend(device, options);
        Backend truth = new CpuBackend(1)) {
      return shapes.stream()
          .filter(
              s ->
                  !Arrays.equals(
                      product(ours, s, transA, transB), product(truth, s, transA, transB)))
          .toList();
    }
  }

  /** relu(0.5 op(a) op(b) + 0.9 c + bias) of seeded operands. */
  private static float[] product(
      Backend backend, List<Integer> shape, boolean transA, boolean transB) {
    int m = shape.get(0);
    int n = shape.get(1);
    int k = shape.get(2);
    Random random = new Random(m + 31L * n + 1009L * k);
    Slot<float[]> a = filled(backend, random, "a", transA ? k : m, transA ? m : k);
    Slot<float[]> b = filled(backend, random, "b", transB ? n : k, transB ? k : n);
    Slot<float[]> c = filled(backend, random, "c", m, n);
    Slot<float[]> bias = filled(backend, random, "bias", 1, n);
    Epilogue epilogue = new Epilogue.Forward(bias, Activation.RELU);
    backend.compile(Plan.of(new MatMul(a, b, c, transA, transB, 0.5f, 0.9f, epilogue))).run(0);
    return backend.read(c);
  }

  private static Slot<float[]> filled(
      Backend backend, Random random, String name, int rows, int columns) {
    Slot<float[]> slot = Slot.floats(name, rows, columns);
    float[] values = new float[slot.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    backend.write(slot, values);
    return slot;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "local 64x64x16 4x4 vectors 3x4 buffers 1", // no such width
        "local 64x64x16 4x2 vectors 4x4 buffers 1", // wider than the block
        "local 64x64x16 4x4 vectors 4x4 buffers 3",
        "local 64x62x16 4x4 vectors 4x1 buffers 1", // a tile of no whole number of blocks
        "local 9999x9999x4 1x1 vectors 1x1 buffers 1", // a work-group too large
        "local 64x64x8192 8x8 vectors 4x4 buffers 2", // too much local memory
        "local 64x64x16 4x4 vectors 4x4 buffers 1 depth 4", // vectors along both sides and along k
        "local 64x64x6 4x4 vectors 1x1 buffers 1 depth 4", // a piece of no whole number of depths
        "local 64x64x16 4x4 vectors 1x1 buffers 1 depth 2", // no such depth
        "local 64x64x16 4x4 vectors 1x1 buffers 1 depth 4 unroll 6", // half of a read
        "local 64x64x16 4x4 vectors 4x4 buffers 1 lanes 3", // which does not divide 32
        "local 64x64x16 4x4 vectors 4x4 buffers 1 lanes 32", // more than there are
        "local 64x64x16 8x4 vectors 4x4 buffers 1 lanes 2", // 16 rows of 8
      })
  void isIllegal(String text) {
    assertThat(Tiling.parse(text).isLegal(DEVICE)).isFalse();
  }

  @Test
  void aTileOfAllLocalMemoryIsLegalAndOneRowMoreIsNot() {
    int row = 4 * (8 + 4 + 8 + 4);
    int depth = (int) Math.min(DEVICE.localMemory() / row, Integer.MAX_VALUE / row);
    assertThat(new LocalTiling(8, 8, depth, 4, 4, 1, 1, 1).isLegal(DEVICE)).isTrue();
    assertThat(new LocalTiling(8, 8, depth + 1, 4, 4, 1, 1, 1).isLegal(DEVICE)).isFalse();
    assertThat(new LocalTiling(8, 8, depth, 4, 4, 1, 1, 2).isLegal(DEVICE)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "register 14x2",
        "register 10x1 turned",
        "local 64x128x16 8x4 vectors 2x4 buffers 2",
        "local 64x128x16 8x4 vectors 1x1 buffers 2 depth 4 unroll 16 lanes 8",
        "local 8x8x8 1x1 vectors 1x1 buffers 1 depth 1",
        "local 8x8x8 1x1 vectors 1x1 buffers 1 lanes 4",
      })
  void aTextIsReadBack(String text) {
    assertThat(Tiling.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "local 64x64x16 4x4",
        "local 64x64x16 4x4 vectors 4x4 buffers 0",
        "local 64x64x16 4x4 vectors 4x4 buffers 12345",
        "local 64x64x16 4x4 vectors 4x4 buffers 1 unroll 0",
        "local 64x64x16 4x4 vectors 4x4 buffers 1 lanes 8 unroll 16",
        "local #x#x# #x# vectors #x# buffers #",
        "register 04x2",
        "register 10x1 turned turned",
        ""
      })
  void aTextThatIsNoTilingIsQuoted(String text) {
    assertThatThrownBy(() -> Tiling.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'");
  }

  @ParameterizedTest(name = "{0}: {1} x {2} x {3} on {4} compute units -> {5}")
  @CsvSource({
    "NVIDIA GeForce RTX 3090 (NVIDIA CUDA), 4096, 1024, 784, 82, local 64x64x32 8x4 vectors 4x4 buffers 1",
    "NVIDIA GeForce RTX 3090 (NVIDIA CUDA), 64, 128, 784, 82, local 8x16x32 1x1 vectors 1x1 buffers 1",
    "NVIDIA GeForce RTX 3090 (NVIDIA CUDA), 784, 128, 784, 82, local 32x64x32 4x4 vectors 4x4 buffers 1",
    "gfx1030 (AMD Accelerated Parallel Processing), 64, 128, 784, 16, local 16x32x32 2x2 vectors 1x1 buffers 1",
    "AMD Instinct MI210 (AMD Accelerated Parallel Processing), 512, 1024, 784, 104, local 32x64x32 4x4 vectors 4x4 buffers 1",
    "Intel(R) UHD Graphics 770 (Intel(R) OpenCL HD Graphics), 512, 1024, 784, 32, local 32x64x16 4x4 vectors 2x4 buffers 1",
    "Mali-G78 (ARM Platform), 512, 512, 784, 20, local 32x64x32 4x4 vectors 2x4 buffers 1",
    "Apple M1 (Apple), 512, 10, 784, 8, local 32x10x32 4x2 vectors 2x2 buffers 1",
    "NVIDIA H100 (NVIDIA CUDA), 512, 1024, 784, 132, local 64x64x32 8x4 vectors 4x4 buffers 1",
    "NVIDIA H100 (NVIDIA CUDA), 64, 128, 10, 132, local 8x16x10 1x1 vectors 1x1 buffers 1",
    "Charm Engine (Somebody), 1000, 1000, 784, 10, local 32x32x32 2x4 vectors 2x4 buffers 1",
  })
  void startsFromWhatIsPublishedForTheVendor(
      String title, int m, int n, int k, int units, String expected) {
    Vendor vendor = Vendor.of(title);
    ProductShape shape = new ProductShape(m, n, k, false, false);
    assertThat(vendor.tile(shape, units)).hasToString(expected);
  }

  @Test
  void aFittedTileIsLegalOrTheSmallestForEveryShape() {
    for (int m : new int[] {1, 7, 10, 64, 784, 4096}) {
      for (int n : new int[] {1, 10, 33, 128, 1024}) {
        ProductShape shape = new ProductShape(m, n, 64, false, false);
        Tiling tile = Tiling.standard(Tiling.Family.LOCAL, DEVICE, shape);
        assertThat(tile.isLegal(DEVICE)).as("%s for %s", tile, shape).isTrue();
      }
    }
  }
}
