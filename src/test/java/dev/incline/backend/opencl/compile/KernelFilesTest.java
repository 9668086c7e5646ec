package dev.incline.backend.opencl.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.incline.backend.opencl.EditedKernels;
import dev.incline.backend.opencl.TestDevices;
import dev.incline.backend.opencl.cl.ClContext;
import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.backend.opencl.cl.ClException;
import dev.incline.backend.opencl.cl.ClKernel;
import dev.incline.backend.opencl.cl.ClObject;
import dev.incline.backend.opencl.cl.ClProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class KernelFilesTest {
  private static final Path KERNELS = Path.of("kernels");

  private static List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(KERNELS)) {
      List<String> names =
          files
              .map(f -> f.getFileName().toString())
              .filter(n -> n.endsWith(".cl"))
              .sorted()
              .toList();
      assertThat(names).hasSizeGreaterThanOrEqualTo(5);
      return names;
    }
  }

  /**
   * A host that always passes a define hides that its default never compiled. In one context, for
   * each of PoCL's reads the library of built-in functions anew.
   */
  @ParameterizedTest
  @MethodSource("dev.incline.backend.opencl.TestDevices#all")
  void buildsWithNoDefineAtAll(ClDevice device) throws IOException {
    try (ClContext context = new ClContext(device)) {
      for (String file : files()) {
        String source = KernelSources.BUILT_IN.read(file);
        try (ClProgram program = context.build(file, source, "");
            ClKernel kernel = context.kernel(program, file.replace(".cl", ""))) {
          assertThat(kernel).as(file).isNotNull();
        }
      }
    }
  }

  @Test
  void theJarCarriesTheFilesOfTheFolder() throws IOException {
    for (String file : files()) {
      assertThat(KernelSources.BUILT_IN.read(file))
          .isEqualTo(new KernelSources(KERNELS).read(file));
    }
  }

  @Test
  void aKernelThatDoesNotCompileIsReportedWithDeviceFileAndLog(@TempDir Path folder)
      throws IOException {
    Files.writeString(
        folder.resolve("gather_rows.cl"), "__kernel void gather_rows() { nonsense; }");
    ClDevice device = TestDevices.all().get(0);
    long before = ClObject.live();
    try (ClContext context = new ClContext(device)) {
      Kernels kernels = new Kernels(context, new KernelSources(folder));
      assertThatThrownBy(() -> kernels.of("gather_rows", new Defines()))
          .isInstanceOf(ClException.class)
          .hasMessageContaining("gather_rows.cl does not build on " + device.title())
          .hasMessageContaining("nonsense");
    }
    assertThat(ClObject.live()).isEqualTo(before);
  }

  @Test
  void aKernelFileThatIsNotThereIsNamed(@TempDir Path folder) {
    assertThatThrownBy(() -> new KernelSources(folder).read("gather_rows.cl"))
        .isInstanceOf(ClException.class)
        .hasMessageContaining(folder.resolve("gather_rows.cl").toString());
  }

  @ParameterizedTest
  @CsvSource({
    "#include \"gather_rows.cl\", 'gather_rows.cl, line 2: gather_rows.cl includes itself (gather_rows.cl -> gather_rows.cl)'",
    "#include \"circle.clh\", 'circle.clh, line 1: gather_rows.cl includes itself (gather_rows.cl -> circle.clh -> gather_rows.cl)'",
    "#include \"store.clh, 'gather_rows.cl, line 2: the file''s name after #include has no closing quote'",
    "#include \", 'gather_rows.cl, line 2: the file''s name after #include has no closing quote'",
    "#include \"\", 'gather_rows.cl, line 2: #include names no file'",
    "#include \"/dev/zero\", '/dev/zero: it is a device'",
    "#include \"pipe\", 'pipe: it is a pipe (FIFO)'",
    "#include \".\", 'it is a folder'",
    "#include \"bomb0.clh\", 'with all that it includes it is over 16,777,216 characters'",
  })
  @Tag("field")
  void anIncludeThatCannotBeDoneIsNamed(String line, String message, @TempDir Path folder)
      throws IOException, InterruptedException {
    Files.writeString(folder.resolve("gather_rows.cl"), "// first\n" + line + "\n");
    Files.writeString(folder.resolve("circle.clh"), "#include \"gather_rows.cl\"\n");
    for (int i = 0; i < 20; i++) {
      Files.writeString(
          folder.resolve("bomb" + i + ".clh"),
          ("#include \"bomb" + (i + 1) + ".clh\"\n").repeat(9));
    }
    Files.writeString(folder.resolve("bomb20.clh"), "// the end\n".repeat(1000));
    new ProcessBuilder("mkfifo", folder.resolve("pipe").toString()).start().waitFor();
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () ->
            assertThatThrownBy(() -> new KernelSources(folder).read("gather_rows.cl"))
                .isInstanceOf(ClException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("the kernel file "));
  }

  @Test
  void everyFileIsFound() throws IOException {
    try (Stream<Path> files = Files.list(EditedKernels.ORIGINALS)) {
      assertThat(KernelSources.FILES)
          .isEqualTo(files.map(file -> file.getFileName().toString()).sorted().toList());
    }
    assertThat(KernelSources.BUILT_IN.texts(KernelSources.FILES))
        .isEqualTo(new KernelSources(EditedKernels.ORIGINALS).texts(KernelSources.FILES));
  }

  /** Entries of a jar come in the order in which they were packed. */
  @Test
  void filesInAJarAreFoundInTheSameOrder(@TempDir Path folder) throws IOException {
    Path jar = folder.resolve("program.jar");
    try (JarOutputStream packed = new JarOutputStream(Files.newOutputStream(jar))) {
      for (String entry :
          List.of("kernels/", "kernels/update.clh", "kernels/update.cl", "kernels/b.txt", "a.cl")) {
        packed.putNextEntry(new JarEntry(entry));
      }
    }
    assertThat(KernelNames.packed(jar)).containsExactly("update.cl", "update.clh");
  }

  @Test
  void aFolderMustHaveTheProgramsFilesAndMayHaveMore(@TempDir Path folder) throws IOException {
    KernelSources kernels = EditedKernels.with(folder, "another.cl", "// mine\n");
    Files.writeString(folder.resolve("notes.txt"), "");
    assertThat(kernels.files()).hasSize(KernelSources.FILES.size() + 1).contains("another.cl");
    Files.delete(folder.resolve("update.clh"));
    assertThatThrownBy(() -> kernels.texts(kernels.files()))
        .isInstanceOf(ClException.class)
        .hasMessageContaining(folder.resolve("update.clh").toString());
  }
}
