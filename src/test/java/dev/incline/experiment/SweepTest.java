package dev.incline.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.Backend;
import dev.incline.backend.cpu.CpuBackend;
import dev.incline.data.DataFolder;
import dev.incline.experiment.SweepObserver.Outcome;
import dev.incline.model.Activation;
import dev.incline.model.Initializer;
import dev.incline.model.Network;
import dev.incline.model.Sgd;
import dev.incline.testing.BackendInBetween;
import dev.incline.testing.SyntheticData;
import dev.incline.train.TrainOptions;
import dev.incline.train.TrainingListener;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepTest {
  private static final Configuration CONFIGURATION =
      new Configuration(
          "mlp",
          Map.of("model", "mlp", "hidden", List.of(4), "lr", 0.1, "l2", 0.0, "seed", 3L),
          Map.of(),
          new TrainOptions(2, 16, new Sgd(0.1, 0), Initializer.parse("xavier"), 3, 0.2),
          (inputs, classes) -> Network.mlp(inputs, List.of(4), classes, Activation.SIGMOID));

  @TempDir private Path temp;

  private static final class Silent implements SweepObserver {
    @Override
    public TrainingListener started(
        String run, Configuration configuration, String device, PrintWriter log) {
      return TrainingListener.SILENT;
    }

    @Override
    public void over(String run, Outcome outcome) {}
  }

  /** Its device fails once the run is over. */
  private record Failing(Map<String, String> sums) implements Sweep.Worker {
    @Override
    public Backend open() {
      return new BackendInBetween(new CpuBackend(1)) {
        @Override
        public void close() {
          super.close();
          throw new IllegalStateException("planted");
        }
      };
    }

    @Override
    public Environment environment(String device) {
      return new Environment("p", device, "none", "j", "o", "data", sums, List.of("incline"), "t");
    }
  }

  @Test
  @Tag("field")
  void aRunIsFinishedWhateverFailsThen() throws IOException {
    DataFolder.Pair data =
        DataFolder.of(SyntheticData.write(temp.resolve("data"), 50, 20, 6)).load(Integer.MAX_VALUE);
    Path folder = temp.resolve("sweep");
    Sweep sweep =
        Sweep.of(
            folder, "t", List.of(new Sweep.Group("g", "g", List.of(), List.of(CONFIGURATION))));
    Map<String, Outcome> outcomes =
        sweep.run(data, data.sha256(), List.of(new Failing(data.sha256())), new Silent(), "test");
    assertThat(outcomes).hasSize(1);
    outcomes.forEach(
        (run, outcome) -> {
          assertThat(outcome.result()).as(String.valueOf(outcome)).isNotNull();
          assertThat(folder.resolve(run).resolve(StoredRun.RESULT)).exists();
          assertThat(folder.resolve(run).resolve(StoredRun.MODEL)).exists();
          assertThat(Files.exists(folder.resolve(run + StoredSweep.UNFINISHED))).isFalse();
        });
  }
}
