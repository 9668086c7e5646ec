package dev.incline.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.Backend;
import dev.incline.data.Dataset;
import dev.incline.model.Activation;
import dev.incline.model.Initializer;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.model.Sgd;
import dev.incline.testing.SyntheticData;
import dev.incline.testing.TestTrainer;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows streamed in chunks of any size end a training with the bits of rows that lie there. */
abstract class StreamingContract {
  static final int SIDE = 6;
  static final Dataset TRAINING = SyntheticData.of("training", 190, SIDE, 1); // 152 train
  static final Dataset TEST = SyntheticData.of("test", 47, SIDE, 2);
  static final Network MLP = Network.mlp(SIDE * SIDE, List.of(9), 10, Activation.SIGMOID);

  abstract Backend open();

  /**
   * 152 rows are 9 batches of 16 and one of 8; 38 validate. A chunk of one batch, of some, with a
   * rest, of almost all, of all; then larger batches, the last one of more rows than there are.
   */
  @ParameterizedTest(name = "batch {0}, chunk {1}")
  @CsvSource({"16, 16", "16, 48", "16, 64", "16, 144", "16, 160", "50, 50", "50, 100", "400, 152"})
  void chunksChangeNoBit(int batch, int chunk) {
    List<Network> networks =
        batch == 16 && chunk == 48
            ? List.of(MLP, Network.softmaxRegression(SIDE * SIDE, 10, true))
            : List.of(MLP);
    for (Network network : networks) {
      Setup whole = setup(network, batch, 0);
      requireSame(train(open(), whole), train(open(), whole.streamed(chunk)), chunk);
    }
  }

  private static void requireSame(TrainResult resident, TrainResult streamed, int chunk) {
    assertThat(streamed.finalSha256()).isEqualTo(resident.finalSha256());
    assertThat(streamed.weights().sha256()).isEqualTo(resident.weights().sha256());
    assertThat(streamed.history())
        .usingRecursiveComparison()
        .ignoringFieldsMatchingRegexes(".*seconds", ".*samplesPerSecond")
        .isEqualTo(resident.history());
    assertThat(streamed.test()).isEqualTo(resident.test());
    assertThat(streamed.deadClasses()).isEqualTo(resident.deadClasses());
    assertThat(resident.chunkRows()).isZero();
    assertThat(streamed.chunkRows()).isEqualTo(chunk);
  }

  static Setup setup(Network network, int batch, int chunk) {
    TrainOptions options =
        new TrainOptions(
            3, batch, Recipe.of(new Sgd(0.5, 1e-3)), Initializer.parse("half-normal:0.1"), 42, 0.2);
    return new Setup(network, options, TRAINING.rows(), TEST.rows(), chunk, byte[].class);
  }

  /** Closes the backend. */
  static TrainResult train(Backend backend, Setup setup) {
    try (backend) {
      return new TestTrainer(backend, setup.network(), setup.options(), TrainingListener.SILENT)
          .train(TRAINING, TEST, setup);
    }
  }
}
