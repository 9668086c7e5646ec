package dev.incline.backend.opencl.vendor;

import dev.incline.backend.opencl.compile.ProgramText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Clang 15: OpenCL C to the assembly of a GPU. */
final class Clang {
  static final Tool CLANG = new Tool("clang-15");

  private Clang() {}

  /**
   * Compiles a program, optimised.
   *
   * @param output a file in the folder; what it is, the arguments say
   * @return the output's text
   */
  static String compile(ProgramText program, Path folder, String output, List<String> arguments)
      throws IOException {
    Path source = folder.resolve("program.cl");
    Files.writeString(source, program.source());
    List<String> all = new ArrayList<>(List.of("-x", "cl", "-S", "-O3", "-Wno-linker-warnings"));
    all.addAll(List.of(program.options().split(" ", -1)));
    all.addAll(arguments);
    all.addAll(List.of("-o", output, source.toString()));
    CLANG.run(folder, all, Map.of());
    return Files.readString(folder.resolve(output));
  }
}
