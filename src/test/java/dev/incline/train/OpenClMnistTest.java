package dev.incline.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.incline.backend.Backend;
import dev.incline.backend.opencl.OpenClBackend;
import dev.incline.backend.opencl.OpenClOptions;
import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.data.Dataset;
import dev.incline.data.IdxFolder;
import dev.incline.model.Activation;
import dev.incline.model.Initializer;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.model.Sgd;
import dev.incline.testing.TestTrainer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The defaults on all of MNIST end where independent programs end. */
@Tag("slow")
class OpenClMnistTest {
  private static final IdxFolder MNIST = IdxFolder.of(Path.of("data", "mnist"));
  private static final Dataset TRAINING = MNIST.training();
  private static final Dataset TEST = MNIST.test();

  @Test
  void twoLayers() {
    Network network = Network.mlp(784, List.of(128), 10, Activation.SIGMOID);
    TrainResult result = train(network, Initializer.defaultFor(network), 42);
    assertThat(result.test().accuracy()).isCloseTo(0.925, within(0.004));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 42})
  void softmaxRegressionKeepsEveryClass(long seed) {
    Network network = Network.softmaxRegression(784, 10, true);
    TrainResult result = train(network, Initializer.defaultFor(network), seed);
    assertThat(result.test().accuracy()).isCloseTo(0.918, within(0.004));
    assertThat(result.deadClasses()).isEmpty();
  }

  @Test
  void softmaxRegressionFromANarrowNormalLosesClasses() {
    Network network = Network.softmaxRegression(784, 10, true);
    Initializer narrow = new Initializer(Initializer.Kind.NORMAL, 0.001);
    TrainResult result = train(network, narrow, 42);
    assertThat(result.deadClasses()).isNotEmpty();
    assertThat(result.test().accuracy()).isLessThan(0.85);
    assertThat(
            RunRecord.of("softmax", "", Map.of(), 42, result, ShadowRecord.NONE, "", null)
                .warnings())
        .anyMatch(w -> w.contains("classes are dead") && w.contains("--init half-normal:0.01"));
  }

  private static TrainResult train(Network network, Initializer initializer, long seed) {
    List<ClDevice> devices = ClDevice.all();
    assertThat(devices).as(ClDevice.whyNone()).isNotEmpty();
    TrainOptions options =
        new TrainOptions(10, 64, Recipe.of(new Sgd(0.1, 1e-3)), initializer, seed, 0.2);
    try (Backend backend = new OpenClBackend(devices.get(0), OpenClOptions.STANDARD)) {
      return new TestTrainer(backend, network, options, TrainingListener.SILENT)
          .train(TRAINING, TEST);
    }
  }
}
