package dev.incline.backend.opencl.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.opencl.compile.ProgramText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program is known by all that a compiler gets, and by the compiler. */
class PassedBeforeTest {
  private static final List<String> LINES = List.of("matmul_local ROWS=4", "  sm_75 passes");
  private static final List<String> GPUS = List.of("gfx906");

  @TempDir private Path folder;

  private static ProgramText program(String source, String options, String kernel) {
    return new ProgramText("a.cl", source, options, kernel);
  }

  @Test
  void theSameProgramIsKnownAndAnyOtherIsNot() throws IOException {
    PassedBefore passed = new PassedBefore(folder.resolve("new"));
    ProgramText one = program("source", "-DA=1", "k");
    assertThat(passed.lines(one, Amd.COMPILER, GPUS)).isEmpty();
    passed.keep(one, Amd.COMPILER, GPUS, LINES);
    assertThat(passed.lines(program("source", "-DA=1", "k"), Amd.COMPILER, GPUS)).contains(LINES);

    assertThat(passed.lines(program("sourced", "-DA=1", "k"), Amd.COMPILER, GPUS)).isEmpty();
    assertThat(passed.lines(program("source", "-DA=2", "k"), Amd.COMPILER, GPUS)).isEmpty();
    assertThat(passed.lines(program("source", "-DA=1", "l"), Amd.COMPILER, GPUS)).isEmpty();
    assertThat(passed.lines(one, Intel.COMPILER, GPUS)).isEmpty();
    assertThat(passed.lines(one, Amd.COMPILER, List.of("gfx906", "gfx90a"))).isEmpty();
    assertThat(new PassedBefore(folder.resolve("other")).lines(one, Amd.COMPILER, GPUS)).isEmpty();
  }

  @Test
  void withoutAFolderNothingIsKept() throws IOException {
    PassedBefore none = new PassedBefore(null);
    ProgramText one = program("source", "-DA=1", "k");
    none.keep(one, Amd.COMPILER, GPUS, LINES);
    assertThat(none.lines(one, Amd.COMPILER, GPUS)).isEmpty();
  }
}
