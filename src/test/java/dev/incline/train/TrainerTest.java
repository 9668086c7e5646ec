package dev.incline.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.incline.backend.Backend;
import dev.incline.backend.cpu.CpuBackend;
import dev.incline.data.Dataset;
import dev.incline.data.Permutation;
import dev.incline.data.Split;
import dev.incline.model.Activation;
import dev.incline.model.Initializer;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.model.Sgd;
import dev.incline.model.Weights;
import dev.incline.plan.Parameters;
import dev.incline.plan.Planner;
import dev.incline.plan.Source;
import dev.incline.plan.Tensors;
import dev.incline.testing.SyntheticData;
import dev.incline.testing.TestTrainer;
import dev.incline.train.score.Score;
import dev.incline.wording.InvalidOptionException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainerTest {
  private static final int SIDE = 5;
  private static final Network MLP = Network.mlp(SIDE * SIDE, List.of(7), 10, Activation.SIGMOID);
  private static final Dataset TRAINING = SyntheticData.of("training", 63, SIDE, 1);
  private static final Dataset TEST = SyntheticData.of("test", 40, SIDE, 2);

  private static TrainOptions options(int epochs, int batch, double lr) {
    return new TrainOptions(
        epochs, batch, Recipe.of(new Sgd(lr, 1e-3)), Initializer.parse("xavier"), 42, 0.2);
  }

  private static TrainResult train(Network network, TrainOptions options) {
    try (CpuBackend backend = new CpuBackend(1)) {
      return new TestTrainer(backend, network, options, TrainingListener.SILENT)
          .train(TRAINING, TEST);
    }
  }

  /** 63 rows: 50 train, so that batches of 16 leave 2. */
  @Test
  void theLastShorterBatchIsKept() {
    TrainOptions options = options(2, 16, 0.5);
    TrainResult result = train(MLP, options);

    double loss = 0;
    try (CpuBackend backend = new CpuBackend(1)) {
      Source source = Source.of("rows", 63, SIDE * SIDE, 50);
      backend.write(source.images(), TRAINING.images());
      backend.write(source.labels(), TRAINING.labels());
      backend.write(Tensors.of(options.initializer().draw(MLP, 42)));
      for (int epoch = 1; epoch <= 2; epoch++) {
        int[] rows = Split.of(63, 0.2).training();
        backend.write(source.order(), Permutation.shuffled(rows, 42, epoch));
        for (int cursor : new int[] {0, 16, 32}) {
          backend
              .compile(Planner.trainingStep(MLP, source, 16, Recipe.of(new Sgd(0.5, 1e-3))))
              .run(cursor);
        }
        backend
            .compile(Planner.trainingStep(MLP, source, 2, Recipe.of(new Sgd(0.5, 1e-3))))
            .run(48);
      }
      for (float one : backend.read(source.loss())) {
        loss += one;
      }
      assertThat(result.finalSha256())
          .isEqualTo(backend.read(Parameters.slots(MLP)).weights(MLP).sha256());
    }
    assertThat(result.history().epochs().get(1).trainLoss()).isEqualTo(loss / 50);
  }

  @Test
  void aBatchLargerThanTheRowsIsOneStep() {
    assertThat(train(MLP, options(3, 1000, 0.5)).finalSha256())
        .isEqualTo(train(MLP, options(3, 50, 0.5)).finalSha256());
  }

  @Test
  void theSeedDecidesTheWeights() {
    TrainOptions other =
        new TrainOptions(
            3, 16, Recipe.of(new Sgd(0.5, 1e-3)), Initializer.parse("xavier"), 43, 0.2);
    String first = train(MLP, options(3, 16, 0.5)).finalSha256();
    assertThat(train(MLP, options(3, 16, 0.5)).finalSha256()).isEqualTo(first);
    assertThat(train(MLP, other).finalSha256()).isNotEqualTo(first);
  }

  @Test
  void theWeightsOfTheBestEpochAreKeptAndTested() {
    TrainResult result = train(MLP, options(40, 16, 3));
    int best = result.history().best().epoch();
    assertThat(best).isBetween(2, 39); // else this run would show nothing

    TrainResult shorter = train(MLP, options(best, 16, 3));
    assertThat(result.weights().sha256())
        .isEqualTo(shorter.finalSha256())
        .isNotEqualTo(result.finalSha256());
    assertThat(result.test()).isEqualTo(shorter.test());
  }

  @Test
  void lossAndAccuracyAreThoseOfAnIndependentForwardPass() {
    Network softmax = Network.softmaxRegression(SIDE * SIDE, 10, true);
    TrainResult result = train(softmax, options(20, 16, 0.1));
    Score expected = softmaxRegression(result.weights(), TEST);
    assertThat(result.test().accuracy()).isEqualTo(expected.accuracy()).isGreaterThan(0.5);
    assertThat(result.test().loss()).isCloseTo(expected.loss(), within(1e-5));
    assertThat(result.seconds()).isPositive();
  }

  private static Score softmaxRegression(Weights weights, Dataset data) {
    double loss = 0;
    int right = 0;
    for (int row = 0; row < data.rows(); row++) {
      double[] z = logits(weights, data, row);
      int label = data.labels()[row];
      double sum = 0;
      int first = 0;
      for (int c = 0; c < 10; c++) {
        sum += Math.exp(Math.max(z[c], 0));
        first = Math.max(z[c], 0) > Math.max(z[first], 0) ? c : first;
      }
      loss += Math.log(sum) - Math.max(z[label], 0);
      right += first == label ? 1 : 0;
    }
    return new Score(loss / data.rows(), (double) right / data.rows());
  }

  /** Before the ReLU. */
  private static double[] logits(Weights weights, Dataset data, int row) {
    double[] z = new double[10];
    for (int p = 0; p < data.features(); p++) {
      double pixel = (data.images()[row * data.features() + p] & 0xff) / 255.0;
      for (int c = 0; c < 10; c++) {
        z[c] += pixel * weights.matrices().get(0)[p * 10 + c];
      }
    }
    return z;
  }

  @Test
  void deadClassesAreCountedUnderReluLogitsOnly() {
    TrainOptions small =
        new TrainOptions(
            5, 16, Recipe.of(new Sgd(0.1, 1e-3)), Initializer.parse("normal:0.001"), 42, 0.2);
    TrainResult relu = train(Network.softmaxRegression(SIDE * SIDE, 10, true), small);
    List<Integer> expected = new ArrayList<>();
    for (int c = 0; c < 10; c++) {
      boolean alive = false;
      for (int row : Split.of(63, 0.2).validation()) {
        alive |= logits(relu.weights(), TRAINING, row)[c] > 0;
      }
      if (!alive) {
        expected.add(c);
      }
    }
    assertThat(relu.deadClasses()).isEqualTo(expected).isNotEmpty().hasSizeLessThan(10);
    assertThat(train(Network.softmaxRegression(SIDE * SIDE, 10, false), small).deadClasses())
        .isEmpty();
  }

  @Test
  void divergenceNamesEpochAndStep() {
    assertThatThrownBy(() -> train(MLP, options(3, 16, 1e10)))
        .isInstanceOfSatisfying(
            DivergedException.class,
            e -> {
              assertThat(e.epoch()).isBetween(1, 3);
              assertThat(e.step()).isBetween(1, 4);
              assertThat(e)
                  .hasMessageContaining("epoch " + e.epoch() + " at step " + e.step())
                  .hasMessageContaining("--lr");
            });
  }

  /** One step of one epoch: the loss was taken before it, so only the weights tell. */
  @Test
  void weightsThatRanAwayInTheLastStepAreDivergence() {
    TrainOptions wild =
        new TrainOptions(
            1, 50, Recipe.of(new Sgd(1e30, 1e6)), Initializer.parse("normal:1e4"), 42, 0.2);
    assertThatThrownBy(() -> train(Network.softmaxRegression(SIDE * SIDE, 10, true), wild))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("epoch 1 at step 1: W1 is the first tensor that is not finite")
        .hasMessageContaining("50 in all) of the training file");
  }

  @Test
  void progressIsToldAndChangesNothing() {
    List<Progress> heard = new ArrayList<>();
    List<EpochRecord> records = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void progress(Progress progress) {
            heard.add(progress);
          }

          @Override
          public void epochFinished(EpochRecord record) {
            records.add(record);
          }
        };
    TrainResult watched;
    try (Backend backend = new CpuBackend(1)) {
      watched = new TestTrainer(backend, MLP, options(2, 1, 0.5), listener).train(TRAINING, TEST);
    }
    assertThat(heard).isNotEmpty();
    assertThat(heard.get(0).done()).isEqualTo(16); // the first look comes after 16 steps
    assertThat(heard.get(0).rows()).isEqualTo(50);
    assertThat(records).isEqualTo(watched.history().epochs());
    assertThat(watched.finalSha256()).isEqualTo(train(MLP, options(2, 1, 0.5)).finalSha256());
  }

  @Test
  void aSplitWithoutValidationRowsIsRefused() {
    TrainOptions options =
        new TrainOptions(1, 16, Recipe.of(new Sgd(0.1, 0)), Initializer.parse("xavier"), 42, 0.001);
    assertThatThrownBy(() -> train(MLP, options))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining("--validation 0.001");
  }
}
