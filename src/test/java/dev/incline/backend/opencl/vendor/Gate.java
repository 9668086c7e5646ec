package dev.incline.backend.opencl.vendor;

import dev.incline.backend.opencl.compile.ProgramText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a back end has to make of a program: no spill, no private array in memory, no vector that is
 * loaded piece by piece, registers that leave room for other work, loops that mostly multiply.
 */
final class Gate {
  /** The kernel whose inner loop mostly multiplies. */
  private static final String PRODUCT = "matmul_local";

  private Gate() {}

  /**
   * What became of a program.
   *
   * @param built for each target; none where it does not compile
   * @param excuse from a share of multiply-adds
   * @param faults in words; none where it passes
   */
  record Verdict(
      ProgramText program, List<Built> built, Optional<String> excuse, List<String> faults) {
    /** Kernel and defines, or the files of a generated one. */
    String title() {
      return title(program);
    }

    private static String title(ProgramText program) {
      String defines = program.options().replaceAll("-cl-\\S+ ?|-D", "").strip();
      boolean isFile = program.file().endsWith(program.kernel() + ".cl");
      return ((isFile ? program.kernel() : program.file()) + " " + defines).strip();
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
      Optional<String> excuse = Excuse.of(program, compiler.leastSums());
      boolean multiplies = program.kernel().equals(PRODUCT) && excuse.isEmpty();
      double leastShare = multiplies ? compiler.leastShare() : 0;
      List<String> faults =
          built.stream()
              .flatMap(one -> one.faults(leastShare).stream().map(f -> one.target() + " " + f))
              .toList();
      return new Verdict(program, built, excuse, faults);
    } catch (VendorCompiler.BuildFailure e) {
      return new Verdict(program, List.of(), Optional.empty(), List.of(e.getMessage()));
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
