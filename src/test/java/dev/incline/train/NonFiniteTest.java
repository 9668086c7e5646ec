package dev.incline.train;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.backend.Backend;
import dev.incline.backend.cpu.CpuBackend;
import dev.incline.data.Dataset;
import dev.incline.data.Permutation;
import dev.incline.model.Activation;
import dev.incline.model.Initializer;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.model.Sgd;
import dev.incline.model.Weights;
import dev.incline.testing.TestTrainer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One image of ten is not black, so that only its row can overflow. */
class NonFiniteTest {
  private static final int WHITE = 5;
  private static final int BATCH = 3;
  private static final TrainOptions OPTIONS =
      new TrainOptions(1, BATCH, Recipe.of(new Sgd(1e-6, 0)), Initializer.parse("xavier"), 42, 0.2);

  /** The step, from 1, that the white image is in; of three, the last of two rows. */
  private static int step() {
    int[] order = Permutation.shuffled(IntStream.range(0, 8).toArray(), 42, 1);
    return IntStream.range(0, 8).filter(p -> order[p] == WHITE).findFirst().orElseThrow() / BATCH
        + 1;
  }

  private static void expect(Weights weights, String found) {
    byte[] images = new byte[10 * 4];
    Arrays.fill(images, 4 * WHITE, 4 * (WHITE + 1), (byte) 255);
    byte[] labels = {0, 1, 2, 3, 4, 1, 6, 7, 8, 9};
    Dataset data = new Dataset("made up", images, labels, 10, 2, 2, 10);
    try (Backend cpu = new CpuBackend(1)) {
      TestTrainer trainer =
          new TestTrainer(cpu, weights.network(), OPTIONS, TrainingListener.SILENT);
      assertThatThrownBy(
              () -> trainer.train(data, data, TrainingState.initial(weights, OPTIONS.optimizer())))
          .isInstanceOf(DivergedException.class)
          .hasMessageContaining("epoch 1 at step " + step() + ": " + found);
    }
  }

  @Test
  void theRowOfAHiddenLayerThatOverflows() {
    Weights weights =
        OPTIONS.initializer().draw(Network.mlp(4, List.of(3), 10, Activation.RELU), 1);
    Arrays.fill(weights.matrices().get(0), 1e38f); // four of them are past the largest float
    weights.matrices().get(0)[1] = 1e37f; // and in this column not
    expect(
        weights,
        "H1 is the first tensor that is not finite (2 of %d values; batch row 5 of the training file); before that step no weight was above 1.00e+38"
            .formatted(3 * (step() == 3 ? 2 : 3)));
  }

  /** The loss is held for the whole epoch; only the step's part of it counts. */
  @Test
  void theRowWhoseLossOverflows() {
    Weights weights = OPTIONS.initializer().draw(Network.softmaxRegression(4, 10, false), 1);
    float[] w = weights.matrices().get(0); // [4 x 10]
    for (int pixel = 0; pixel < 4; pixel++) {
      w[10 * pixel] = 0.75e38f;
      w[10 * pixel + 1] = -0.75e38f; // the label's: 6e38 below the largest logit
    }
    expect(
        weights,
        "training.loss is the first tensor that is not finite (1 of %d values; batch row 5 of the training file)"
            .formatted(step() == 3 ? 2 : 3));
  }

  /** Decay alone, by 1e20 each step: the first overflows nothing, the second all of W2. */
  @Test
  void aTensorWithoutRowsNamesTheWholeBatch() {
    Network network = Network.mlp(4, List.of(3), 10, Activation.SIGMOID);
    Weights weights = OPTIONS.initializer().draw(network, 1);
    weights.matrices().forEach(matrix -> Arrays.fill(matrix, 1));
    TrainOptions wild =
        new TrainOptions(1, 6, Recipe.of(new Sgd(1e15, 1e5)), OPTIONS.initializer(), 42, 0.2);
    Dataset data = new Dataset("made up", new byte[40], new byte[10], 10, 2, 2, 10);
    int[] order = Permutation.shuffled(IntStream.range(0, 8).toArray(), 42, 1);
    try (Backend cpu = new CpuBackend(1)) {
      TestTrainer trainer = new TestTrainer(cpu, network, wild, TrainingListener.SILENT);
      assertThatThrownBy(
              () -> trainer.train(data, data, TrainingState.initial(weights, OPTIONS.optimizer())))
          .hasMessageContaining(
              "epoch 1 at step 2: W2 is the first tensor that is not finite (30 of 30 values; batch rows %d, %d of the training file); before that step no weight was above 1.00e+20"
                  .formatted(order[6], order[7]));
    }
  }
}
