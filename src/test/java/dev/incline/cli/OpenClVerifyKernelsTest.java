package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.opencl.EditedKernels;
import dev.incline.cli.options.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code incline verify --kernels} of kernels that somebody edits. */
@Tag("field")
@Tag("slow")
class OpenClVerifyKernelsTest {
  @TempDir private Path kernels;

  @BeforeEach
  void copy() {
    EditedKernels.copy(kernels);
  }

  private CommandRun verify(String... more) {
    return CommandRun.of(
        Stream.concat(
                Stream.of("verify", "--quick", "--device", "opencl", "--kernels"),
                Stream.concat(Stream.of(kernels.toString()), Stream.of(more)))
            .toArray(String[]::new));
  }

  @Test
  void anEditThatTheDeviceCompilesPasses() throws IOException {
    Path file = kernels.resolve("column_sums.cl");
    Files.writeString(file, Files.readString(file) + "#define MINE 1\n");
    CommandRun run = verify();
    assertThat(run.code()).as(run.out()).isZero();
    assertThat(run.out())
        .containsPattern("column_sums.cl +\\d+ programs, with ")
        .containsPattern("edited: column_sums.cl, line \\d+: all compiled")
        .doesNotContain("BUT");
  }

  @Test
  void anEditThatTheDeviceNeverCompilesIsNoPass() throws IOException {
    Path file = kernels.resolve("column_sums.cl");
    Files.writeString(file, Files.readString(file) + "#ifdef NO_SUCH_DEVICE\nbroken(;\n#endif\n");
    CommandRun run = verify();
    assertThat(run.code()).as(run.out()).isEqualTo(ExitCode.FAILED);
    assertThat(run.out())
        .containsPattern("edited: column_sums.cl, lines \\d+-\\d+: NEVER COMPILED: lines? \\d+")
        .containsPattern(
            "verdict: .*, BUT \\d edited lines? of column_sums.cl (was|were) never compiled on this device");
  }

  @Test
  void plainJavaIsNotComparedWithItself() {
    CommandRun run = CommandRun.of("verify", "--tiny", "--device", "cpu");
    assertThat(run.code()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(run.err()).contains("--device cpu is plain Java", "nothing to compare");
    assertThat(run.out()).isEmpty();
  }
}
