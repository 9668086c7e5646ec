package dev.incline.backend.opencl.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.backend.opencl.tiling.ProductShape;
import dev.incline.backend.opencl.tiling.RegisterTiling;
import dev.incline.backend.opencl.tiling.Tiles;
import dev.incline.backend.opencl.tiling.Tiling;
import dev.incline.model.Activation;
import dev.incline.model.Adam;
import dev.incline.model.Momentum;
import dev.incline.model.Network;
import dev.incline.model.Optimizer;
import dev.incline.model.Recipe;
import dev.incline.model.Sgd;
import dev.incline.plan.Plan;
import dev.incline.plan.Planner;
import dev.incline.plan.Slot;
import dev.incline.plan.Source;
import dev.incline.testing.GoldenFile;
import dev.incline.testing.UnrealDevices;
import dev.incline.wording.Phrase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The launches of plans, and the source that is generated for them, as listings: see {@link
 * GoldenFile}. No device is needed.
 */
class LoweringTest {
  private static final Network SOFTMAX = Network.softmaxRegression(784, 10, true);
  private static final Network MLP = Network.mlp(784, List.of(128), 10, Activation.SIGMOID);
  private static final Network DEEP = Network.mlp(784, List.of(256, 128), 10, Activation.RELU);
  private static final Network WIDE = Network.mlp(784, List.of(1024), 10, Activation.RELU);

  private static final Network TWO_WIDE = Network.mlp(784, List.of(512, 512), 10, Activation.RELU);

  private static final ClDevice CPU = UnrealDevices.cpu(2, 16);
  private static final Slot<float[]> ROWS_OF_1024 = Slot.floats("wide", 3, 1024);

  /** Plans and what they are compiled for. */
  enum Case {
    SOFTMAX_REGRESSION(step(SOFTMAX, 64), cpu(CPU), true),
    MLP_STEP(step(MLP, 64), cpu(CPU), true),
    MLP_OF_FLOATS(step(MLP, 64), cpu(CPU), false),
    TAIL_BATCH(step(MLP, 23), cpu(CPU), true),
    EVALUATION(Planner.evaluation(SOFTMAX, source(), 512), cpu(CPU), true),
    TWO_HIDDEN_LAYERS(step(DEEP, 64), cpu(CPU), true),
    WIDE_LAYER_NARROW_REGISTERS(step(WIDE, 64), cpu(UnrealDevices.cpu(8, 8)), true),
    TWO_WIDE_LAYERS(step(TWO_WIDE, 64), cpu(CPU), true),
    ODD_TILES(step(MLP, 64), new CpuDevice(CPU, LoweringTest::odd, true, true), false),
    LAUNCH_BY_LAUNCH(step(MLP, 64), new CpuDevice(CPU, standard(CPU), true, false), true),
    ALL_SHAPES(step(MLP, 64), new CpuDevice(CPU, standard(CPU).forAllShapes(), false, true), false),
    NESTEROV_STEP(step(MLP, new Momentum(0.125, 0.25, 0.5, true)), cpu(CPU), true),
    ADAM_ON_A_GPU(
        step(MLP, new Adam(0.125, 0.25, 0.5, 0.75, 0.125, false)),
        gpu(UnrealDevices.gpu(132)),
        false),
    GPU(step(MLP, 64), gpu(UnrealDevices.gpu(132)), false),
    GPU_EVALUATION(Planner.evaluation(SOFTMAX, source(), 512), gpu(UnrealDevices.gpu(16)), false);

    private final List<Launch> launches;

    Case(Plan plan, LaunchPolicy policy, boolean isSparse) {
      this.launches = new Lowering(policy).of(plan, images -> isSparse);
    }

    String file() {
      return "backend/opencl/" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private static Source source() {
    return Source.of("training", 1000, 784, 1000);
  }

  private static Plan step(Network network, int batch) {
    return Planner.trainingStep(network, source(), batch, Recipe.of(new Sgd(0.125, 0.25)));
  }

  private static Plan step(Network network, Optimizer optimizer) {
    return Planner.trainingStep(network, source(), 64, Recipe.of(optimizer));
  }

  private static Tiles standard(ClDevice device) {
    return (d, shape) -> Tiling.standard(Tiling.Family.of(device), d, shape);
  }

  /** Blocks whose rows do not divide each other. */
  private static Tiling odd(ClDevice device, ProductShape shape) {
    return shape.n() < 16 ? new RegisterTiling(2, 1) : new RegisterTiling(3, 2);
  }

  private static LaunchPolicy cpu(ClDevice device) {
    return new CpuDevice(device, standard(device), true, true);
  }

  private static LaunchPolicy gpu(ClDevice device) {
    return new GpuDevice(device, standard(device), true, LaunchChoice.Form.OPS, true);
  }

  @ParameterizedTest
  @EnumSource
  void callsAreCutIntoStages(Case one) throws IOException {
    String listing =
        one.launches.stream().map(LoweringTest::listing).collect(Collectors.joining("\n"));
    GoldenFile.compare(one.file() + ".launches.txt", listing);
  }

  private static String listing(Launch launch) {
    if (launch instanceof KernelCall call) {
      return "launch alone\n"
          + line(call)
          + "    items %s, groups %s%n"
              .formatted(Arrays.toString(call.items()), Arrays.toString(call.groups()));
    }
    Fusion fusion = (Fusion) launch;
    return (fusion.hasWorkers() ? "launch of workers\n" : "launch of a stage\n")
        + fusion.stages().stream().map(LoweringTest::listing).collect(Collectors.joining());
  }

  private static String listing(Stage stage) {
    String kind =
        stage.rowsPerTile() > 0
            ? "%d rows of the batch each".formatted(stage.rowsPerTile())
            : "side by side";
    return "  stage of %d tiles, %s%n".formatted(stage.tiles(), kind)
        + stage.calls().stream().map(LoweringTest::line).collect(Collectors.joining());
  }

  private static String line(KernelCall call) {
    String tiles = " in %d x %d tiles".formatted(call.columns(), call.rows());
    String rows = " of %d rows of the batch".formatted(call.rowsPerTile());
    return "    %s%s%n      %s%n      %s%n"
        .formatted(
            call.name(),
            (call.isFusible() ? tiles : "") + (call.rowsPerTile() > 0 ? rows : ""),
            call.defines()
                .asText()
                .replace("#define ", "")
                .replaceAll("(\\w+) (\\d+)\n", "$1=$2 ")
                .strip(),
            call.arguments().stream().map(LoweringTest::word).collect(Collectors.joining(", ")));
  }

  private static String word(Argument argument) {
    if (argument instanceof Argument.Memory memory) {
      return memory.slot().toString();
    }
    return argument instanceof Argument.Whole whole
        ? String.valueOf(whole.value())
        : argument instanceof Argument.Real real
            ? real.value() + "f"
            : argument instanceof Argument.Local local
                ? Phrase.of("%s, local [%d]", local.name(), local.floats())
                : "cursor";
  }

  /** The kernel files are stubs: what is generated between them is what counts. */
  @ParameterizedTest
  @EnumSource(names = {"SOFTMAX_REGRESSION", "MLP_STEP", "EVALUATION", "LAUNCH_BY_LAUNCH"})
  void theSourceOfAFusionIsGenerated(Case one, @TempDir Path folder) throws IOException {
    for (String file : KernelSources.FILES) {
      String defaults = "/* %s */\n#ifndef %s_DEFAULT\n#define %<s_DEFAULT 1\n#endif\n";
      String name = file.replaceAll("\\..*", "").toUpperCase(Locale.ROOT);
      Files.writeString(folder.resolve(file), defaults.formatted(file, name));
    }
    String sources =
        one.launches.stream()
            .flatMap(launch -> launch instanceof Fusion fusion ? Stream.of(fusion) : Stream.of())
            .map(fusion -> fusion.source(new KernelSources(folder)))
            .collect(Collectors.joining("\n"));
    GoldenFile.compare(one.file() + ".source.cl.txt", sources);
  }

  @Test
  void onlyTheRowsOfACpuAPowerOfTwoApartHaveGaps() {
    assertThat(cpu(CPU).pitch(ROWS_OF_1024)).isEqualTo(1040);
    assertThat(gpu(UnrealDevices.gpu(16)).pitch(ROWS_OF_1024)).isEqualTo(1024);
    assertThat(new CpuDevice(CPU, standard(CPU), false, true).pitch(ROWS_OF_1024)).isEqualTo(1024);
    assertThat(cpu(CPU).pitch(Slot.floats("odd", 3, 1000))).isEqualTo(1000);
    assertThat(cpu(CPU).pitch(Slot.bytes("images", 3, 1024))).isEqualTo(1024);
  }

  @Test
  void onlyACpuSkipsZerosAndOnlyOfSparseImages() {
    assertThat(cpu(CPU).skipsZeros(0.19)).isTrue();
    assertThat(cpu(CPU).skipsZeros(0.56)).isFalse();
    assertThat(gpu(UnrealDevices.gpu(16)).skipsZeros(0.19)).isFalse();
  }

  @Test
  void workersAreOnlyTakenWhereTheyKeepGoing() {
    ClDevice other = UnrealDevices.as(ClDevice.Type.OTHER, CPU);
    assertThat(new Lowering(cpu(CPU)).of(step(MLP, 64), images -> true)).hasSize(1);
    assertThat(new Lowering(cpu(other)).of(step(MLP, 64), images -> true)).hasSizeGreaterThan(1);
  }
}
