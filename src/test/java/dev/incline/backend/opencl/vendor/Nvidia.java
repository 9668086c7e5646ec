package dev.incline.backend.opencl.vendor;

import dev.incline.backend.opencl.compile.ProgramText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Clang and libclc make PTX, from which NVIDIA's assembler, where it is installed, makes what runs.
 * Without it, registers and spills are not known; private arrays, vectors and loops are.
 */
final class Nvidia implements VendorCompiler {
  static final Nvidia COMPILER = new Nvidia();

  private static final Path LIBRARY = Path.of("/usr/lib/clc/nvptx64--nvidiacl.bc");

  private static final List<String> WHOLE =
      targeted("-Xclang", "-mlink-builtin-bitcode", "-Xclang", LIBRARY.toString());

  private static final List<String> PLAIN =
      targeted("-emit-llvm", "-Xclang", "-disable-llvm-passes");

  private static final int REGISTERS = 1 << 16; // of a multiprocessor
  private static final int WARP = 32;
  private static final int LEAST_WARPS = 12; // of a multiprocessor: three for each scheduler
  private static final Tool OPTIMISER = new Tool("opt-15");
  private static final Tool ASSEMBLER = new Tool("ptxas");

  private Nvidia() {}

  /** What is compiled for Turing runs on all that came later, and Clang 15 knows no Hopper. */
  private static List<String> targeted(String... arguments) {
    List<String> target = List.of("-target", "nvptx64-nvidia-nvcl", "-march=sm_75");
    return Stream.concat(target.stream(), Stream.of(arguments)).toList();
  }

  /** Whether what runs is known, beside the PTX. */
  static boolean hasAssembler() {
    return ASSEMBLER.isHere();
  }

  @Override
  public List<String> missing() {
    List<String> missing = new ArrayList<>();
    if (!Clang.CLANG.isHere()) {
      missing.add("clang-15");
    }
    if (!OPTIMISER.isHere()) {
      missing.add("llvm-15");
    }
    if (!Files.isReadable(LIBRARY)) {
      missing.add("libclc-15");
    }
    return missing;
  }

  @Override
  public List<Built> build(ProgramText program, Collection<String> targets, Path folder)
      throws IOException {
    String ptx = Ptx.of(program.kernel(), Clang.compile(program, folder, "program.ptx", WHOLE));
    List<Built> built = new ArrayList<>();
    built.add(
        new Built(
            "PTX",
            0,
            0,
            Tool.maxOrZero(ptx, "__local_depot\\d+\\[(\\d+)\\]"),
            WideAccesses.split(asWritten(program, folder), ptx),
            null,
            Assembly.busiestLoop(ptx)));
    if (hasAssembler()) {
      for (String gpu : targets) {
        built.add(assembled(gpu, folder));
      }
    }
    return built;
  }

  /** The program as its source has it: inlined, without branches that are never taken. */
  private static String asWritten(ProgramText program, Path folder) throws IOException {
    Clang.compile(program, folder, "plain.ll", PLAIN);
    OPTIMISER.run(
        folder,
        List.of(
            "-S",
            "-internalize-public-api-list=" + program.kernel(),
            "-passes=internalize,always-inline,globaldce,function(sroa,sccp,simplifycfg,adce)",
            "plain.ll",
            "-o",
            "written.ll"),
        Map.of());
    return Files.readString(folder.resolve("written.ll"));
  }

  private static Built assembled(String gpu, Path folder) throws IOException {
    String log =
        ASSEMBLER.run(
            folder, List.of("-arch=" + gpu, "-v", "program.ptx", "-o", gpu + ".cubin"), Map.of());
    int registers = Tool.max(log, "Used (\\d+) registers");
    int warps = REGISTERS / (WARP * ((registers + 7) / 8 * 8));
    return new Built(
        gpu,
        registers,
        Tool.max(log, "(\\d+) bytes spill stores"),
        Tool.max(log, "(\\d+) bytes stack frame"),
        0,
        new Built.Residency(warps, LEAST_WARPS, "warps of a multiprocessor"),
        null);
  }
}
