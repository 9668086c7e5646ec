package dev.incline.report;

import dev.incline.backend.Backend;
import dev.incline.backend.cpu.CpuBackend;
import dev.incline.data.DataSource;
import dev.incline.data.IdxFolder;
import dev.incline.experiment.Environment;
import dev.incline.experiment.RunResult;
import dev.incline.model.Activation;
import dev.incline.model.Initializer;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.model.Sgd;
import dev.incline.store.SavedModel;
import dev.incline.testing.TestTrainer;
import dev.incline.train.RunRecord;
import dev.incline.train.ShadowRecord;
import dev.incline.train.TrainOptions;
import dev.incline.train.TrainResult;
import dev.incline.train.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Small runs that were trained, in plain Java, with their folders. */
public final class TrainedRuns {
  private TrainedRuns() {}

  /** Trains 4 hidden units for 2 epochs and leaves the run's folder. */
  public static void train(Path folder, Path data, double lr, long seed) throws IOException {
    DataSource.Pair rows = IdxFolder.of(data).load(Integer.MAX_VALUE);
    Network network = Network.mlp(rows.training().features(), List.of(4), 10, Activation.SIGMOID);
    TrainOptions options =
        new TrainOptions(2, 10, Recipe.of(new Sgd(lr, 0)), Initializer.parse("xavier"), seed, 0.2);
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("hidden", List.of(4));
    described.put("activation", "sigmoid");
    described.put("epochs", 2);
    described.put("batch", 10);
    described.put("lr", lr);
    described.put("l2", 0);
    described.put("init", "xavier");
    described.put("validation", 0.2);
    try (Backend backend = new CpuBackend(1)) {
      TrainResult result =
          new TestTrainer(backend, network, options, TrainingListener.SILENT)
              .train(rows.training(), rows.test());
      RunRecord record =
          RunRecord.of(
              "mlp",
              backend.name(),
              described,
              seed,
              result,
              ShadowRecord.NONE,
              folder.toString(),
              null);
      Environment environment =
          new Environment(
              "incline test",
              backend.name(),
              "none",
              "java",
              "os",
              data.toString(),
              Map.of("train-images-idx3-ubyte", "0".repeat(64)),
              List.of("incline", "train"),
              "now");
      RunFolders.write(
          folder,
          new Run(
              folder.getFileName().toString(),
              folder,
              described,
              RunResult.of(record),
              environment,
              record::epochs));
      List<String> classes = IntStream.range(0, 10).mapToObj(Integer::toString).toList();
      new SavedModel(result.weights(), classes, "incline test", null)
          .write(folder.resolve("model.safetensors"));
    }
  }

  /** The files of a run's folder in another. */
  public static Path copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (var files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
    return to;
  }
}
