package dev.incline.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.opencl.EveryImplementation.Way;
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
        "row_mask.cl | j + l < n | j - l < n | DropoutMask | data race",
        "row_mask.cl | j + l < n | j + l <= n | DropoutMask | data race",
        "row_mask.cl | l < 4 && | l <= 4 && | DropoutMask | data race",
        "row_mask.cl | l < 4 && j + l < n | \"l < 4 || j + l < n\" | DropoutMask | data race",
      })
  void aPlantedBug(
      String file, String original, String broken, String op, String report, @TempDir Path folder) {
    assertThat(OclgrindLog.isKept()).as("runs under Oclgrind, with OCLGRIND_LOG").isTrue();
    Way way =
        file.startsWith("row_")
            ? Way.ROWS
            : op.startsWith("MatMul") ? Way.LOCAL_TILES : Way.REGISTER_TILES;
    KernelSources kernels =
        EditedKernels.replace(folder, file, original, broken == null ? "" : broken);
    OpenClOptions options = way == Way.ROWS ? way.options() : way.options().withoutSpecialising();
    Verification.ofOps(
        () -> way.open(options.withKernels(kernels)), OpCases.TINY.only(op), finding -> {});
    assertThat(OclgrindLog.take()).contains(report);
  }
}
