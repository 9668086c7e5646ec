package dev.incline.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.Backend;
import dev.incline.backend.cpu.CpuBackend;
import dev.incline.backend.opencl.OpenClOptions.Input;
import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.backend.opencl.compile.LaunchChoice.Form;
import dev.incline.backend.opencl.tiling.BlockedTiling;
import dev.incline.backend.opencl.tiling.LocalTiling;
import dev.incline.backend.opencl.tiling.RegisterTiling;
import dev.incline.backend.opencl.tiling.Tiling;
import dev.incline.data.DataSource;
import dev.incline.data.Dataset;
import dev.incline.data.IdxFolder;
import dev.incline.model.Activation;
import dev.incline.model.Initializer;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.model.Sgd;
import dev.incline.testing.TestTrainer;
import dev.incline.testing.UnrealDevices;
import dev.incline.train.TrainOptions;
import dev.incline.train.TrainResult;
import dev.incline.train.TrainingListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A training ends with the same bits whatever computes it: plain Java with any number of threads,
 * any device that conforms, any tiles, dense or sparse input, and each time again.
 */
@Tag("slow")
class OneHashTest {
  private static final Dataset TRAINING = mnist().training();

  /**
   * More than two batches of an evaluation; the last has as many rows as the validation, so that
   * they share kernels.
   */
  private static final Dataset TEST = mnist().test().first(2_140);

  private static final List<Network> NETWORKS =
      List.of(
          Network.softmaxRegression(784, 10, true),
          Network.mlp(784, List.of(32), 10, Activation.SIGMOID),
          Network.mlp(784, List.of(33, 17), List.of(Activation.RELU, Activation.TANH), 10));

  private static final Tiling ODD = new RegisterTiling(3, 2);
  private static final Tiling ODD_LOCAL = new LocalTiling(33, 6, 7, 3, 2, 1, 1, 1);

  /** At the ends of what is legal, and odd ones that divide no length of the networks. */
  private static final List<Tiling> TILES =
      List.of(
          new RegisterTiling(1, 1),
          ODD,
          new RegisterTiling(8, 2),
          new RegisterTiling(16, 1),
          new RegisterTiling(5, 4),
          new RegisterTiling(10, 1, true),
          new RegisterTiling(3, 2, true),
          new BlockedTiling(3, 2, 2, 6, 16),
          new BlockedTiling(8, 3, 2, 32, 64),
          Tiling.SMALLEST,
          new LocalTiling(16, 16, 16, 1, 1, 1, 1, 2),
          new LocalTiling(16, 32, 3, 4, 2, 1, 1, 1),
          ODD_LOCAL,
          new LocalTiling(12, 24, 6, 6, 2, 2, 1, 2),
          new LocalTiling(64, 64, 16, 4, 4, 4, 4, 1),
          new LocalTiling(32, 32, 16, 2, 2, 1, 1, 1).withLanesX(8).withUnroll(16));

  private static final Map<Network, TrainResult> REFERENCE = new HashMap<>();

  static Stream<Arguments> plainJava() {
    return NETWORKS.stream()
        .flatMap(net -> Stream.of(1, 2, 3).map(threads -> Arguments.of(net, threads)));
  }

  @ParameterizedTest(name = "{0}, {1} threads")
  @MethodSource("plainJava")
  void plainJavaWithAnyNumberOfThreads(Network network, int threads) {
    requireReferenceTwice(network, () -> new CpuBackend(threads));
  }

  static Stream<Arguments> devices() {
    List<ClDevice> conforming =
        TestDevices.all().stream().filter(d -> d.deviations().isEmpty()).toList();
    assertThat(conforming).as("devices that conform, of %s", TestDevices.all()).isNotEmpty();
    List<Arguments> all = new ArrayList<>();
    for (ClDevice device : conforming) {
      for (Network network : NETWORKS) {
        List<Tiling> odd =
            network.equals(NETWORKS.get(2)) ? List.of(ODD) : List.of(ODD, ODD_LOCAL); // deep
        for (Tiling tiles : network.equals(NETWORKS.get(1)) ? TILES : odd) {
          all.add(Arguments.of(network, tiles, Input.DENSE, device));
        }
        odd.forEach(tiles -> all.add(Arguments.of(network, tiles, Input.SPARSE, device)));
      }
    }
    return all.stream();
  }

  @ParameterizedTest(name = "{0}, {1}, {2} on {3}")
  @MethodSource("devices")
  void everyDeviceWithAnyTilesAndEitherInput(
      Network network, Tiling tiles, Input input, ClDevice device) {
    assertThat(tiles.isLegal(device)).isTrue();
    boolean local = tiles instanceof LocalTiling;
    OpenClOptions options =
        OpenClOptions.STANDARD
            .withTiles((d, shape) -> tiles)
            .withInput(input)
            .withLaunches(local ? Form.OPS : Form.AUTO);
    if (!local) {
      options = options.withoutOptimising(); // building takes the time; the tests below optimise
    }
    OpenClOptions chosen = options;
    ClDevice worked = local ? UnrealDevices.as(ClDevice.Type.GPU, device) : device;
    requireReferenceTwice(network, () -> new OpenClBackend(worked, chosen));
  }

  /** LaunchFormsTest has other networks, not optimised. */
  @Test
  void wholeRowsOfTheBatch() {
    OpenClOptions options = OpenClOptions.STANDARD.withLaunches(Form.ROWS);
    for (ClDevice device : TestDevices.all()) {
      requireReferenceTwice(NETWORKS.get(1), () -> new OpenClBackend(device, options));
    }
  }

  static Stream<Network> networks() {
    return NETWORKS.stream();
  }

  /** As AVX-512's and as AVX2's, whichever this machine has; those it has are optimised below. */
  @ParameterizedTest
  @MethodSource("networks")
  void registersOfAnyKind(Network network) {
    ClDevice device = TestDevices.all().get(0);
    OpenClOptions fast = OpenClOptions.STANDARD.withoutOptimising(); // to build
    for (int floats : new int[] {8, 16}) {
      ClDevice other = UnrealDevices.withVectorFloats(floats, device);
      requireReferenceTwice(network, () -> new OpenClBackend(other, fast));
    }
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("forms")
  void aLaunchForEachStageOrForManySteps(Network network, Input input) {
    OpenClOptions options = OpenClOptions.STANDARD.withInput(input);
    for (ClDevice device : TestDevices.all()) {
      requireReferenceTwice(network, () -> new OpenClBackend(device, options));
      OpenClOptions launches = options.withoutPersistence().withoutOptimising();
      requireReferenceTwice(network, () -> new OpenClBackend(device, launches));
    }
  }

  static Stream<Arguments> forms() {
    return NETWORKS.stream()
        .flatMap(net -> Stream.of(Input.DENSE, Input.SPARSE).map(in -> Arguments.of(net, in)));
  }

  @Test
  void theHashTellsTrainingsApart() {
    for (Network network : NETWORKS) {
      Supplier<Backend> open =
          () -> new OpenClBackend(TestDevices.all().get(0), OpenClOptions.STANDARD);
      String other = train(network, open, 43).finalSha256();
      assertThat(other).isNotEqualTo(reference(network).finalSha256());
      assertThat(other).isEqualTo(train(network, () -> new CpuBackend(1), 43).finalSha256());
    }
  }

  /** The weights, and what the host adds up from every sample's loss and prediction. */
  private static void requireReferenceTwice(Network network, Supplier<Backend> open) {
    TrainResult truth = reference(network);
    for (int run = 1; run <= 2; run++) {
      TrainResult ours = train(network, open, 42);
      assertThat(ours.finalSha256()).as("run %d", run).isEqualTo(truth.finalSha256());
      assertThat(ours.test()).isEqualTo(truth.test());
      for (int epoch = 0; epoch < 2; epoch++) {
        assertThat(ours.history().epochs().get(epoch))
            .usingRecursiveComparison()
            .ignoringFields("seconds", "samplesPerSecond")
            .isEqualTo(truth.history().epochs().get(epoch));
      }
    }
  }

  private static TrainResult reference(Network network) {
    return REFERENCE.computeIfAbsent(network, net -> train(net, () -> new CpuBackend(1), 42));
  }

  /** Two epochs of 9 batches, the last of them shorter. */
  private static TrainResult train(Network network, Supplier<Backend> open, long seed) {
    Initializer start =
        Initializer.parse(network.layers().size() == 1 ? "half-normal:0.01" : "xavier");
    TrainOptions options = new TrainOptions(2, 64, Recipe.of(new Sgd(0.1, 1e-3)), start, seed, 0.2);
    try (Backend backend = open.get()) {
      return new TestTrainer(backend, network, options, TrainingListener.SILENT)
          .train(TRAINING, TEST);
    }
  }

  private static DataSource.Pair mnist() {
    return IdxFolder.of(Path.of("data", "mnist")).load(700);
  }
}
