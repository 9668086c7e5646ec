package dev.incline.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.Backend;
import dev.incline.backend.cpu.CpuBackend;
import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.backend.opencl.compile.KernelSources;
import dev.incline.backend.opencl.compile.LaunchChoice.Form;
import dev.incline.data.DataSource;
import dev.incline.data.Dataset;
import dev.incline.data.IdxFolder;
import dev.incline.model.Activation;
import dev.incline.model.Adam;
import dev.incline.model.ClassWeights;
import dev.incline.model.Initializer;
import dev.incline.model.Momentum;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.model.Sgd;
import dev.incline.plan.Plan;
import dev.incline.plan.Planner;
import dev.incline.plan.Source;
import dev.incline.testing.TestTrainer;
import dev.incline.testing.UnrealDevices;
import dev.incline.train.TrainOptions;
import dev.incline.train.TrainResult;
import dev.incline.train.TrainingListener;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A device that is worked as a GPU ends with plain Java's bits, however it is handed a step. Its
 * kernels are built fast: the optimiser of a CPU says nothing of a GPU's.
 */
@Tag("slow")
class LaunchFormsTest {
  private static final DataSource.Pair MNIST = mnist(1060);
  private static final DataSource.Pair FEW_TO_SCORE = mnist(60);
  private static final Network SOFTMAX = Network.softmaxRegression(784, 10, true);
  private static final Network DEEP =
      Network.mlp(784, List.of(33, 150), List.of(Activation.RELU, Activation.TANH), 10);
  private static final Network SMALL = Network.mlp(784, List.of(20), 10, Activation.SIGMOID);

  /** Of a first layer that is not small. */
  private static final Network WIDE = Network.mlp(784, List.of(64), 10, Activation.SIGMOID);

  private static final Recipe SGD = Recipe.of(new Sgd(0.1, 1e-3));

  /**
   * @param test 1060: two batches of an evaluation, the last of them as long as the validation
   */
  private static DataSource.Pair mnist(int test) {
    DataSource.Pair all = IdxFolder.of(Path.of("data", "mnist")).load(300);
    return new DataSource.Pair(all.training(), all.test().first(test), Map.of());
  }

  static Stream<Arguments> forms() {
    return TestDevices.all().stream()
        .filter(device -> device.deviations().isEmpty())
        .flatMap(
            device ->
                Stream.of(
                    Arguments.of(device, Form.ROWS, SOFTMAX, SGD),
                    Arguments.of(device, Form.ROWS, DEEP, SGD),
                    Arguments.of(device, Form.ROWS, DEEP, everything()),
                    Arguments.of(device, Form.ROWS, SMALL, momentum(false)),
                    Arguments.of(device, Form.ROWS, SMALL, momentum(true)),
                    Arguments.of(device, Form.ROWS, SMALL, adam(false)),
                    Arguments.of(device, Form.ROWS, DEEP, everything().sharded(4)),
                    Arguments.of(device, Form.TILED, WIDE, SGD.sharded(2)),
                    Arguments.of(device, Form.OPS, SMALL, momentum(true).sharded(2)),
                    Arguments.of(device, Form.TILED, WIDE, SGD),
                    Arguments.of(device, Form.TILED, WIDE, everything(0.3)),
                    Arguments.of(device, Form.TILED, WIDE, adam(true))));
  }

  private static Recipe momentum(boolean nesterov) {
    return Recipe.of(new Momentum(0.1, 1e-3, 0.9, nesterov));
  }

  private static Recipe adam(boolean decoupled) {
    return Recipe.of(new Adam(0.002, 1e-3, 0.9, 0.999, 1e-8, decoupled));
  }

  /** Adam, dropout and class weights. */
  private static Recipe everything() {
    return everything(0.2, 0.4);
  }

  private static Recipe everything(Double... dropped) {
    return new Recipe(
        new Adam(0.002, 1e-3, 0.9, 0.999, 1e-8, true),
        Recipe.STANDARD.schedule(),
        ClassWeights.BALANCED,
        List.of(dropped),
        1);
  }

  @ParameterizedTest(name = "{1}, {2}, {3}")
  @MethodSource("forms")
  void theSameBits(ClDevice device, Form form, Network network, Recipe recipe) {
    OpenClOptions options = OpenClOptions.STANDARD.withoutOptimising().withLaunches(form);
    TrainResult truth = train(new CpuBackend(1), network, recipe);
    TrainResult ours = train(asGpu(device, options), network, recipe);
    assertThat(ours.finalSha256()).isEqualTo(truth.finalSha256());
    assertThat(ours.test()).isEqualTo(truth.test());
  }

  /**
   * More of them than work-items can list by their places: the batch is copied, or read in tiles.
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource({"ROWS, 3, gather_rows", "TILED, 8, matmul_local over images"})
  void imagesOfManyPixels(Form form, int hidden, String kernel) {
    Network network = Network.mlp(4900, List.of(hidden), 10, Activation.TANH);
    OpenClOptions options = OpenClOptions.STANDARD.withoutOptimising().withLaunches(form);
    ClDevice device = TestDevices.all().get(0);
    Source source = Source.of("rows", 130, 4900, 130);
    try (Backend backend = asGpu(device, options)) {
      Plan step = Planner.trainingStep(network, source, 100, SGD);
      assertThat(backend.kernels(List.of(step))).contains(kernel).doesNotContain("row_pixels");
    }
    Dataset large = largeImages();
    DataSource.Pair rows = new DataSource.Pair(large, large, Map.of());
    TrainResult truth = train(new CpuBackend(1), network, SGD, rows);
    TrainResult ours = train(asGpu(device, options), network, SGD, rows);
    assertThat(ours.finalSha256()).isEqualTo(truth.finalSha256());
  }

  /** 130 of 70 x 70 pixels, a fifth of them not zero. */
  private static Dataset largeImages() {
    Random random = new Random(4);
    byte[] images = new byte[130 * 4900];
    for (int i = 0; i < images.length; i++) {
      images[i] = (byte) (random.nextInt(5) == 0 ? random.nextInt(256) : 0);
    }
    byte[] labels = new byte[130];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) (i % 10);
    }
    return new Dataset("large", images, labels, 130, 70, 70, 10);
  }

  /** A verification of one form does not count for another, though the ops are the same. */
  @Test
  void aFormIsKnownByItsKernels() {
    Source source = Source.of("rows", 300, 784, 300);
    List<Plan> plans = List.of(Planner.trainingStep(WIDE, source, 100, SGD));
    Map<Form, SortedSet<String>> kernels = new EnumMap<>(Form.class);
    for (Form form : List.of(Form.OPS, Form.ROWS, Form.TILED)) {
      ClDevice device = TestDevices.all().get(0);
      try (Backend backend = asGpu(device, OpenClOptions.STANDARD.withLaunches(form))) {
        kernels.put(form, backend.kernels(plans));
      }
    }
    assertThat(kernels.get(Form.OPS)).contains("matmul_local").doesNotContain("row_product");
    assertThat(kernels.get(Form.ROWS)).contains("row_product").doesNotContain("matmul_local");
    assertThat(kernels.get(Form.TILED)).contains("matmul_local over images", "row_product");
    try (Backend cpu = new OpenClBackend(TestDevices.all().get(0), OpenClOptions.STANDARD)) {
      assertThat(cpu.kernels(plans)).isEmpty();
    }
  }

  /** None leaves a place of local memory unwritten: a weight found there could lie anywhere. */
  static Stream<Arguments> faults() {
    return Stream.of(
        Arguments.of("row_pixels.cl", "features - 1)] != 0;", "features - 1)] > 16;"),
        Arguments.of(
            "row_product.cl",
            "sum = fma(a[q + l], next[l], sum);",
            "sum = a[q + l] * next[l] + sum;"),
        Arguments.of("row_loss.cl", "j == label ? 1.0f", "j == best ? 1.0f"),
        Arguments.of("row_multiply.cl", "a[j] * factor[j]", "a[j]"),
        Arguments.of("row_mask.cl", "(uint)(j / 4)", "(uint)j"),
        Arguments.of("matmul_gradient.cl", "old[r], &mean_of", "value, &mean_of"));
  }

  static Stream<Arguments> faultsOfImages() {
    return Stream.of(
        Arguments.of("matmul_local.cl", "order[cursor + min(", "order[min("),
        Arguments.of("pieces.clh", "(size_t)image[l] * LDA + p)", "(size_t)d * LDA + p)"),
        Arguments.of("pieces.clh", "if (get_group_id(0) == 0) {", "if (get_group_id(0) == 1) {"),
        Arguments.of("pieces.clh", "to[l] = over_255_1(to[l]);", "to[l] = to[l] * (1 / 255.0f);"));
  }

  /** Of a product that reads images by itself: its sums, and what it leaves for the gradient. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("faultsOfImages")
  void aFaultInTilesIsSeen(String file, String right, String wrong, @TempDir Path folder) {
    KernelSources planted = EditedKernels.replace(folder, file, right, wrong);
    OpenClOptions options =
        OpenClOptions.STANDARD.withoutOptimising().withLaunches(Form.TILED).withKernels(planted);
    TrainResult truth = train(new CpuBackend(1), WIDE, SGD, FEW_TO_SCORE);
    TrainResult ours = train(asGpu(TestDevices.all().get(0), options), WIDE, SGD, FEW_TO_SCORE);
    assertThat(ours.finalSha256()).isNotEqualTo(truth.finalSha256());
  }

  /** A batch of 100 rows is two pieces of a gradient. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void aFaultIsSeen(String file, String right, String wrong, @TempDir Path folder) {
    KernelSources planted = EditedKernels.replace(folder, file, right, wrong);
    OpenClOptions options =
        OpenClOptions.STANDARD.withoutOptimising().withLaunches(Form.ROWS).withKernels(planted);
    TrainResult truth = train(new CpuBackend(1), DEEP, everything());
    TrainResult ours = train(asGpu(TestDevices.all().get(0), options), DEEP, everything());
    assertThat(ours.finalSha256()).isNotEqualTo(truth.finalSha256());
  }

  private static Backend asGpu(ClDevice device, OpenClOptions options) {
    return new OpenClBackend(UnrealDevices.as(ClDevice.Type.GPU, device), options);
  }

  /** Three batches, the last of them shorter. What scores is the same whatever the recipe. */
  private static TrainResult train(Backend open, Network network, Recipe recipe) {
    return train(open, network, recipe, recipe.equals(SGD) ? MNIST : FEW_TO_SCORE);
  }

  private static TrainResult train(
      Backend open, Network network, Recipe recipe, DataSource.Pair data) {
    Initializer start = Initializer.parse(network == SOFTMAX ? "half-normal:0.01" : "xavier");
    TrainOptions options = new TrainOptions(1, 100, recipe, start, 42, 0.2);
    try (Backend backend = open) {
      return new TestTrainer(backend, network, options, TrainingListener.SILENT)
          .train(data.training(), data.test());
    }
  }
}
