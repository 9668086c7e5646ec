package dev.incline.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.cpu.CpuBackend;
import dev.incline.data.Dataset;
import dev.incline.model.Activation;
import dev.incline.model.Initializer;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.model.Sgd;
import dev.incline.testing.TestTrainer;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever learns at all can learn 16 random samples by heart. */
class LearningTest {
  private static final int SIDE = 8;

  static Stream<Arguments> networks() {
    int pixels = SIDE * SIDE;
    return Stream.of(
        Arguments.of(Network.softmaxRegression(pixels, 10, false), "normal:0.001", 0.2),
        Arguments.of(Network.softmaxRegression(pixels, 10, true), "half-normal:0.01", 0.02),
        Arguments.of(Network.mlp(pixels, List.of(32), 10, Activation.SIGMOID), "xavier", 0.5),
        Arguments.of(Network.mlp(pixels, List.of(32), 10, Activation.TANH), "xavier", 0.2),
        Arguments.of(Network.mlp(pixels, List.of(32), 10, Activation.RELU), "he", 0.1),
        Arguments.of(Network.mlp(pixels, List.of(32, 16), 10, Activation.RELU), "he", 0.1));
  }

  @ParameterizedTest(name = "{0} from {1} at {2}")
  @MethodSource("networks")
  void sixteenSamplesReachAHundredPercent(Network network, String init, double lr) {
    TrainOptions options =
        new TrainOptions(1000, 4, Recipe.of(new Sgd(lr, 0)), Initializer.parse(init), 42, 0.2);
    try (CpuBackend backend = new CpuBackend(1)) {
      TrainResult result =
          new TestTrainer(backend, network, options, TrainingListener.SILENT)
              .train(random(20, 1), random(10, 2)); // 16 train, 4 validate
      List<EpochRecord> epochs = result.history().epochs();
      assertThat(epochs.get(0).trainAccuracy()).isLessThan(0.9);
      assertThat(epochs.get(epochs.size() - 1).trainAccuracy()).isEqualTo(1);
      assertThat(epochs.get(epochs.size() - 1).trainLoss()).isLessThan(0.1);
    }
  }

  private static Dataset random(int rows, long seed) {
    Random random = new Random(seed);
    byte[] images = new byte[rows * SIDE * SIDE];
    random.nextBytes(images);
    byte[] labels = new byte[rows];
    for (int row = 0; row < rows; row++) {
      labels[row] = (byte) random.nextInt(10);
    }
    return new Dataset("random", images, labels, rows, SIDE, SIDE, 10);
  }
}
