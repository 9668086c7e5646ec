package dev.incline.backend.opencl.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.backend.opencl.compile.LaunchChoice.Form;
import dev.incline.backend.opencl.tiling.Tiles;
import dev.incline.backend.opencl.tiling.Tiling;
import dev.incline.model.Activation;
import dev.incline.model.Adam;
import dev.incline.model.ClassWeights;
import dev.incline.model.Momentum;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.model.Sgd;
import dev.incline.plan.Plan;
import dev.incline.plan.Planner;
import dev.incline.plan.Source;
import dev.incline.testing.UnrealDevices;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Into how many launches a GPU's step is cut. No device is needed. */
class GroupLoweringTest {
  private static final ClDevice GPU = UnrealDevices.gpu(132);
  private static final Network SOFTMAX = Network.softmaxRegression(784, 10, true);
  private static final Network MLP = Network.mlp(784, List.of(128), 10, Activation.SIGMOID);
  private static final Network DEEP = Network.mlp(784, List.of(256, 128), 10, Activation.RELU);
  private static final Network WIDE = Network.mlp(784, List.of(1024), 10, Activation.RELU);
  private static final Source SOURCE = Source.of("training", 1000, 784, 1000);

  static Stream<Plan> steps() {
    Adam adam = new Adam(0.125, 0.25, 0.5, 0.75, 0.125, true);
    Recipe everything =
        new Recipe(adam, Recipe.STANDARD.schedule(), ClassWeights.BALANCED, List.of(0.5), 1);
    return Stream.of(
            Recipe.of(new Sgd(0.125, 0.25)),
            Recipe.of(new Momentum(0.125, 0.25, 0.5, true)),
            Recipe.of(adam),
            everything)
        .flatMap(
            recipe ->
                Stream.of(MLP, WIDE, Network.mlp(784, List.of(9), 3, Activation.TANH))
                    .flatMap(
                        net ->
                            Stream.of(64, 23)
                                .map(b -> Planner.trainingStep(net, SOURCE, b, recipe))));
  }

  @ParameterizedTest
  @MethodSource("steps")
  void aStepIsRowsThenUpdates(Plan step) {
    assertThat(launches(step, Form.ROWS)).hasSize(2).allMatch(GroupFusion.class::isInstance);
  }

  @Test
  void softmaxRegressionAndDeepNetworksToo() {
    Recipe sgd = Recipe.of(new Sgd(0.125, 0.25));
    assertThat(launches(Planner.trainingStep(SOFTMAX, SOURCE, 64, sgd), Form.ROWS)).hasSize(2);
    assertThat(launches(Planner.trainingStep(DEEP, SOURCE, 64, sgd), Form.ROWS)).hasSize(2);
  }

  @Test
  void anEvaluationIsOneLaunch() {
    for (Network network : List.of(SOFTMAX, MLP, DEEP)) {
      assertThat(launches(Planner.evaluation(network, SOURCE, 512), Form.ROWS)).hasSize(1);
    }
  }

  /** It reads the images itself: no launch copies the batch. */
  @Test
  void aLargeProductIsALaunchOfItsOwn() {
    Plan step = Planner.trainingStep(WIDE, SOURCE, 512, Recipe.of(new Sgd(0.125, 0.25)));
    List<Launch> launches = launches(step, Form.TILED);
    assertThat(launches).hasSize(3);
    assertThat(launches.get(0).kernels()).containsExactly("matmul_local over images");
    assertThat(launches(Planner.evaluation(WIDE, SOURCE, 512), Form.TILED)).hasSize(2);
  }

  private static List<Launch> launches(Plan plan, Form form) {
    Tiles tiles = (d, shape) -> Tiling.standard(Tiling.Family.LOCAL, d, shape);
    return new Lowering(new GpuDevice(GPU, tiles, true, form, true)).of(plan, images -> false);
  }
}
