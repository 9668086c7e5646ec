package dev.incline.export;

import dev.incline.backend.Backend;
import dev.incline.backend.cpu.CpuBackend;
import dev.incline.data.DataSource;
import dev.incline.data.Dataset;
import dev.incline.data.IdxFolder;
import dev.incline.data.Inputs;
import dev.incline.model.Activation;
import dev.incline.model.Initializer;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.model.Sgd;
import dev.incline.model.Weights;
import dev.incline.store.SavedModel;
import dev.incline.testing.TestTrainer;
import dev.incline.train.TrainOptions;
import dev.incline.train.TrainingListener;
import dev.incline.train.score.Classifier;
import dev.incline.train.score.Predictions;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** Networks of both kinds, each trained a little on MNIST, and what this program says of images. */
final class ExportedModels {
  static final IdxFolder MNIST = IdxFolder.of(Path.of("data", "mnist"));
  private static final int TRAINED = 3000;

  private ExportedModels() {}

  static List<Network> networks() {
    return List.of(
        Network.softmaxRegression(784, 10, true),
        Network.softmaxRegression(784, 10, false),
        Network.mlp(784, List.of(48, 24), 10, Activation.SIGMOID),
        Network.mlp(784, List.of(48, 24), List.of(Activation.RELU, Activation.TANH), 10));
  }

  static SavedModel trained(Network network) {
    TrainOptions options =
        new TrainOptions(2, 20, Recipe.of(new Sgd(0.2, 0)), Initializer.parse("xavier"), 42, 0.1);
    DataSource.Pair rows = MNIST.load(TRAINED);
    try (Backend backend = new CpuBackend(1)) {
      Weights weights =
          new TestTrainer(backend, network, options, TrainingListener.SILENT)
              .train(rows.training(), rows.test())
              .weights();
      return of(weights);
    }
  }

  static SavedModel of(Weights weights) {
    List<String> names =
        IntStream.range(0, weights.network().classes()).mapToObj(c -> "digit " + c).toList();
    return new SavedModel(weights, names, "incline test", null);
  }

  static Predictions predictions(SavedModel model, Dataset data) {
    try (Backend backend = new CpuBackend(1)) {
      return new Classifier(backend, model.weights(), data.rows())
          .classify(new Inputs.Pixels(data.images()));
    }
  }
}
