package dev.incline.backend.opencl.vendor;

import dev.incline.backend.opencl.compile.ProgramText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a back end has to make of a program: no spill, no private array in memory, no vector that is
 * loaded piece by piece, registers that leave room for other work, loops that mostly multiply.
 */
final class Gate {
  /** Share of multiply-adds among the instructions of the inner loop, by kernel. */
  private static final Map<String, Double> LEAST_SHARES = Map.of("matmul_local", 0.6);

  private Gate() {}

  /**
   * What became of a program.
   *
   * @param built for each target; none where it does not compile
   * @param faults in words; none where it passes
   */
  record Verdict(ProgramText program, List<Built> built, List<String> faults) {
    /** Kernel and defines, which tell a program from the others. */
    String title() {
      return title(program);
    }

    private static String title(ProgramText program) {
      String defines = program.options().replaceAll("-cl-\\S+ ?|-D", "").strip();
      return (program.kernel() + " " + defines).strip();
    }
  }

  /**
   * Compiles a program.
   *
   * @param parent of a folder for its files; they stay where it does not pass
   */
  static Verdict judge(
      ProgramText program, VendorCompiler compiler, Collection<String> targets, Path parent) {
    try {
      Path folder = Files.createTempDirectory(parent.toAbsolutePath(), program.kernel() + "-");
      Verdict verdict = judged(program, compiler, targets, folder);
      if (verdict.faults.isEmpty()) {
        delete(folder);
      }
      return verdict;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Verdict judged(
      ProgramText program, VendorCompiler compiler, Collection<String> targets, Path folder)
      throws IOException {
    try {
      List<Built> built = compiler.build(program, targets, folder);
      double leastShare = LEAST_SHARES.getOrDefault(program.kernel(), 0.0);
      List<String> faults =
          built.stream()
              .flatMap(one -> one.faults(leastShare).stream().map(f -> one.target() + " " + f))
              .toList();
      return new Verdict(program, built, faults);
    } catch (VendorCompiler.BuildFailure e) {
      return new Verdict(program, List.of(), List.of(e.getMessage()));
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
