package dev.incline.backend.opencl.vendor;

import dev.incline.backend.opencl.compile.ProgramText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Clang and AMD's device libraries make the assembly of AMD's GPUs. */
final class Amd implements VendorCompiler {
  static final Amd COMPILER = new Amd();

  private static final String UNIT = "waves of a SIMD unit";
  private static final Path LIBRARIES = Path.of("/usr/lib/x86_64-linux-gnu/amdgcn/bitcode");

  private static final int LEAST_WAVES = 2; // of a SIMD unit, of 64 work-items each

  private Amd() {}

  @Override
  public List<String> missing() {
    List<String> missing = new ArrayList<>();
    if (!Clang.CLANG.isHere()) {
      missing.add("clang-15");
    }
    if (!Files.isDirectory(LIBRARIES)) {
      missing.add("rocm-device-libs");
    }
    return missing;
  }

  @Override
  public List<Built> build(ProgramText program, Collection<String> targets, Path folder)
      throws IOException {
    List<Built> built = new ArrayList<>();
    for (String gpu : targets) {
      List<String> target =
          List.of(
              "-target",
              "amdgcn-amd-amdhsa",
              "-mcpu=" + gpu,
              "--rocm-device-lib-path=" + LIBRARIES);
      built.add(read(gpu, Clang.compile(program, folder, gpu + ".s", target)));
    }
    return built;
  }

  private static Built read(String gpu, String assembly) {
    int spilled =
        Tool.max(assembly, "\\.vgpr_spill_count: *(\\d+)")
            + Tool.max(assembly, "\\.sgpr_spill_count: *(\\d+)");
    int waves = Tool.max(assembly, "; Occupancy: (\\d+)");
    return new Built(
        gpu,
        Tool.max(assembly, "\\.vgpr_count: *(\\d+)"),
        spilled,
        Tool.max(assembly, "\\.private_segment_fixed_size: *(\\d+)"),
        0,
        new Built.Residency(waves, gpu.startsWith("gfx10") ? 2 * LEAST_WAVES : LEAST_WAVES, UNIT),
        Assembly.busiestLoop(assembly));
  }
}
