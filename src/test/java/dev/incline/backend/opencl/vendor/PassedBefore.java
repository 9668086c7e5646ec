package dev.incline.backend.opencl.vendor;

import dev.incline.backend.opencl.compile.ProgramText;
import dev.incline.file.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Programs that passed the gate before: the same compilers make the same of them. What does not
 * pass is compiled again.
 *
 * @param folder for these compilers and these rules; null where nothing is kept
 */
record PassedBefore(@Nullable Path folder) {
  /** In the folder that {@code -Dgpu.gate.passed} names. */
  static PassedBefore chosen() {
    String folder = System.getProperty("gpu.gate.passed", "");
    return new PassedBefore(folder.isEmpty() ? null : Path.of(folder));
  }

  /** Its lines of the table; empty where it is not known to pass. */
  Optional<List<String>> lines(
      ProgramText program, VendorCompiler compiler, Collection<String> targets) throws IOException {
    if (folder == null) {
      return Optional.empty();
    }
    Path file = folder.resolve(name(program, compiler, targets));
    return Files.exists(file) ? Optional.of(Files.readAllLines(file)) : Optional.empty();
  }

  /** Keeps the lines of a program that passes. */
  void keep(
      ProgramText program, VendorCompiler compiler, Collection<String> targets, List<String> lines)
      throws IOException {
    if (folder != null) {
      Files.createDirectories(folder);
      Path half = Files.createTempFile(folder, "half", "");
      Path file = folder.resolve(name(program, compiler, targets));
      Files.move(Files.write(half, lines), file); // never half of a file
    }
  }

  private static String name(
      ProgramText program, VendorCompiler compiler, Collection<String> targets) {
    List<String> all =
        List.of(
            compiler.getClass().getName(),
            targets.toString(),
            program.kernel(),
            program.options(),
            program.source());
    byte[] bytes = String.join("\0", all).getBytes(StandardCharsets.UTF_8);
    return Sha256.of(bytes);
  }
}
