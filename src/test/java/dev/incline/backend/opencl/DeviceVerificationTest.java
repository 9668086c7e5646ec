package dev.incline.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.backend.opencl.compile.KernelSources;
import dev.incline.backend.opencl.compile.Lowering;
import dev.incline.backend.opencl.compile.ProgramTexts;
import dev.incline.backend.opencl.coverage.KernelCoverage;
import dev.incline.backend.opencl.tiling.Tiling;
import dev.incline.model.Activation;
import dev.incline.model.Adam;
import dev.incline.model.ClassWeights;
import dev.incline.model.Momentum;
import dev.incline.model.Network;
import dev.incline.model.Optimizer;
import dev.incline.model.Recipe;
import dev.incline.plan.Plan;
import dev.incline.verify.Finding;
import dev.incline.verify.OpCases;
import dev.incline.verify.OpCases.Forms;
import dev.incline.verify.Verification;
import dev.incline.verify.Verification.NetworkSize;
import dev.incline.verify.Verification.TrainingRows;
import dev.incline.verify.Verification.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every device present, under each family of tiles: the same bits as plain Java. */
@Tag("slow")
class DeviceVerificationTest {
  private static final String ELEMENTARY = "elementary.clh";
  private static final NetworkSize WIDE = new NetworkSize(512, 512, 17, 2, 2, true);

  /**
   * In the device's own family all epilogues with all orders of the operands; in both what the
   * quick verification runs, which compiles a part of the kernels of the full one, and of each file
   * the same lines.
   */
  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("dev.incline.backend.opencl.TestDevices#withFamilies")
  void computesTheBitsOfPlainJava(ClDevice device, Tiling.Family family, @TempDir Path folder) {
    OpenClOptions options = options(device, family);
    if (family == Tiling.Family.of(device)) {
      ofOps(device, options.withoutOptimising(), OpCases.MANY.of(Forms.PAIRS));
    }
    List<KernelCoverage.Build> quick = ofOps(device, options, quick(device, family));
    List<KernelCoverage.Build> full = notBuilt(device, options, OpCases.FULL);
    assertThat(quick.size()).isLessThan(full.size() / 2);
    OpenClBackend backend = new OpenClBackend(device, options);
    assertGood(
        device, Verification.ofSteps(() -> backend, steps(device, family), "", finding -> {}));
    full.addAll(backend.programs());
    quick.addAll(backend.programs());
    KernelSources edited = EditedKernels.everyLine(folder);
    List<KernelCoverage.Edit> reached = KernelCoverage.of(device, edited, quick).edits();
    assertThat(reached).isEqualTo(KernelCoverage.of(device, edited, full).edits());
    assertThat(reached)
        .filteredOn(edit -> edit.file().equals("softmax_cross_entropy.cl"))
        .singleElement()
        .satisfies(edit -> assertThat(edit.neverCompiled()).hasSize(6)); // defaults of its defines
  }

  /** A family that the device does not get is slow there: one tile of each length, and a column. */
  private static OpCases quick(ClDevice device, Tiling.Family family) {
    OpCases quick = OpCases.QUICK;
    int[] upToOneTile = Arrays.stream(quick.sizes()).filter(size -> size <= 65).toArray();
    return family == Tiling.Family.of(device)
        ? quick
        : new OpCases(upToOneTile, quick.pairs(), quick.sweep(), "", quick.forms());
  }

  /** There 512 rows are scored, not 10,240. */
  private static NetworkSize steps(ClDevice device, Tiling.Family family) {
    NetworkSize q = NetworkSize.QUICK;
    return family == Tiling.Family.of(device)
        ? q
        : new NetworkSize(q.inputs(), q.hidden(), q.batch(), q.steps(), 8, q.thin());
  }

  /**
   * Where the tiles are those that the device gets, its kernels are optimised, as users have them.
   * OneHashTest optimises others, fewer of them, for building takes the time.
   */
  private static OpenClOptions options(ClDevice device, Tiling.Family family) {
    OpenClOptions tiled = OpenClOptions.STANDARD.withFamily(family);
    return family == Tiling.Family.of(device) ? tiled : tiled.withoutOptimising();
  }

  /** Returns what would be built. */
  private static List<KernelCoverage.Build> notBuilt(
      ClDevice device, OpenClOptions options, OpCases cases) {
    Lowering lowering = new Lowering(options.withoutSpecialising().policy(device));
    return cases.ops().stream()
        .flatMap(op -> lowering.of(Plan.of(op), images -> false).stream())
        .map(launch -> ProgramTexts.of(launch, KernelSources.BUILT_IN, device))
        .map(text -> new KernelCoverage.Build(text.options(), text.source()))
        .distinct()
        .collect(Collectors.toCollection(ArrayList::new));
  }

  /** Returns what was built. */
  private static List<KernelCoverage.Build> ofOps(
      ClDevice device, OpenClOptions options, OpCases cases) {
    OpenClBackend backend = new OpenClBackend(device, options.withoutSpecialising());
    List<Finding> heard = new ArrayList<>();
    Verification verification = Verification.ofOps(() -> backend, cases, heard::add);
    assertThat(heard).isEqualTo(verification.findings());
    assertGood(device, verification);
    return new ArrayList<>(backend.programs());
  }

  private static void assertGood(ClDevice device, Verification verification) {
    assertThat(verification.verdict())
        .as("%s", verification.findings().stream().filter(f -> !f.isBitEqual()).toList())
        .isIn(allowed(device));
  }

  /**
   * So wide that a CPU device's rows have gaps behind them; images as floats, and zeros skipped.
   */
  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("dev.incline.backend.opencl.TestDevices#withFamilies")
  void rowsWithGapsHoldTheSameBits(ClDevice device, Tiling.Family family) {
    for (OpenClOptions.Input input : OpenClOptions.Input.values()) {
      OpenClOptions options =
          OpenClOptions.STANDARD
              .withTiles((d, shape) -> Tiling.standard(family, d, shape))
              .withInput(input)
              .withoutOptimising(); // the addresses are the same
      Verification verification =
          Verification.ofSteps(() -> new OpenClBackend(device, options), WIDE, "", finding -> {});
      assertThat(verification.verdict())
          .as("%s: %s", input, verification.findings())
          .isIn(allowed(device));
    }
  }

  /**
   * Optimizers with a state and numbers of each step, beside dropout and class weights; rows with
   * gaps, and a shorter last batch. Each update is built optimised by the quick verification.
   */
  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("dev.incline.backend.opencl.TestDevices#withFamilies")
  void everyOptimizerHasTheSameBits(ClDevice device, Tiling.Family family) {
    Network network = Network.mlp(30, List.of(512), 10, Activation.RELU);
    TrainingRows images = new TrainingRows(17, 9, 20, List.of(), false);
    TrainingRows numbers = new TrainingRows(17, 9, 20, List.of(), true);
    Map<Optimizer, Boolean> all =
        Map.of(
            new Momentum(0.1, 1e-3, 0.9, false), false,
            new Momentum(0.1, 1e-3, 0.9, true), true,
            new Adam(0.01, 1e-3, 0.9, 0.999, 1e-8, false), true,
            new Adam(0.01, 1e-3, 0.9, 0.999, 1e-8, true), false);
    for (Optimizer optimizer : all.keySet()) {
      boolean persistent = all.get(optimizer);
      OpenClOptions tiled = OpenClOptions.STANDARD.withFamily(family).withoutOptimising();
      OpenClOptions options = persistent ? tiled : tiled.withoutPersistence();
      Verification verification =
          Verification.ofTraining(
              () -> new OpenClBackend(device, options),
              network,
              persistent ? images : numbers,
              Recipe.of(optimizer).with(ClassWeights.BALANCED).dropping(List.of(0.3)),
              finding -> {});
      assertThat(verification.verdict())
          .as("%s: %s", optimizer, verification.findings())
          .isIn(allowed(device));
    }
  }

  /** OpenCL lets a division be 2.5 ulp off where it is not asked to be rounded correctly. */
  @ParameterizedTest
  @ValueSource(ints = {-3, -1, 0, 1, 3})
  void aDivisionThatIsOffIsCorrected(int ulp, @TempDir Path folder) {
    String text = EditedKernels.dividing(EditedKernels.read(ELEMENTARY), ulp);
    assertThat(text).isNotEqualTo(EditedKernels.read(ELEMENTARY));
    EveryImplementation.Way way = EveryImplementation.Way.MIN_ARITHMETIC;
    OpenClOptions options =
        way.options()
            .withoutSpecialising()
            .withoutOptimising()
            .withKernels(EditedKernels.with(folder, ELEMENTARY, text));
    List<String> kinds =
        List.of(
            "MatMul a b, + bias -> sigmoid",
            "MatMul a b, + bias -> tanh",
            "SoftmaxCrossEntropy, gradient");
    for (String kind : kinds) {
      Verification verification =
          Verification.ofOps(
              () -> way.open(options), OpCases.TINY.sweep(1 << 18).only(kind), finding -> {});
      assertThat(verification.verdict()).as(kind).isEqualTo(Verdict.BIT_EQUAL);
    }
  }

  /** A root may be 3 ulp off there. */
  @ParameterizedTest
  @ValueSource(ints = {-3, -1, 1, 3})
  void aRootThatIsOffIsCorrected(int ulp, @TempDir Path folder) {
    assertThat(ofRoots(EditedKernels.rooting(EditedKernels.read(ELEMENTARY), ulp), folder))
        .isEqualTo(Verdict.BIT_EQUAL);
  }

  /** The correction is what makes it so: each of its parts. */
  @ParameterizedTest
  @CsvSource({
    "2, false, '', ''",
    "-1, false, 'fma(-above, r, a) > (T)(0.0f)', 'r > (T)(INFINITY)'",
    "1, false, 'fma(-below, r, a) <= (T)(0.0f)', 'r > (T)(INFINITY)'",
    "2, true, 'x < (T)(0x1p-50f)', 'x < (T)(0.0f)'"
  })
  void aRootThatIsHalfCorrectedIsCaught(
      int ulp, boolean newton, String part, String other, @TempDir Path folder) {
    String step = "r = fma(fma(-r, r, a), (T)(0.5f) / r, r);";
    String text = EditedKernels.rooting(EditedKernels.read(ELEMENTARY), ulp);
    assertThat(text).contains(part).contains(step);
    String less = newton ? text : text.replace(step, "");
    assertThat(ofRoots(less.replace(part, other), folder)).isNotEqualTo(Verdict.BIT_EQUAL);
  }

  private static Verdict ofRoots(String elementary, Path folder) {
    assertThat(elementary).isNotEqualTo(EditedKernels.read(ELEMENTARY));
    EveryImplementation.Way way = EveryImplementation.Way.MIN_ARITHMETIC;
    OpenClOptions options =
        way.options()
            .withoutSpecialising()
            .withoutOptimising()
            .withKernels(EditedKernels.with(folder, ELEMENTARY, elementary));
    return Verification.ofOps(
            () -> way.open(options),
            OpCases.TINY.sweep(1 << 18).only("AdamUpdate, all exponents"),
            finding -> {})
        .verdict();
  }

  /** A device that deviates need not show it. */
  private static List<Verdict> allowed(ClDevice device) {
    return device.deviations().isEmpty()
        ? List.of(Verdict.BIT_EQUAL)
        : List.of(Verdict.BIT_EQUAL, Verdict.WITHIN_BOUNDS);
  }
}
