package dev.incline.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.opencl.compile.KernelSources;
import dev.incline.verify.OpCases;
import dev.incline.verify.Verification;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * That Oclgrind says nothing about our kernels counts for something because it does speak of these.
 * {@code bin/check-implementations} runs it, under Oclgrind.
 */
class OclgrindReports {
  @ParameterizedTest(name = "{4}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "column_sums.cl | i < rows | i < rows + 500 | ColumnSums | Invalid read",
        "softmax_cross_entropy.cl | prediction[cursor + i] | prediction[cursor + i + 5000]"
            + " | SoftmaxCrossEntropy | Invalid write",
        "column_sums.cl | sum[v] = (float16)(0.0f); | | ColumnSums" + " | ninitialized value",
        "matmul_local.cl | barrier(CLK_LOCAL_MEM_FENCE); | | MatMul aᵀ b, scaled | data race",
      })
  void aPlantedBug(
      String file, String original, String broken, String op, String report, @TempDir Path folder) {
    assertThat(OclgrindLog.isKept()).as("runs under Oclgrind, with OCLGRIND_LOG").isTrue();
    EveryImplementation.Way way =
        op.startsWith("MatMul")
            ? EveryImplementation.Way.LOCAL_TILES
            : EveryImplementation.Way.REGISTER_TILES;
    KernelSources kernels =
        EditedKernels.replace(folder, file, original, broken == null ? "" : broken);
    Verification.ofOps(
        () -> way.open(way.options().withoutSpecialising().withKernels(kernels)),
        OpCases.TINY.only(op),
        finding -> {});
    assertThat(OclgrindLog.take()).contains(report);
  }
}
