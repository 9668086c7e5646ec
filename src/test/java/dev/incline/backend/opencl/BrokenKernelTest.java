package dev.incline.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.opencl.compile.KernelSources;
import dev.incline.backend.opencl.tiling.BlockedTiling;
import dev.incline.backend.opencl.tiling.Tiling;
import dev.incline.verify.Finding;
import dev.incline.verify.OpCases;
import dev.incline.verify.OpCases.Forms;
import dev.incline.verify.Verification;
import dev.incline.verify.Verification.NetworkSize;
import dev.incline.verify.Verification.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Verification is an oracle, so it must catch kernels that are wrong, and name the op that is. */
@Tag("slow")
class BrokenKernelTest {
  @ParameterizedTest(name = "{0}: {1} -> {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "gather_rows.cl | order[cursor + i] | order[i] | GatherRows",
        "gather_rows.cl | SCALED_1(from[e]) | SCALED_1(from[e - VALUES]) | GatherValues",
        "column_sums.cl | i < rows | i < rows - 1 | ColumnSums",
        "column_sums.cl | (float16)(beta) * old | old | ColumnSums, added to c",
        "update.cl | min(end - i, 16) | min(end - i, 15) | MomentumUpdate",
        "update.clh | -scalars[at_step] | -scalars[0] | MomentumUpdate",
        "update.clh | -scalars[at_step]), g | -scalars[0]), g | SgdUpdate",
        "update.clh | (-scalars[at_step]), g | (scalars[at_step]), g | SgdUpdate, l2",
        "update.clh | *m, g) : *m, w) | *m, g) : g, w) | MomentumUpdate",
        "update.clh | fma((T)(l2), w, d) | fma((T)(l2), d, w) | MomentumUpdate",
        "update.clh | UPDATE == 3 ? | UPDATE == 2 ? | MomentumUpdate, l2, looking ahead",
        "update.clh | scalars[lds + at_step] | scalars[at_step] | AdamUpdate",
        "update.clh | g - *m, *m | g, *m | AdamUpdate",
        "update.clh | fma(g, g, -*s) | g * g - *s | AdamUpdate",
        "update.clh | sqrt_##W(new_s), | sqrt_##W(new_s + (T)(epsilon)), | AdamUpdate",
        "update.clh | x < (T)(-MIN_KEPT) ? | x < (T)(0.0f) ? | MomentumUpdate, vanishing",
        "update.clh | (T)(MIN_SQUARE) : square | square : square | AdamUpdate, vanishing",
        "update.clh | scalars[2 * lds + at_step] | scalars[lds + at_step] | AdamUpdate, decoupled",
        "elementary.clh | { return sqrt(x); } | { return nextafter(sqrt(x), (T)(0.0f)); } | AdamUpdate, all exponents",
        "softmax_cross_entropy.cl | j == label | j != label | SoftmaxCrossEntropy, gradient",
        "softmax_cross_entropy.cl | * scale | | SoftmaxCrossEntropy, gradient",
        "softmax_cross_entropy.cl | z[j] > top | z[j] >= top | SoftmaxCrossEntropy",
        "softmax_cross_entropy.cl | !(z[j] > 0.0f) | !(z[j] >= 0.0f) | SoftmaxCrossEntropy, gradient x relu'",
        "activations.clh | h > (T)(0.0f) | h >= (T)(0.0f) | MatMul a b, x relu'",
        "activations.clh | fma(-h, h | fma(h, h | MatMul a b, x tanh'",
        "activations.clh | a < (T)(0.625f) | a < (T)(0.5f) | MatMul a b, + bias -> tanh",
        "activations.clh | (T)(10.0f), a | (T)(8.0f), a | MatMul a b, + bias -> tanh",
        "activations.clh | 0x1.555532 | 0x1.545532 | MatMul a b, + bias -> tanh",
        "epilogue.clh | t = t + extra | t = t - extra | MatMul a b, + bias -> identity",
        "epilogue.clh | (T)(beta) * old | old | MatMul a b, added to c",
        "matmul_register.cl | p < k; p++ | p < k - 1; p++ | MatMul a b, scaled -> relu",
        "matmul_register.cl | p0 + p < k | p0 + p < k - 1 | MatMul a bᵀ, scaled -> relu",
        "store.clh | i < m | i < m - 1 | MatMul a b, scaled -> relu",
        "transpose.clh | FOUR(r + 12) | FOUR(r + 11) | MatMul a bᵀ, scaled -> relu",
        "transpose.clh | x.s2, y.s2, x.s3 | x.s3, y.s2, x.s3 | MatMul a bᵀ, scaled -> relu",
        "transpose.clh | block[r + 8]); | block[r + 7]); | MatMul aᵀ b, scaled -> relu",
        "store.clh | min(n - j, 16) | min(n - j, 15) | MatMul a b, scaled -> relu",
        "elementary.clh | 0x1.5554 | 0x1.5454 | MatMul a b, + bias -> sigmoid",
      })
  void isCaught(String file, String original, String broken, String named, @TempDir Path folder) {
    KernelSources kernels =
        EditedKernels.replace(folder, file, original, broken == null ? "" : broken);
    OpenClOptions options =
        OpenClOptions.STANDARD
            .withFamily(Tiling.Family.REGISTER)
            .withoutSpecialising()
            .withoutOptimising() // what a mistake computes is the same, and building takes the time
            .withKernels(kernels);
    Verification verification =
        Verification.ofOps(
            () -> new OpenClBackend(TestDevices.all().get(0), options),
            OpCases.TINY.of(Forms.ALL).only(named),
            finding -> {});
    List<String> unequal =
        verification.findings().stream().filter(f -> !f.isBitEqual()).map(Finding::kind).toList();
    assertThat(unequal).anyMatch(kind -> kind.contains(named));
    assertThat(verification.verdict()).isNotEqualTo(Verdict.BIT_EQUAL);
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "const int depth = min(BLOCK_K, k - k0) | const int depth = BLOCK_K",
        "r0 + r, height - 1 | r0 + r, height - 2",
        "j0 + 16 * v + r, n - 1 | j0 + 16 * v + r, n - 2",
        "LDB + k0 + p | LDB + k0 - p",
        "i < height; i++ | i < height - 1; i++",
        "r0 < height; r0 += ROWS | r0 < height - 1; r0 += ROWS",
        "extend_dense)(left, right + s * BLOCK_K | extend_dense)(left, right + 0 * BLOCK_K",
        "r < height; r += 16 | r < height - 16; r += 16",
        "min(depth, 32) | min(depth, 31)",
        "int p = 32; p < depth | int p = 33; p < depth",
        "upsample(first, last) | upsample(last, first)",
        "part[p / 32] = | part[0] =",
        "row + p + 16 | row + p",
        "p = depth & ~31; p < depth; p++ | p = depth & ~31; p < depth - 1; p++",
        ">> (p & 31) | >> 0",
        "x.sf; | x.se;",
        "v / VECTORS * BLOCK_K + p | p",
        "(size_t)p * LDA + r] : | (size_t)p * LDA] :",
        "(size_t)r * LDA + p] | (size_t)r * LDA]",
      })
  void aMistakeInBlocksIsCaught(String original, String broken, @TempDir Path folder) {
    KernelSources planted = EditedKernels.replace(folder, "matmul_blocked.cl", original, broken);
    assertThat(ofBlocks(planted).anyMatch(verdict -> verdict == Verdict.WRONG)).isTrue();
  }

  @Test
  void withoutAMistakeBlocksAreBitEqual() {
    assertThat(ofBlocks(OpenClOptions.STANDARD.kernels())).containsOnly(Verdict.BIT_EQUAL);
  }

  /** With pieces that take a part of a mask, and all of it: as far as they are looked at. */
  private static Stream<Verdict> ofBlocks(KernelSources kernels) {
    return Stream.of(48, 64).map(blockK -> ofBlocks(kernels, blockK));
  }

  private static Verdict ofBlocks(KernelSources kernels, int blockK) {
    EveryImplementation.Way way = EveryImplementation.Way.BLOCKED_TILES;
    BlockedTiling tiles = new BlockedTiling(3, 2, 2, 20, blockK);
    OpenClOptions options =
        way.options()
            .withTiles((device, shape) -> tiles)
            .withoutSpecialising()
            .withoutOptimising()
            .withKernels(kernels);
    OpCases cases =
        new OpCases(new int[] {2, 33, 64, 81}, 16, 1 << 8, ", scaled -> relu", Forms.ALL);
    return Verification.ofOps(() -> way.open(options), cases, finding -> {}).verdict();
  }

  @ParameterizedTest(name = "{0}: {1} -> {2}")
  @CsvSource(
      delimiter = ';',
      value = {
        "matmul_sparse.cl ; left &= left - 1 ; left = 0",
        "matmul_sparse.cl ; first + 64 - k, 0 ; first + 64 - k, 1",
        "matmul_sparse.cl ; left |= word_of ; left = word_of",
        "matmul_sparse.cl ; r0 + r, batch - 1 ; r0 + r, batch - 2",
        "store.clh ; i < m ; i < m - 1",
        "matmul_sparse_transposed.cl ; left |= rows ; left = rows",
        "matmul_sparse_transposed.cl ; part == 0 ? ; part >= 0 ?",
        "matmul_sparse_transposed.cl ; rows[q0 + q] ; rows[q]",
        "occupied_columns.cl ; i < batch ; i < batch - 1",
      })
  void aMistakeThatOnlyWholeStepsShowIsCaught(
      String file, String original, String broken, @TempDir Path folder) {
    assertThat(ofSparseSteps(EditedKernels.replace(folder, file, original, broken)))
        .isEqualTo(Verdict.WRONG);
  }

  @Test
  void withoutAMistakeWholeStepsAreBitEqual() {
    assertThat(ofSparseSteps(OpenClOptions.STANDARD.kernels())).isEqualTo(Verdict.BIT_EQUAL);
  }

  /**
   * Images of more than a tile of pixels, batches of two parts; the last tile of rows, or of
   * pixels, is not full. Two networks.
   */
  private static Verdict ofSparseSteps(KernelSources kernels) {
    OpenClOptions options =
        OpenClOptions.STANDARD
            .withInput(OpenClOptions.Input.SPARSE)
            .withoutPersistence() // a mistake changes one program, and the others are built once
            .withoutOptimising()
            .withKernels(kernels);
    return Verification.ofSteps(
            () -> new OpenClBackend(TestDevices.all().get(0), options),
            new NetworkSize(1000, 18, 582, 2, 2, true),
            "",
            finding -> {})
        .verdict();
  }
}
