package dev.incline.backend.opencl;

import dev.incline.backend.opencl.EveryImplementation.Way;
import dev.incline.verify.Finding;
import dev.incline.verify.OpCases;
import dev.incline.verify.Verification;
import dev.incline.verify.Verification.NetworkSize;
import java.util.List;

/** Whether verification tells a set of kernels from plain Java: stops at the first difference. */
final class MutantTrial {
  /** Several words of pixels per image and several blocks of images per batch. */
  private static final NetworkSize BLOCKS = new NetworkSize(150, 18, 70, 1);

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
  static String difference(String file, KernelSources kernels) {
    try {
      switch (file) {
        case "gather_rows.cl" -> ops(kernels, "GatherRows");
        case "column_sums.cl" -> ops(kernels, "ColumnSums");
        case "softmax_cross_entropy.cl" -> ops(kernels, "SoftmaxCrossEntropy");
        case "elementary.clh" -> {
          ops(kernels, "SoftmaxCrossEntropy", "-> sigmoid");
        }
        case "matmul_register.cl", "matmul_local.cl", "epilogue.clh", "store.clh" -> {
          ops(kernels, "MatMul a bᵀ, + bias -> sigmoid", "MatMul aᵀ b, added to c");
          ops(kernels, "ColumnSums", "MatMul");
        }
        case "gather_sparse.cl",
            "matmul_sparse.cl",
            "matmul_sparse_transposed.cl",
            "occupancy.cl",
            "sparse_rows.clh" ->
            Verification.ofSteps(
                () -> Way.SPARSE_INPUT.open(options(Way.SPARSE_INPUT, kernels)),
                BLOCKS,
                MutantTrial::stop);
        default -> throw new IllegalArgumentException("no trial for " + file);
      }
      return "";
    } catch (Seen seen) {
      return seen.getMessage();
    }
  }

  private static void ops(KernelSources kernels, String... kinds) {
    for (String kind : kinds) {
      for (Way way : List.of(Way.REGISTER_TILES, Way.CORRECTED_DIVISION, Way.LOCAL_TILES)) {
        if (way != Way.CORRECTED_DIVISION || !kind.startsWith("MatMul")) {
          OpCases cases = OpCases.TINY.only(kind);
          Verification.ofOps(
              () -> way.open(options(way, kernels).withoutSpecialising()),
              cases,
              MutantTrial::stop);
        }
      }
    }
  }

  private static OpenClOptions options(Way way, KernelSources kernels) {
    return way.options().withKernels(kernels);
  }
}
