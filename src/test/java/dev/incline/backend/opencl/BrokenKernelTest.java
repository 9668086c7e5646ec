package dev.incline.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.Backend;
import dev.incline.verify.Finding;
import dev.incline.verify.OpCases;
import dev.incline.verify.Verification;
import dev.incline.verify.Verification.NetworkSize;
import dev.incline.verify.Verification.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Verification is an oracle, so it must catch kernels that are wrong, and name the op that is. */
class BrokenKernelTest {
  @ParameterizedTest(name = "{0}: {1} -> {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "gather_rows.cl | order[cursor + i] | order[i] | GatherRows",
        "column_sums.cl | i < rows | i < rows - 1 | ColumnSums",
        "column_sums.cl | (float16)(beta) * old | old | ColumnSums, added to c",
        "softmax_cross_entropy.cl | j == label | j != label | SoftmaxCrossEntropy, gradient",
        "softmax_cross_entropy.cl | * scale | | SoftmaxCrossEntropy, gradient",
        "softmax_cross_entropy.cl | z[j] > top | z[j] >= top | SoftmaxCrossEntropy",
        "softmax_cross_entropy.cl | !(z[j] > 0.0f) | !(z[j] >= 0.0f) | relu'",
        "epilogue.clh | h > (T)(0.0f) | h >= (T)(0.0f) | relu'",
        "epilogue.clh | t = t + extra | t = t - extra | + bias",
        "epilogue.clh | (T)(beta) * old | old | added to c",
        "matmul_register.cl | p < k | p < k - 1 | MatMul",
        "store.clh | min(n - j, 16) | min(n - j, 15) | MatMul",
        "elementary.clh | 0x1.5554 | 0x1.5454 | sigmoid",
      })
  void is_caught(String file, String original, String broken, String named, @TempDir Path folder)
      throws IOException {
    Path kernels = Path.of("kernels");
    try (Stream<Path> files = Files.list(kernels)) {
      for (Path each : files.toList()) {
        Files.copy(each, folder.resolve(each.getFileName()));
      }
    }
    String text = Files.readString(folder.resolve(file));
    assertThat(text).contains(original);
    Files.writeString(folder.resolve(file), text.replace(original, broken == null ? "" : broken));
    OpenClOptions options =
        OpenClOptions.STANDARD
            .withFamily(Tiling.Family.REGISTER)
            .withoutSpecialising()
            .withKernels(new KernelSources(folder));
    Supplier<Backend> open = () -> new OpenClBackend(TestDevices.all().get(0), options);
    Verification verification =
        Verification.run(open, open, OpCases.TINY.only(named), NetworkSize.TINY, finding -> {});
    List<String> unequal =
        verification.findings().stream().filter(f -> !f.isBitEqual()).map(Finding::kind).toList();
    assertThat(unequal).anyMatch(kind -> kind.contains(named));
    assertThat(verification.verdict()).isNotEqualTo(Verdict.BIT_EQUAL);
  }
}
