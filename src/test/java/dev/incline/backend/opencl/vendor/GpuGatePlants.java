package dev.incline.backend.opencl.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.opencl.compile.ProgramText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * That kernels pass the gate counts for something because these do not. {@code bin/gpu-gate} runs
 * it.
 */
class GpuGatePlants {
  private static final String FEW = "multiply-adds among";
  private static final String IN_MEMORY = "keeps \\d+ bytes of private arrays in memory";

  /** A vendor, with one of its GPUs. */
  private enum Vendor {
    NVIDIA(Nvidia.COMPILER, "sm_86"),
    /** What only ptxas shows. */
    NVIDIA_AT_LAST(Nvidia.COMPILER, "sm_86"),
    AMD(Amd.COMPILER, "gfx906"),
    INTEL(Intel.COMPILER, "acm-g10");

    private final VendorCompiler compiler;
    private final String target;

    Vendor(VendorCompiler compiler, String target) {
      this.compiler = compiler;
      this.target = target;
    }

    boolean isHere() {
      return compiler.missing().isEmpty() && (this != NVIDIA_AT_LAST || Nvidia.hasAssembler());
    }
  }

  /** A fault: what is done to the source, what the gate says of it, and who shows it. */
  private enum Plant {
    LOOP_NOT_UNROLLED(
        "#pragma unroll\n",
        "#pragma nounroll\n",
        IN_MEMORY + "|" + FEW,
        Vendor.NVIDIA,
        Vendor.AMD,
        Vendor.INTEL),
    BLOCK_OF_16_BY_16(
        "#ifndef ROWS",
        block(16, 16),
        "spills \\d+|" + IN_MEMORY,
        Vendor.NVIDIA_AT_LAST,
        Vendor.AMD,
        Vendor.INTEL),
    TERNARY_LOAD(
        "return *(__global const float4 *)from;",
        "return aligned ? *(__global const float4 *)from : vload4(0, from);",
        "splits \\d+ vector loads",
        Vendor.NVIDIA),
    FEW_MULTIPLY_ADDS(
        "= fma(row[r], column[s], sum[r][s])",
        "+= sqrt(row[r] * column[s])",
        FEW,
        Vendor.NVIDIA,
        Vendor.AMD,
        Vendor.INTEL),
    MANY_SUMS(
        "#ifndef ROWS", block(16, 8), "takes \\d+ registers", Vendor.NVIDIA_AT_LAST, Vendor.AMD),
    MANY_SUMS_OF_16_LANES("#ifndef ROWS", block(8, 8), "takes \\d+ registers", Vendor.INTEL),
    TYPING_ERROR(
        "barrier(", "barier(", "fails: (?s).*barier", Vendor.NVIDIA, Vendor.AMD, Vendor.INTEL);

    private final String original;
    private final String broken;
    private final String said;
    private final List<Vendor> shownBy;

    Plant(String original, String broken, String said, Vendor... shownBy) {
      this.original = original;
      this.broken = broken;
      this.said = said;
      this.shownBy = List.of(shownBy);
    }
  }

  private static String block(int rows, int columns) {
    return "#define ROWS %d\n#define COLUMNS %d\n#ifndef ROWS".formatted(rows, columns);
  }

  static Stream<Arguments> plants() {
    return Stream.of(Plant.values())
        .flatMap(
            plant ->
                plant.shownBy.stream()
                    .filter(Vendor::isHere)
                    .map(vendor -> Arguments.of(plant, vendor)));
  }

  static Stream<Vendor> vendors() {
    return Stream.of(Vendor.NVIDIA, Vendor.AMD, Vendor.INTEL).filter(Vendor::isHere);
  }

  @ParameterizedTest
  @MethodSource("vendors")
  void aGoodProductPasses(Vendor vendor, @TempDir Path folder) throws IOException {
    assertThat(faults(vendor, product(), folder)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("plants")
  void aPlantedFaultIsFound(Plant plant, Vendor vendor, @TempDir Path folder) throws IOException {
    String source = product();
    assertThat(source).contains(plant.original);
    List<String> faults = faults(vendor, source.replace(plant.original, plant.broken), folder);
    assertThat(String.join("\n", faults)).containsPattern(plant.said);
  }

  private static List<String> faults(Vendor vendor, String source, Path folder) {
    ProgramText program = new ProgramText("product.cl", source, "-cl-std=CL1.2", "matmul_local");
    return Gate.judge(program, vendor.compiler, List.of(vendor.target), folder).faults();
  }

  private static String product() throws IOException {
    try (InputStream in = GpuGatePlants.class.getResourceAsStream("product.cl")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
