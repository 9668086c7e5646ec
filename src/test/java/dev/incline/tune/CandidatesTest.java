package dev.incline.tune;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.opencl.OpenClOptions;
import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.backend.opencl.compile.Launch;
import dev.incline.backend.opencl.compile.Lowering;
import dev.incline.backend.opencl.compile.ProgramText;
import dev.incline.backend.opencl.compile.ProgramTexts;
import dev.incline.backend.opencl.tiling.ProductShape;
import dev.incline.backend.opencl.tiling.Tiling;
import dev.incline.model.Activation;
import dev.incline.plan.Epilogue;
import dev.incline.plan.MatMul;
import dev.incline.plan.Plan;
import dev.incline.plan.Slot;
import dev.incline.testing.UnrealDevices;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is tried for a product on a GPU. No device is needed. */
class CandidatesTest {
  private static final ClDevice GPU = UnrealDevices.gpu(132);

  private static List<Tiling> candidates(ProductShape shape, boolean quick) {
    return Candidates.of(Tiling.Family.LOCAL, GPU, shape, quick);
  }

  @ParameterizedTest(name = "{0} x {1} x {2}, quick: {3}")
  @CsvSource({
    "512, 1024, 784, false, local 64x64x32 8x4 vectors 4x4 buffers 1, depth 1",
    "512, 1024, 784, true, local 64x64x32 8x4 vectors 4x4 buffers 1, depth 1",
    "64, 128, 784, false, local 8x16x32 1x1 vectors 1x1 buffers 1, depth 4",
    "64, 128, 784, true, local 8x16x32 1x1 vectors 1x1 buffers 1, depth 4",
  })
  void theLoopOfTheStandardTileIsVaried(
      int m, int n, int k, boolean quick, String standard, String depth) {
    ProductShape shape = new ProductShape(m, n, k, false, false);
    List<String> tried = candidates(shape, quick).stream().map(Tiling::toString).toList();
    assertThat(tried.get(0)).isEqualTo(standard);
    assertThat(tried)
        .contains(
            standard + " unroll 4",
            standard + " unroll 16",
            standard + " unroll 32",
            standard + " lanes 4",
            standard + " lanes 8");
    assertThat(tried.contains(standard + " depth 1")).isEqualTo(depth.equals("depth 4"));
    assertThat(tried).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(quick ? 17 : 61);
    assertThat(tried).as("others").filteredOn(t -> !t.startsWith(standard)).hasSizeGreaterThan(4);
  }

  /** Else a search would time the same kernel again and again. */
  @ParameterizedTest(name = "{0} x {1} x {2}, a transposed: {3}")
  @CsvSource({"512, 1024, 784, false", "64, 128, 784, false", "784, 128, 64, true"})
  void eachCandidateIsAKernelOfItsOwn(int m, int n, int k, boolean transA) {
    MatMul product =
        new MatMul(
            Slot.floats("a", transA ? k : m, transA ? m : k),
            Slot.floats("b", k, n),
            Slot.floats("c", m, n),
            transA,
            false,
            1f,
            0f,
            new Epilogue.Forward(null, Activation.IDENTITY));
    List<Tiling> tried = candidates(ProductShape.of(product), false);
    assertThat(tried.stream().map(tiling -> program(product, tiling)).distinct())
        .hasSameSizeAs(tried);
  }

  private static String program(MatMul product, Tiling tiling) {
    OpenClOptions options = Tuner.options(GPU, OpenClOptions.STANDARD, (d, shape) -> tiling);
    List<Launch> launches = new Lowering(options.policy(GPU)).of(Plan.of(product), images -> false);
    assertThat(launches).hasSize(1);
    ProgramText text = ProgramTexts.of(launches.get(0), options.kernels(), GPU);
    return text.options() + text.source();
  }
}
