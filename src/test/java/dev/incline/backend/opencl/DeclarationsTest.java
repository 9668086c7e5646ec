package dev.incline.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.Backend;
import dev.incline.backend.opencl.EveryImplementation.Way;
import dev.incline.file.Sha256;
import dev.incline.testing.JavaCommand;
import dev.incline.verify.OpCases;
import dev.incline.verify.Verification;
import dev.incline.verify.Verification.NetworkSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests build with few declarations in place of OpenCL's header: the machine code is the one that
 * users get.
 */
@Tag("slow")
class DeclarationsTest {
  private static final Path FEW =
      Path.of("src/test/resources/dev/incline/backend/opencl/builtins.clh");

  @TempDir private Path temp;

  @Test
  void theCodeIsThatOfTheHeader() throws Exception {
    Set<String> code = code("header", "", "all");
    assertThat(code).hasSizeGreaterThan(10);
    assertThat(code("few", FEW.toString(), "all")).isEqualTo(code);

    String wrong = Files.readString(FEW).replace("fma(T, T, T)", "mad(T, T, T)");
    Path planted = temp.resolve("planted.clh");
    Files.writeString(planted, wrong + "#undef fma\n#define fma mad\n");
    boolean taken = TestDevices.all().get(0).driver().startsWith("3.1");
    Set<String> other = code("planted", planted.toString(), "updates");
    assertThat(other).isNotEmpty();
    assertThat(code.containsAll(other)).isEqualTo(!taken);
  }

  /** Returns the hash of the machine code of each kernel that {@link #main} launches. */
  private Set<String> code(String name, String declarations, String which) throws Exception {
    Path kernels = Files.createDirectory(temp.resolve(name));
    Path log = temp.resolve(name + ".log");
    List<String> command =
        JavaCommand.of(
            DeclarationsTest.class,
            "-DuniqueLibraryNames=true",
            "-Dincline.shared.context=true",
            "-Dincline.declarations=" + declarations);
    command.add(which);
    ProcessBuilder child = new ProcessBuilder(command);
    child.environment().put("POCL_CACHE_DIR", kernels.toString());
    Process process = child.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    Set<String> code = new TreeSet<>();
    try (Stream<Path> all = Files.walk(kernels)) {
      for (Path file : all.filter(path -> path.toString().endsWith(".so")).toList()) {
        String hash = Sha256.hex(Sha256.digest().digest(Files.readAllBytes(file)));
        code.add(file.getFileName() + " " + hash);
      }
    }
    return code;
  }

  /**
   * All: optimised, in both families of tiles; then sparse steps, and ops whose programs have
   * defines. Else these ops alone.
   */
  public static void main(String[] arguments) throws IOException {
    Way way = Way.SPARSE_INPUT;
    OpenClOptions options = way.options().withoutOptimising();
    if (arguments[0].equals("all")) {
      FirstLaunchTest.main(new String[] {"REGISTER", "compile"});
      FirstLaunchTest.main(new String[] {"LOCAL", "compile"});
      Verification.ofSteps(() -> way.open(options), NetworkSize.TINY, "", finding -> {});
    }
    Supplier<Backend> ops = () -> way.open(options.withoutSpecialising());
    Verification.ofOps(ops, OpCases.TINY.only("Update"), finding -> {});
  }
}
