package dev.incline.backend.opencl;

import dev.incline.backend.Backend;
import dev.incline.backend.opencl.EveryImplementation.Way;
import dev.incline.backend.opencl.OpenClOptions.Input;
import dev.incline.backend.opencl.compile.KernelSources;
import dev.incline.backend.opencl.compile.OccupiedColumnsTest;
import dev.incline.backend.opencl.tiling.BlockedTiling;
import dev.incline.backend.opencl.tiling.LocalTiling;
import dev.incline.backend.opencl.tiling.Tiling;
import dev.incline.model.Activation;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.verify.Finding;
import dev.incline.verify.OpCases;
import dev.incline.verify.OpCases.Forms;
import dev.incline.verify.Verification;
import dev.incline.verify.Verification.NetworkSize;
import dev.incline.verify.Verification.TrainingRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Whether verification tells a set of kernels from plain Java: stops at the first difference. Under
 * Oclgrind whatever that reports is a difference too.
 */
final class MutantTrial {
  /** Several words of pixels per image and several parts of the batch, each of several blocks. */
  private static final NetworkSize BLOCKS = new NetworkSize(1000, 18, 582, 1);

  /** Rows of more columns than one work-item takes. */
  private static final NetworkSize COLUMNS = new NetworkSize(70, 300, 5, 1);

  /**
   * Images that are whole words of pixels, with nothing behind, and so many weights that several
   * rows share what the cache holds of them.
   */
  private static final NetworkSize WORDS = new NetworkSize(512, 300, 17, 1);

  /** A block of images and one more, where each instruction is simulated. */
  private static final NetworkSize SIMULATED_BLOCKS = new NetworkSize(70, 18, 65, 1);

  /** Rows longer than the padding behind a buffer. */
  private static final NetworkSize SIMULATED_COLUMNS = new NetworkSize(20, 270, 3, 1);

  /** Whole words, and rows of weights longer than that padding. */
  private static final NetworkSize SIMULATED_WORDS = new NetworkSize(64, 270, 3, 1);

  private static final List<Way> BOTH = List.of(Way.REGISTER_TILES, Way.LOCAL_TILES);

  /** Each operand as it is and transposed; all that an epilogue reads. */
  private static final String[] PRODUCTS = {
    "MatMul a bᵀ, + bias -> sigmoid", "MatMul aᵀ b, added to c", "MatMul a bᵀ, x relu'"
  };

  /**
   * Vectors of each width; more than one to a work-item and fewer than work-items, in number they
   * divide, do not, and miss by one; one buffer and two.
   */
  private static final List<Tiling> LOCAL_TILES =
      List.of(
          new LocalTiling(8, 16, 6, 4, 2, 2, 2, 2),
          new LocalTiling(16, 16, 8, 4, 8, 4, 4, 1),
          new LocalTiling(4, 12, 3, 1, 1, 1, 1, 1),
          new LocalTiling(1, 5, 6, 1, 1, 1, 1, 1),
          new LocalTiling(5, 1, 6, 1, 1, 1, 1, 1),
          new LocalTiling(16, 16, 8, 1, 2, 1, 1, 1).withLanesX(4));

  /** Around a vector's length, and at it. */
  private static final OpCases CASES =
      new OpCases(
          new int[] {1, 2, 7, 16, 17, 33},
          5,
          OclgrindLog.isKept() ? 1 << 8 : 1 << 18,
          "",
          Forms.ALL);

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
          ops(
              imprecise,
              List.of(Way.MIN_ARITHMETIC),
              "SoftmaxCrossEntropy, gradient",
              "-> sigmoid");
          ops(
              EditedKernels.with(folder, file, EditedKernels.rooting(text, ulp)),
              List.of(Way.MIN_ARITHMETIC),
              "AdamUpdate, all exponents");
        }
      }
      return "";
    } catch (Seen seen) {
      return seen.getMessage();
    }
  }

  private static void difference(String file, KernelSources kernels) {
    switch (file) {
      case "gather_rows.cl", "pixel.clh" -> ops(kernels, BOTH, "Gather");
      case "column_sums.cl" -> ops(kernels, BOTH, "ColumnSums");
      case "update.cl", "update.clh" ->
          ops(kernels, BOTH, "SgdUpdate", "MomentumUpdate", "AdamUpdate");
      case "dropout_mask.cl", "philox.clh" -> ops(kernels, BOTH, "DropoutMask");
      case "multiply.cl" -> ops(kernels, BOTH, "Multiply");
      case "add.cl" -> ops(kernels, BOTH, "Add");
      case "softmax_cross_entropy.cl" -> {
        ops(kernels, BOTH, "SoftmaxCrossEntropy");
        ops(kernels, List.of(Way.MIN_ARITHMETIC), "SoftmaxCrossEntropy");
      }
      case "elementary.clh" -> {
        ops(kernels, BOTH, "SoftmaxCrossEntropy", "-> sigmoid", "AdamUpdate");
        ops(
            kernels,
            List.of(Way.MIN_ARITHMETIC),
            "SoftmaxCrossEntropy",
            "-> sigmoid",
            "AdamUpdate");
      }
      case "activations.clh" -> {
        ops(kernels, BOTH, "-> sigmoid", "-> tanh", "x relu'", "x sigmoid'", "x tanh'", "-> relu");
        ops(kernels, List.of(Way.MIN_ARITHMETIC), "-> sigmoid", "-> tanh");
      }
      case "matmul_register.cl", "transpose.clh" ->
          ops(kernels, List.of(Way.REGISTER_TILES), PRODUCTS);
      case "epilogue.clh" -> {
        ops(kernels, BOTH, PRODUCTS);
        ops(kernels, BOTH, "MatMul");
      }
      case "store.clh" -> {
        ops(kernels, List.of(Way.REGISTER_TILES), "ColumnSums");
        ops(kernels, List.of(Way.REGISTER_TILES), PRODUCTS);
      }
      case "matmul_blocked.cl" -> {
        OpCases cases = new OpCases(new int[] {2, 33, 64, 81}, 16, 1 << 8, "", Forms.ALL);
        for (int blockK : new int[] {48, 64}) { // a part of a mask, and all of it
          Tiling deep = new BlockedTiling(3, 2, 2, 20, blockK);
          OpenClOptions options = Way.BLOCKED_TILES.options().withTiles((d, shape) -> deep);
          for (String kind : PRODUCTS) {
            ops(kernels, Way.BLOCKED_TILES, options, cases.only(kind));
          }
        }
      }
      case "matmul_local.cl", "pieces.clh" -> {
        images(kernels);
        for (Tiling tiles : LOCAL_TILES) {
          for (String kind : PRODUCTS) {
            OpenClOptions options = Way.LOCAL_TILES.options().withTiles((d, shape) -> tiles);
            ops(kernels, Way.LOCAL_TILES, options, CASES.only(kind));
          }
        }
      }
      case "occupied_columns.cl" -> {
        for (int features : new int[] {1, 63, 64, 65}) {
          for (int batch : new int[] {1, 9, 33}) {
            if (!OccupiedColumnsTest.isRight(kernels, features, batch)) {
              throw new Seen("occupied columns");
            }
          }
        }
      }
      case "matmul_sparse.cl",
          "matmul_sparse_transposed.cl",
          "sparse_rows.clh",
          "matmul_gradient.cl",
          "row_pixels.cl",
          "instance.clh" -> {} // steps show it
      case "row_load.cl", "row_multiply.cl" -> rows(kernels, "Multiply");
      case "row_mask.cl" -> rows(kernels, "DropoutMask");
      case "row_loss.cl" -> rows(kernels, "SoftmaxCrossEntropy");
      case "row_product.cl" -> rows(kernels, "MatMul a b, + bias", "MatMul a bᵀ, x relu'");
      default -> throw new IllegalArgumentException("no cases for " + file);
    }
    if (List.of("add.cl", "dropout_mask.cl", "multiply.cl", "update.cl").contains(file)) {
      return; // a step's tiles are those of the op alone
    }
    if (file.contains("sparse") || file.equals("occupied_columns.cl")) {
      OpenClOptions sparse = Way.LOCAL_TILES.options().withInput(Input.SPARSE);
      steps(kernels, Way.SPARSE_INPUT, Way.SPARSE_INPUT.options(), BLOCKS);
      steps(kernels, Way.SPARSE_INPUT, Way.SPARSE_INPUT.options(), COLUMNS);
      steps(kernels, Way.SPARSE_INPUT, Way.SPARSE_INPUT.options(), WORDS);
      steps(kernels, Way.LOCAL_TILES, sparse, BLOCKS);
      steps(kernels, Way.LOCAL_TILES, sparse, COLUMNS);
    } else if (file.startsWith("row_") || file.equals("matmul_gradient.cl")) {
      steps(kernels, Way.ROWS, Way.ROWS.options(), EveryImplementation.NETWORKS);
      if (!OclgrindLog.isKept()) {
        wideRows(kernels);
      }
      OpenClOptions floats = Way.ROWS.options().withInput(Input.DENSE);
      steps(kernels, Way.ROWS, floats, EveryImplementation.NETWORKS);
    } else {
      boolean local = file.equals("matmul_local.cl") || file.equals("pieces.clh");
      for (Way way : local ? List.of(Way.LOCAL_TILES) : BOTH) {
        steps(kernels, way, way.options(), BLOCKS);
      }
    }
  }

  /** A pixel at a time, two, and four. */
  private static void images(KernelSources kernels) {
    OpenClOptions options = ImagesInTiles.OPTIONS.withKernels(kernels);
    for (int features : new int[] {9, 10, 12}) {
      try (Backend backend = Way.ROWS.open(options)) {
        if (!ImagesInTiles.wrong(backend, 9, features).isEmpty()) {
          throw new Seen("images in tiles");
        }
      }
    }
  }

  private static void ops(KernelSources kernels, List<Way> ways, String... kinds) {
    for (String kind : kinds) {
      for (Way way : ways) {
        ops(kernels, way, way.options(), CASES.only(kind));
      }
    }
  }

  /** Ops of a row: a plan of its own each. */
  private static void rows(KernelSources kernels, String... kinds) {
    for (String kind : kinds) {
      Verification.ofOps(
          () -> Way.ROWS.open(Way.ROWS.options().withKernels(kernels)),
          OpCases.TINY.only(kind),
          MutantTrial::stop);
      reported();
    }
  }

  /** Rows of whole vectors that a work-group takes in several turns, and masks of them. */
  private static void wideRows(KernelSources kernels) {
    Verification.ofTraining(
        () -> Way.ROWS.open(Way.ROWS.options().withKernels(kernels)),
        Network.mlp(300, List.of(1156), 10, Activation.TANH),
        new TrainingRows(3, 0, 3, List.of(3), false),
        Recipe.STANDARD.dropping(List.of(0.2)),
        MutantTrial::stop);
    reported();
  }

  private static void ops(KernelSources kernels, Way way, OpenClOptions options, OpCases cases) {
    Verification.ofOps(
        () -> way.open(options.withKernels(kernels).withoutSpecialising()),
        cases,
        MutantTrial::stop);
    reported();
  }

  private static void steps(
      KernelSources kernels, Way way, OpenClOptions options, NetworkSize size) {
    NetworkSize simulated =
        size == COLUMNS ? SIMULATED_COLUMNS : size == WORDS ? SIMULATED_WORDS : SIMULATED_BLOCKS;
    if (options.input() == Input.DENSE) {
      simulated = EveryImplementation.NETWORKS;
    }
    Verification.ofSteps(
        () -> way.open(options.withKernels(kernels)),
        OclgrindLog.isKept() ? simulated : size,
        "",
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
