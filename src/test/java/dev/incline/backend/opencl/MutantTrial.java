package dev.incline.backend.opencl;

import dev.incline.backend.opencl.EveryImplementation.Way;
import dev.incline.backend.opencl.OpenClOptions.Input;
import dev.incline.verify.Finding;
import dev.incline.verify.OpCases;
import dev.incline.verify.Verification;
import dev.incline.verify.Verification.NetworkSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Whether verification tells a set of kernels from plain Java: stops at the first difference. Under
 * Oclgrind whatever that reports is a difference too.
 */
final class MutantTrial {
  /** Several words of pixels per image and several blocks of images per batch. */
  private static final NetworkSize BLOCKS = new NetworkSize(150, 18, 70, 1);

  /** Rows of more columns than one work-item takes. */
  private static final NetworkSize COLUMNS = new NetworkSize(70, 300, 5, 1);

  /** A block of images and one more, where each instruction is simulated. */
  private static final NetworkSize SIMULATED_BLOCKS = new NetworkSize(70, 18, 65, 1);

  /** Rows longer than the padding behind a buffer. */
  private static final NetworkSize SIMULATED_COLUMNS = new NetworkSize(20, 270, 3, 1);

  private static final OpCases CASES = OpCases.TINY.sweep(OclgrindLog.isKept() ? 1 << 8 : 1 << 18);

  /** Ends a verification early. */
  private static final class Seen extends RuntimeException {
    Seen(String kind) {
      super(kind, null, false, false);
    }
  }

  private MutantTrial() {}

  private static void stop(Finding finding) {
    if (!finding.isBitEqual()) {
      throw new Seen(finding.kind());
    }
  }

  /**
   * What the kernels that depend on this file compute differently; empty where nothing is.
   *
   * @throws ClException when one does not compile
   */
  static String difference(String file, String text) throws IOException {
    OclgrindLog.take();
    Path folder = Files.createDirectories(Path.of("target", "mutant"));
    try {
      difference(file, EditedKernels.with(folder, file, text));
      if (file.equals("elementary.clh")) {
        for (int ulp : new int[] {-3, 3}) {
          KernelSources imprecise =
              EditedKernels.with(folder, file, EditedKernels.dividing(text, ulp));
          for (String kind : List.of("SoftmaxCrossEntropy, gradient", "-> sigmoid")) {
            ops(imprecise, Way.CORRECTED_DIVISION, kind);
          }
        }
      }
      return "";
    } catch (Seen seen) {
      return seen.getMessage();
    }
  }

  private static void difference(String file, KernelSources kernels) {
    switch (file) {
      case "gather_rows.cl" -> ops(kernels, "GatherRows");
      case "column_sums.cl" -> ops(kernels, "ColumnSums");
      case "softmax_cross_entropy.cl", "elementary.clh" -> ops(kernels, "SoftmaxCrossEntropy");
      case "matmul_register.cl", "matmul_local.cl", "epilogue.clh", "store.clh" -> {
        ops(kernels, "MatMul a bᵀ, + bias -> sigmoid", "MatMul aᵀ b, added to c");
        ops(kernels, "ColumnSums", "MatMul");
      }
      case "occupancy.cl" -> {
        for (int features : new int[] {1, 9, 63, 64, 65, 128, 150}) {
          if (!OccupancyTest.isRight(kernels, features)) {
            throw new Seen("occupancy");
          }
        }
      }
      default -> {}
    }
    if (file.equals("elementary.clh")) {
      ops(kernels, "-> sigmoid");
    }
    if (file.contains("sparse") || file.equals("occupancy.cl")) {
      OpenClOptions sparse = Way.LOCAL_TILES.options().withInput(Input.SPARSE);
      steps(kernels, Way.SPARSE_INPUT, Way.SPARSE_INPUT.options(), BLOCKS);
      steps(kernels, Way.SPARSE_INPUT, Way.SPARSE_INPUT.options(), COLUMNS);
      steps(kernels, Way.LOCAL_TILES, sparse, BLOCKS);
    } else {
      steps(kernels, Way.REGISTER_TILES, Way.REGISTER_TILES.options(), BLOCKS);
      steps(kernels, Way.LOCAL_TILES, Way.LOCAL_TILES.options(), BLOCKS);
    }
  }

  private static void ops(KernelSources kernels, String... kinds) {
    for (String kind : kinds) {
      for (Way way : List.of(Way.REGISTER_TILES, Way.CORRECTED_DIVISION, Way.LOCAL_TILES)) {
        if (way != Way.CORRECTED_DIVISION || !kind.startsWith("MatMul")) {
          ops(kernels, way, kind);
        }
      }
    }
  }

  private static void ops(KernelSources kernels, Way way, String kind) {
    Verification.ofOps(
        () -> way.open(way.options().withKernels(kernels).withoutSpecialising()),
        CASES.only(kind),
        MutantTrial::stop);
    reported();
  }

  private static void steps(
      KernelSources kernels, Way way, OpenClOptions options, NetworkSize size) {
    NetworkSize simulated = size == COLUMNS ? SIMULATED_COLUMNS : SIMULATED_BLOCKS;
    if (options.input() == Input.DENSE) {
      simulated = NetworkSize.TINY;
    }
    Verification.ofSteps(
        () -> way.open(options.withKernels(kernels)),
        OclgrindLog.isKept() ? simulated : size,
        MutantTrial::stop);
    reported();
  }

  private static void reported() {
    String reports = OclgrindLog.take();
    if (!reports.isEmpty()) {
      throw new Seen(reports.lines().filter(line -> !line.isBlank()).findFirst().orElse("?"));
    }
  }
}
