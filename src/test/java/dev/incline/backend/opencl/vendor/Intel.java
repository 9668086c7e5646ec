package dev.incline.backend.opencl.vendor;

import dev.incline.backend.opencl.compile.ProgramText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Intel's offline compiler. It takes as many work-items into a thread as its registers allow. */
final class Intel implements VendorCompiler {
  static final Intel COMPILER = new Intel();

  private static final Tool OCLOC = new Tool("ocloc");
  private static final int LEAST_LANES = 16;

  private static final int LEAST_SUMS = 8; // of blocks that have to fill them
  private static final int NARROW = 8; // of what is excused from more

  private Intel() {}

  /** It computes the address of each read. */
  @Override
  public double leastShare() {
    return 0.45;
  }

  /** The loop of blocks of 4x2 it writes out to the end of a piece, with the loads of the next. */
  @Override
  public int leastSums() {
    return 16;
  }

  @Override
  public List<String> missing() {
    return OCLOC.isHere() ? List.of() : List.of("intel-opencl-icd");
  }

  @Override
  public List<Built> build(ProgramText program, Collection<String> targets, Path folder)
      throws IOException {
    Files.writeString(folder.resolve("program.cl"), program.source());
    List<Built> built = new ArrayList<>();
    for (String gpu : targets) {
      built.add(compiled(gpu, program, folder));
    }
    return built;
  }

  private static Built compiled(String gpu, ProgramText program, Path folder) throws IOException {
    Path dump = Files.createDirectory(folder.resolve(gpu));
    List<String> arguments = new ArrayList<>(List.of("compile", "-file", "program.cl"));
    arguments.addAll(List.of("-device", gpu, "-options", program.options()));
    arguments.addAll(List.of("--format", "zebin", "-output", gpu + ".bin", "-output_no_suffix"));
    String log =
        OCLOC.run(
            folder,
            arguments,
            Map.of("IGC_ShaderDumpEnable", "1", "IGC_DumpToCustomDir", dump.toString()));
    // What the program says of itself is text between the code.
    String about = Files.readString(folder.resolve(gpu + ".bin"), StandardCharsets.ISO_8859_1);
    int lanes = Tool.max(about, "simd_size: *(\\d+)");
    return new Built(
        gpu,
        Tool.max(about, "grf_count: *(\\d+)"),
        Tool.maxOrZero(log, "spilled around (\\d+)"),
        Tool.maxOrZero(about, "usage: *private_space\\s+size: *(\\d+)"),
        0,
        new Built.Residency(
            lanes,
            Excuse.of(program, LEAST_SUMS).isPresent() ? NARROW : LEAST_LANES,
            "work-items of a thread"),
        Assembly.busiestLoop(assembly(dump, lanes)));
  }

  /** The compiler dumps each of its attempts: that of the width it chose counts. */
  private static String assembly(Path dump, int lanes) throws IOException {
    try (Stream<Path> files = Files.list(dump)) {
      Path file =
          files
              .filter(f -> f.toString().matches(".*_simd" + lanes + "_entry_\\d+\\.asm"))
              .max(Path::compareTo)
              .orElseThrow(() -> new BuildFailure("ocloc dumped no assembly"));
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    }
  }
}
