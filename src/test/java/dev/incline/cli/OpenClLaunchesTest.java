package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.opencl.EditedKernels;
import dev.incline.cli.options.ExitCode;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --launches}, and {@code incline verify} of a device that is worked as a GPU. */
@Tag("slow")
class OpenClLaunchesTest {
  @TempDir private Path kernels;

  @Test
  void verifyComparesEveryOtherForm() {
    EditedKernels.replace(kernels, "row_loss.cl", "1.0f", "1.0f"); // a copy
    CommandRun run = verify("--launches", "rows");
    assertThat(run.code()).as(run.out() + run.err()).isZero();
    assertThat(run.out())
        .containsPattern("whole steps.*, launches ops +1 +yes")
        .containsPattern("whole steps.*, launches tiled +1 +yes")
        .doesNotContain("launches rows"); // those have no name of their own
  }

  /** In a kernel that no op by itself uses. */
  @Test
  void verifyFindsAFaultOfOneForm() {
    EditedKernels.replace(kernels, "row_loss.cl", "j == label ? 1.0f", "j == best ? 1.0f");
    CommandRun run = verify("--launches", "ops");
    assertThat(run.code()).as(run.out() + run.err()).isEqualTo(ExitCode.MISMATCH);
    assertThat(run.out())
        .containsPattern("whole steps.*, launches rows +1 +WRONG")
        .containsPattern("whole steps +1 +yes")
        .containsPattern("edited: row_loss.cl, line \\d+: all compiled");
  }

  /** Kernels of a folder are built fast, without the driver's optimisations. */
  private CommandRun verify(String... more) {
    return CommandRun.of(
        Stream.concat(
                Stream.of("verify", "--tiny", "--device", "opencl", "--kernels"),
                Stream.concat(Stream.of(kernels.toString()), Stream.of(more)))
            .toArray(String[]::new));
  }
}
