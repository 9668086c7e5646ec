package dev.incline.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.Backend;
import dev.incline.backend.BackendContract;
import dev.incline.backend.opencl.OpenClOptions.Input;
import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.backend.opencl.compile.LaunchChoice.Form;
import dev.incline.backend.opencl.tiling.BlockedTiling;
import dev.incline.backend.opencl.tiling.LocalTiling;
import dev.incline.backend.opencl.tiling.RegisterTiling;
import dev.incline.backend.opencl.tiling.Tiling;
import dev.incline.testing.UnrealDevices;
import dev.incline.verify.Finding;
import dev.incline.verify.OpCases;
import dev.incline.verify.OpCases.Forms;
import dev.incline.verify.Verification;
import dev.incline.verify.Verification.NetworkSize;
import dev.incline.verify.Verification.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The contract, every op and whole steps on whatever OpenCL implementation OCL_ICD_VENDORS pins,
 * with shapes small enough for a simulator. Under Oclgrind any report fails the test. {@code
 * bin/check-implementations} runs it; {@code mvn test} has larger tests of its own.
 */
class EveryImplementation {
  /** Networks of every kind, where each instruction may be simulated. */
  static final NetworkSize NETWORKS = new NetworkSize(21, 18, 33, 2, 3, false);

  /** Two of them, and few rows. */
  private static final NetworkSize FEWER = new NetworkSize(21, 18, 17, 2, 2, true);

  /** Up to three tiles of each length. A simulator is not asked for numbers: rusticl has more. */
  private static final OpCases SIMULATED =
      new OpCases(new int[] {1, 2, 7, 17}, 4, 1 << 8, "", Forms.FEW);

  private static final ClDevice DEVICE = TestDevices.all().get(0);

  /** It writes out an emulated fma in full at each place, and gets the sign of a zero wrong. */
  private static final boolean IS_RUSTICL = DEVICE.platform().equals("rusticl");

  /**
   * Tiles that divide no length of the cases, and small ones on rusticl, which compiles long for
   * each sum; the device worked as a CPU is, and as a GPU is.
   */
  enum Way {
    REGISTER_TILES,
    /** Blocks of two vectors, the last of which is full in no case. */
    BLOCKED_TILES,
    SPARSE_INPUT,
    LOCAL_TILES,
    /** Local tiles, but steps in two launches, which read bytes. */
    ROWS,
    /** As on a device whose division is not rounded correctly, and whose fma is emulated. */
    MIN_ARITHMETIC;

    OpenClOptions options() {
      Tiling blocked = new BlockedTiling(3, 2, 2, 6, 32);
      Tiling local =
          IS_RUSTICL
              ? new LocalTiling(4, 8, 6, 2, 2, 2, 2, 2)
              : new LocalTiling(8, 16, 6, 4, 2, 2, 2, 2);
      Tiling register = new RegisterTiling(IS_RUSTICL ? 2 : 3, IS_RUSTICL ? 1 : 2);
      Tiling turned = new RegisterTiling(IS_RUSTICL ? 2 : 5, IS_RUSTICL ? 1 : 2, true);
      return OpenClOptions.STANDARD
          .withLaunches(
              switch (this) {
                case LOCAL_TILES -> Form.OPS;
                case ROWS -> Form.ROWS;
                default -> Form.AUTO;
              })
          .withTiles(
              (d, shape) ->
                  this == BLOCKED_TILES
                      ? blocked
                      : isGpu() ? local : shape.n() < 16 ? turned : register)
          .withInput(
              switch (this) {
                case SPARSE_INPUT -> Input.SPARSE;
                case ROWS -> Input.AUTO;
                default -> Input.DENSE;
              });
    }

    /**
     * A simulator takes long for work-groups, many of whose work-items idle here, and a compiler
     * for each network: two networks then launch the products. What other networks compute beside
     * products is the same in all ways.
     */
    private NetworkSize networks() {
      return this == REGISTER_TILES || this == SPARSE_INPUT ? NETWORKS : FEWER;
    }

    private boolean isGpu() {
      return this == LOCAL_TILES || this == ROWS;
    }

    Backend open(OpenClOptions chosen) {
      boolean least = this == MIN_ARITHMETIC;
      ClDevice device = UnrealDevices.as(isGpu() ? ClDevice.Type.GPU : ClDevice.Type.CPU, DEVICE);
      boolean fma = !IS_RUSTICL; // Oclgrind does not say that it has one, and has
      return OclgrindLog.watch(
          new OpenClBackend(
              UnrealDevices.withArithmetic(
                  !least && DEVICE.correctDivision(), !least && fma, device),
              chosen));
    }
  }

  @AfterEach
  void nothingWasReported() {
    assertThat(OclgrindLog.take()).as("reports of Oclgrind").isEmpty();
  }

  @Nested
  class OfRegisterTiles extends BackendContract {
    @Override
    protected Backend open() {
      return Way.REGISTER_TILES.open(Way.REGISTER_TILES.options());
    }

    @Override
    protected boolean keepsSignsOfZeros() {
      return !IS_RUSTICL;
    }
  }

  @Nested
  class OfLocalTiles extends BackendContract {
    @Override
    protected Backend open() {
      return Way.LOCAL_TILES.open(Way.LOCAL_TILES.options());
    }

    @Override
    protected boolean keepsSignsOfZeros() {
      return !IS_RUSTICL;
    }
  }

  /**
   * Sparse input changes nothing for single ops, blocks only products, whose epilogues are those of
   * register tiles, and arithmetic only those with a sigmoid. rusticl compiles a vector of 16 sums
   * for seconds, and a step of register tiles for minutes: there these have half of the epilogues,
   * and local tiles every op and the steps.
   */
  @ParameterizedTest
  @EnumSource
  void computesWhatPlainJavaComputes(Way way) throws IOException {
    Supplier<Backend> ops = () -> way.open(way.options().withoutSpecialising());
    OpCases cases =
        switch (way) {
          case REGISTER_TILES -> IS_RUSTICL ? OpCases.TINY.only("MatMul aᵀ bᵀ") : OpCases.TINY;
          case BLOCKED_TILES ->
              OpCases.TINY
                  .of(Forms.ALL)
                  .only((IS_RUSTICL ? "MatMul aᵀ b" : "") + ", scaled -> relu");
          case SPARSE_INPUT -> OpCases.TINY.only("GatherRows");
          case LOCAL_TILES -> IS_RUSTICL ? OpCases.TINY : SIMULATED;
          case ROWS -> OpCases.TINY.only("Multiply"); // ops by themselves are those of LOCAL_TILES
          case MIN_ARITHMETIC -> OpCases.TINY.only("MatMul aᵀ bᵀ, + bias -> sigmoid");
        };
    Verification verification =
        !IS_RUSTICL || way == Way.LOCAL_TILES
            ? Verification.run(
                ops, () -> way.open(way.options()), cases, way.networks(), finding -> {})
            : Verification.ofOps(ops, cases, finding -> {});
    Files.writeString(
        Path.of(System.getProperty("incline.build", "target"), "opencl-implementations.txt"),
        "%s, %s: %d cases, %s%n"
            .formatted(
                DEVICE.title(),
                way.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                verification.cases(),
                verification.verdict()),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    assertThat(verification.verdict())
        .as("%s", verification.findings().stream().filter(Finding::isWrong).toList())
        .isIn(
            DEVICE.deviations().isEmpty()
                ? List.of(Verdict.BIT_EQUAL)
                : List.of(Verdict.BIT_EQUAL, Verdict.WITHIN_BOUNDS));
  }

  /** A pixel at a time, two, and four. */
  @ParameterizedTest
  @CsvSource({"9, 9", "16, 10", "9, 12"})
  void aProductInTilesReadsImages(int batch, int features) {
    assertThat(ImagesInTiles.launches(DEVICE, batch, features))
        .containsExactly("matmul_local over images", "matmul_gradient");
    try (Backend ours = Way.ROWS.open(ImagesInTiles.OPTIONS)) {
      assertThat(ImagesInTiles.wrong(ours, batch, features)).isEmpty();
    }
  }
}
