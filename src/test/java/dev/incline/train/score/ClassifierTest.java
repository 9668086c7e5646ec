package dev.incline.train.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.incline.backend.Backend;
import dev.incline.backend.cpu.CpuBackend;
import dev.incline.data.DataException;
import dev.incline.data.Dataset;
import dev.incline.data.Inputs;
import dev.incline.model.Activation;
import dev.incline.model.Initializer;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.model.Sgd;
import dev.incline.model.Weights;
import dev.incline.testing.SyntheticData;
import dev.incline.testing.TestTrainer;
import dev.incline.train.TrainOptions;
import dev.incline.train.TrainResult;
import dev.incline.train.TrainingListener;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A classifier says what training's test said. */
class ClassifierTest {
  private static final Dataset TRAINING = SyntheticData.of("training set", 60, 6, 1);
  static final Dataset TEST = SyntheticData.of("test set", 1037, 6, 2); // a rest of 37
  private static final Network NETWORK = Network.mlp(36, List.of(5), 10, Activation.SIGMOID);
  static final TrainResult TRAINED = train();

  private static TrainResult train() {
    TrainOptions options =
        new TrainOptions(
            3, 8, Recipe.of(new Sgd(0.5, 0)), new Initializer(Initializer.Kind.XAVIER, 0), 1, 0.2);
    try (Backend cpu = new CpuBackend(1)) {
      return new TestTrainer(cpu, NETWORK, options, TrainingListener.SILENT).train(TRAINING, TEST);
    }
  }

  static Assessment assess(Backend opened, int expected) {
    try (Backend backend = opened) {
      return new Classifier(backend, TRAINED.weights(), expected).assess(TEST);
    }
  }

  @Test
  void theScoreIsThatOfTraining() {
    assertThat(assess(new CpuBackend(2), TEST.rows()).score()).isEqualTo(TRAINED.test());
  }

  @Test
  void theBatchChangesNothing() {
    assertThat(assess(new CpuBackend(2), 7).score()).isEqualTo(TRAINED.test());
  }

  @Test
  void probabilitiesGoWithThePredictionsAndTheLoss() {
    Assessment assessment = assess(new CpuBackend(2), TEST.rows());
    Predictions predictions = assessment.predictions();
    double loss = 0;
    for (int row = 0; row < TEST.rows(); row++) {
      int from = row * 10;
      double[] p = Arrays.copyOfRange(predictions.probabilities(), from, from + 10);
      assertThat(Arrays.stream(p).sum()).isCloseTo(1, within(1e-12));
      assertThat(predictions.confidence(row)).isEqualTo(Arrays.stream(p).max().orElseThrow());
      loss -= Math.log(p[TEST.labels()[row]]) / TEST.rows();
    }
    assertThat(loss).isCloseTo(assessment.score().loss(), within(1e-6)); // float32 losses
    assertThat(assessment.confusion().accuracy()).isEqualTo(assessment.score().accuracy());
    assertThat(assessment.confusion().rows()).isEqualTo(TEST.rows());
  }

  @Test
  void theRankingBeginsWithThePrediction() {
    Predictions tied =
        new Predictions(3, new int[] {1, 0}, new double[] {0.4, 0.4, 0.2, 0.5, 0.1, 0.4});
    assertThat(tied.ranking(0)).containsExactly(1, 0, 2);
    assertThat(tied.ranking(1)).containsExactly(0, 2, 1);
  }

  @Test
  void dataOfAnotherShapeAreRefused() {
    try (Backend cpu = new CpuBackend(1)) {
      Classifier classifier = new Classifier(cpu, TRAINED.weights(), 1);
      assertThatThrownBy(() -> classifier.assess(SyntheticData.of("test set", 10, 7, 1)))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("7 x 7 = 49 pixels")
          .hasMessageContaining("36-5-10 sigmoid takes 36 inputs");
      assertThatThrownBy(() -> classifier.classify(new Inputs.Pixels(new byte[37])))
          .hasMessageContaining("37 inputs are not whole rows of 36");
    }
  }

  /** Each row has a prediction of its own, so that one in another's place is seen. */
  @Test
  void rowsKeepTheirOrder() {
    int[] all = assess(new CpuBackend(1), TEST.rows()).predictions().predicted();
    try (Backend cpu = new CpuBackend(1)) {
      Classifier classifier = new Classifier(cpu, TRAINED.weights(), 1);
      for (int row = 0; row < 40; row++) {
        byte[] image = Arrays.copyOfRange(TEST.images(), 36 * row, 36 * (row + 1));
        assertThat(classifier.classify(new Inputs.Pixels(image)).predicted())
            .as("row %d", row)
            .containsExactly(all[row]);
      }
    }
  }

  @Test
  void aModelThatOverflowsIsRefused() {
    Weights weights = TRAINED.weights();
    float[] huge = new float[weights.matrices().get(1).length];
    IntStream.range(0, huge.length).forEach(i -> huge[i] = Float.MAX_VALUE);
    Weights broken =
        new Weights(NETWORK, List.of(weights.matrices().get(0), huge), weights.biases());
    try (Backend cpu = new CpuBackend(1)) {
      Classifier classifier = new Classifier(cpu, broken, 1);
      assertThatThrownBy(() -> classifier.classify(new Inputs.Pixels(new byte[36])))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("row 1 gives logits that are not finite");
    }
  }
}
