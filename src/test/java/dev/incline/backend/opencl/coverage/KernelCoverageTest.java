package dev.incline.backend.opencl.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.backend.opencl.EditedKernels;
import dev.incline.backend.opencl.OpenClBackend;
import dev.incline.backend.opencl.OpenClOptions;
import dev.incline.backend.opencl.TestDevices;
import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.backend.opencl.cl.ClException;
import dev.incline.backend.opencl.compile.KernelSources;
import dev.incline.plan.ColumnSums;
import dev.incline.plan.Op;
import dev.incline.plan.Plan;
import dev.incline.plan.Slot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which lines of an edit the device compiled, and where its compiler says that it failed. */
@Tag("field")
class KernelCoverageTest {
  private static final Op SUMS =
      new ColumnSums(Slot.floats("a", 3, 16), Slot.floats("sums", 1, 16), 1f, 0f);

  @TempDir private Path folder;
  private final ClDevice device = TestDevices.all().get(0);

  private KernelCoverage ofSums(KernelSources sources) {
    OpenClOptions options = OpenClOptions.STANDARD.withKernels(sources).withoutSpecialising();
    try (OpenClBackend backend = new OpenClBackend(device, options)) {
      backend.compile(Plan.of(SUMS));
      return KernelCoverage.of(device, sources, backend.programs());
    }
  }

  private static int lineOf(String text, String line) {
    return text.lines().toList().indexOf(line) + 1;
  }

  @Test
  void theFilesThatWereBuiltAreListedWithTheirDefines() {
    KernelCoverage coverage =
        ofSums(EditedKernels.with(folder, "column_sums.cl", EditedKernels.read("column_sums.cl")));
    assertThat(coverage.edits()).isEmpty();
    assertThat(coverage.edits()).allMatch(edit -> edit.neverCompiled().isEmpty());
    assertThat(coverage.built().keySet())
        .contains("column_sums.cl", "store.clh", "epilogue.clh")
        .doesNotContain("matmul_local.cl", "gather_rows.cl");
    assertThat(coverage.built().get("column_sums.cl").programs()).isEqualTo(1);
    assertThat(coverage.built().get("column_sums.cl").defines()).containsKey("WIDTH");
  }

  @Test
  void aLineUnderAConditionThatDoesNotHoldIsNeverCompiled() throws IOException {
    String text =
        EditedKernels.read("column_sums.cl")
            + "#if defined(NO_SUCH_DEVICE) // as on another device\nint never;\n#else\n"
            + "__constant int always = 1;\n#endif\n#ifdef __OPENCL_VERSION__\n"
            + "__constant int by_the_compiler = 1;\n#endif\n";
    KernelCoverage coverage = ofSums(EditedKernels.with(folder, "column_sums.cl", text));
    assertThat(coverage.edits())
        .singleElement()
        .satisfies(
            edit -> {
              assertThat(edit.file()).isEqualTo("column_sums.cl");
              assertThat(edit.lines())
                  .contains(lineOf(text, "int never;"), lineOf(text, "__constant int always = 1;"));
              assertThat(edit.neverCompiled())
                  .contains(lineOf(text, "int never;"))
                  .doesNotContain(
                      lineOf(text, "__constant int always = 1;"),
                      lineOf(text, "__constant int by_the_compiler = 1;"));
            });
    assertThat(coverage.edits()).anyMatch(edit -> !edit.neverCompiled().isEmpty());
  }

  /** Though the compiler is asked about many at once. */
  @Test
  void aProgramKnowsNoDefineOfAnother() {
    String text =
        EditedKernels.read("column_sums.cl")
            + "#ifdef FIRST\n#define LEFT 1\n__constant int first = 1;\n"
            + "#elif defined(SECOND)\n__constant int second = 1;\n#endif\n"
            + "#if defined(SECOND) && defined(FIRST)\nint both;\n#endif\n"
            + "#if defined(SECOND) && defined(LEFT)\nint left;\n#endif\n";
    KernelSources sources = EditedKernels.with(folder, "column_sums.cl", text);
    List<KernelCoverage.Build> builds =
        Stream.of("FIRST", "SECOND")
            .map(name -> "-cl-std=CL1.2 -D" + name + "=1")
            .map(options -> new KernelCoverage.Build(options, sources.read("column_sums.cl")))
            .toList();
    assertThat(KernelCoverage.of(device, sources, builds).edits())
        .singleElement()
        .satisfies(
            edit -> {
              assertThat(edit.lines()).contains(lineOf(text, "__constant int second = 1;"));
              int both = lineOf(text, "int both;"); // as the line before, which its branch begins
              int left = lineOf(text, "int left;");
              assertThat(edit.neverCompiled()).containsExactly(both - 1, both, left - 1, left);
            });
  }

  @Test
  void aFileThatIsNotBuiltIsNeverCompiled() {
    KernelSources sources =
        EditedKernels.replace(folder, "gather_rows.cl", "#define LANES 1", "#define LANES 2");
    assertThat(ofSums(sources).edits())
        .singleElement()
        .satisfies(edit -> assertThat(edit.neverCompiled()).isEqualTo(edit.lines()).hasSize(1));
  }

  @Test
  void aFileThatTheProgramDoesNotKnowIsNeverCompiled() {
    assertThat(ofSums(EditedKernels.with(folder, "another.cl", "int mine;\n")).edits())
        .containsExactly(new KernelCoverage.Edit("another.cl", List.of(1), List.of(1)));
  }

  @Test
  void anIncludedFileIsFollowed() {
    KernelSources sources =
        EditedKernels.replace(folder, "elementary.clh", "0x1.715476p+0f", "0x1.715478p+0f");
    KernelCoverage coverage = ofSums(sources);
    assertThat(coverage.edits()).hasSize(1);
    assertThat(coverage.edits()).allMatch(edit -> edit.neverCompiled().isEmpty());
  }

  @Test
  void messagesOfTheCompilerNameFileAndLineOfTheUser() {
    String broken =
        EditedKernels.read("epilogue.clh")
            .replace("EPILOGUE(float, 1)\n", "EPILOGUE(float, 1)\nint wrong = nonsense;\n");
    KernelSources sources = EditedKernels.with(folder, "epilogue.clh", broken);
    assertThatThrownBy(() -> ofSums(sources))
        .isInstanceOf(ClException.class)
        .hasMessageContaining(
            "%s:%d:".formatted("epilogue.clh", lineOf(broken, "int wrong = nonsense;")));
    String after = EditedKernels.read("column_sums.cl") + "int wrong = nonsense;\n";
    EditedKernels.with(folder, "epilogue.clh", EditedKernels.read("epilogue.clh"));
    assertThatThrownBy(() -> ofSums(EditedKernels.with(folder, "column_sums.cl", after)))
        .hasMessageContaining(
            "%s:%d:".formatted("column_sums.cl", lineOf(after, "int wrong = nonsense;")));
  }

  @Test
  void theHashOfKernelsIsThatOfTheirText() {
    KernelSources copy =
        EditedKernels.with(folder, "column_sums.cl", EditedKernels.read("column_sums.cl"));
    assertThat(copy.sha256(KernelSources.FILES))
        .isEqualTo(KernelSources.BUILT_IN.sha256(KernelSources.FILES));
  }

  @Test
  void aFileThatIncludesItselfIsNamed() throws IOException {
    Files.writeString(folder.resolve("gather_rows.cl"), "#include \"gather_rows.cl\"\n");
    assertThatThrownBy(() -> new KernelSources(folder).read("gather_rows.cl"))
        .isInstanceOf(ClException.class)
        .hasMessageContaining("gather_rows.cl includes itself");
  }

  @Test
  void branchesNestAndContinuedLinesStayTogether() {
    Directives found =
        Directives.of("#line 5 \"a\"\n#if A \\\n  && B\nx\n#elif C\n#if D\ny\n#endif\n#endif\nz");
    assertThat(found.lines())
        .contains(
            new Directives.Line("a", 7, 1),
            new Directives.Line("a", 8, 2),
            new Directives.Line("a", 10, 3),
            new Directives.Line("a", 13, 0));
    assertThat(List.of(found.text().split("\n"))).contains("#define INCLINE_3").doesNotContain("y");
  }
}
