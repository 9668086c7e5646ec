package dev.incline.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.backend.Backend;
import dev.incline.backend.cpu.CpuBackend;
import dev.incline.data.Dataset;
import dev.incline.model.Activation;
import dev.incline.model.Adam;
import dev.incline.model.Initializer;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.model.Schedule;
import dev.incline.model.Sgd;
import dev.incline.plan.Planner;
import dev.incline.store.RunFolder;
import dev.incline.testing.SyntheticData;
import dev.incline.testing.TestTrainer;
import dev.incline.train.EpochRecord;
import dev.incline.train.PausedTraining;
import dev.incline.train.StoppedException;
import dev.incline.train.TrainOptions;
import dev.incline.train.TrainResult;
import dev.incline.train.TrainingListener;
import dev.incline.train.TrainingState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
  private static final Dataset TRAINING = SyntheticData.of("training", 63, 4, 1);
  private static final Dataset TEST = SyntheticData.of("test", 30, 4, 2);
  private static final Network NETWORK = Network.mlp(16, List.of(5), 10, Activation.SIGMOID);
  private static final TrainOptions OPTIONS =
      new TrainOptions(3, 16, Recipe.of(new Sgd(0.1, 1e-3)), Initializer.parse("xavier"), 42, 0.2);

  private static final RunSize SIZE = RunSize.of(NETWORK, OPTIONS, TRAINING.rows());

  @TempDir private Path temp;
  private final List<TrainingState> states = new ArrayList<>();
  private TrainResult whole;

  /** Stops at every step of a training. */
  @BeforeEach
  void train() {
    train(OPTIONS);
  }

  private void train(TrainOptions options) {
    TrainingListener eachStep =
        new TrainingListener() {
          @Override
          public void epochFinished(EpochRecord record) {}

          @Override
          public long stopBefore(long step) {
            return step + 1;
          }

          @Override
          public void between(PausedTraining paused) {
            assertThat(paused.step()).isEqualTo(states.size());
            states.add(paused.state());
          }
        };
    try (Backend backend = new CpuBackend(1)) {
      whole = new TestTrainer(backend, NETWORK, options, eachStep).train(TRAINING, TEST);
    }
  }

  private static TrainResult goOn(TrainingState from) {
    return goOn(OPTIONS, from);
  }

  private static TrainResult goOn(TrainOptions options, TrainingState from) {
    try (Backend backend = new CpuBackend(2)) {
      return new TestTrainer(backend, NETWORK, options, TrainingListener.SILENT)
          .train(TRAINING, TEST, from);
    }
  }

  @Test
  void aTrainingEndsTheSameFromWhicheverStepItGoesOn() throws IOException {
    assertThat(states).hasSize(3 * 4 + 1); // 50 rows in batches of 16, and the end
    for (TrainingState state : states) {
      Path file = temp.resolve("checkpoint");
      new Checkpoint("this one", state).write(file);
      Checkpoint read = Checkpoint.read(file);
      assertThat(read.training()).isEqualTo("this one");
      TrainResult result = goOn(read.state());
      assertThat(result.finalSha256()).isEqualTo(whole.finalSha256());
      assertThat(result.weights().sha256()).isEqualTo(whole.weights().sha256());
      assertThat(result.test()).isEqualTo(whole.test());
      for (int i = 0; i < 3; i++) {
        assertThat(result.history().epochs().get(i))
            .usingRecursiveComparison()
            .ignoringFields("seconds", "samplesPerSecond")
            .isEqualTo(whole.history().epochs().get(i));
      }
    }
  }

  @Test
  void whatAnOptimizerKeepsIsInTheFile() throws IOException {
    Adam adam = new Adam(0.01, 1e-2, 0.9, 0.999, 1e-8, false);
    TrainOptions options =
        new TrainOptions(
            3,
            16,
            Recipe.of(adam).with(Schedule.parse("linear:0.001")),
            Initializer.parse("xavier"),
            42,
            0.2);
    states.clear();
    train(options);
    for (TrainingState state : states) {
      Path file = temp.resolve("checkpoint");
      new Checkpoint("this one", state).write(file);
      TrainingState read = Checkpoint.read(file).state();
      assertThat(read.state().slots()).containsExactlyElementsOf(Planner.state(NETWORK, adam));
      assertThat(goOn(options, read).finalSha256()).isEqualTo(whole.finalSha256());
    }
  }

  /** The hash sees what the tests above compare: a state with one bit flipped ends elsewhere. */
  @Test
  void aChangedWeightChangesTheEnd() {
    TrainingState state = states.get(5);
    state.state().weights(NETWORK).matrices().get(0)[3] += 1e-3f;
    assertThat(goOn(state).finalSha256()).isNotEqualTo(whole.finalSha256());
  }

  @Test
  void noShortenedFileAndNoFlippedBitIsAccepted() throws IOException {
    Path file = temp.resolve("checkpoint");
    new Checkpoint("this one", states.get(6)).write(file);
    byte[] good = Files.readAllBytes(file);
    for (int length = 0; length < good.length; length++) {
      refuse(file, Arrays.copyOf(good, length));
    }
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= (byte) (1 << i % 8);
      refuse(file, bad);
    }
    refuse(file, Arrays.copyOf(good, good.length + 1));
    Files.write(file, good);
    assertThat(Checkpoint.read(file).state().step()).isEqualTo(2);
  }

  private static void refuse(Path file, byte[] content) throws IOException {
    Files.write(file, content);
    assertThatThrownBy(() -> Checkpoint.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void theLastTwoAreKeptAndTheIntervalIsInSteps() throws IOException {
    Path path = temp.resolve("run");
    List<Long> asked = new ArrayList<>();
    try (RunFolder folder = RunFolder.at(path);
        Backend backend = new CpuBackend(1)) {
      Checkpoints checkpoints =
          new Checkpoints(folder, "t", SIZE, CheckpointInterval.parse("5"), () -> false);
      for (long step = 0; step < 12; step++) {
        asked.add(checkpoints.stopBefore(step));
      }
      new TestTrainer(backend, NETWORK, OPTIONS, checkpoints).train(TRAINING, TEST);
    }
    assertThat(asked).containsExactly(5L, 5L, 5L, 5L, 5L, 10L, 10L, 10L, 10L, 10L, 15L, 15L);
    assertThat(Checkpoints.files(path))
        .extracting(file -> file.getFileName().toString())
        .containsExactly("checkpoint-000000010.bin", "checkpoint-000000005.bin");
    assertThat(goOn(Checkpoint.read(Checkpoints.files(path).get(1)).state()).finalSha256())
        .isEqualTo(whole.finalSha256());
    Checkpoints.delete(path);
    assertThat(path).isEmptyDirectory();
  }

  @Test
  void nothingIsLeftBeforeTheIntervalIsOver() throws IOException {
    Path path = temp.resolve("run");
    try (RunFolder folder = RunFolder.at(path);
        Backend backend = new CpuBackend(1)) {
      for (String none : List.of("13", "1h")) { // of 12 steps that take less than a second
        Checkpoints checkpoints =
            new Checkpoints(folder, "t", SIZE, CheckpointInterval.parse(none), () -> false);
        assertThat(checkpoints.write()).as("nothing is known yet").isNull();
        new TestTrainer(backend, NETWORK, OPTIONS, checkpoints).train(TRAINING, TEST);
        assertThat(Checkpoints.files(path)).as(none).isEmpty();
        TrainingState last = checkpoints.last();
        assertThat(last).as("remembered for a device that fails").isNotNull();
        assertThat(goOn(last).finalSha256()).isEqualTo(whole.finalSha256());
      }
      assertThat(
              new Checkpoints(folder, "t", SIZE, CheckpointInterval.NEVER, () -> false)
                  .stopBefore(7))
          .isEqualTo(Long.MAX_VALUE);
    }
  }

  @Test
  void theIntervalIsATime() throws IOException, InterruptedException {
    Path path = temp.resolve("run");
    try (RunFolder folder = RunFolder.at(path);
        Backend backend = new CpuBackend(1)) {
      Checkpoints checkpoints =
          new Checkpoints(folder, "t", SIZE, CheckpointInterval.parse("1s"), () -> false);
      Thread.sleep(1001); // due at the first look
      new TestTrainer(backend, NETWORK, OPTIONS, checkpoints).train(TRAINING, TEST, states.get(2));
      assertThat(Checkpoints.files(path))
          .extracting(file -> file.getFileName().toString())
          .contains("checkpoint-000000002.bin");
    }
  }

  @Test
  void aWishToStopLeavesACheckpoint() throws IOException {
    Path path = temp.resolve("run");
    int[] asked = new int[1];
    try (RunFolder folder = RunFolder.at(path);
        Backend backend = new CpuBackend(1)) {
      Checkpoints checkpoints =
          new Checkpoints(folder, "t", SIZE, CheckpointInterval.NEVER, () -> ++asked[0] > 2);
      TestTrainer trainer = new TestTrainer(backend, NETWORK, OPTIONS, checkpoints);
      assertThatThrownBy(() -> trainer.train(TRAINING, TEST))
          .isInstanceOf(StoppedException.class)
          .hasMessage("stopped after step 8");
    }
    assertThat(goOn(Checkpoint.read(Checkpoints.files(path).get(0)).state()).finalSha256())
        .isEqualTo(whole.finalSha256());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "5x", "1.5s", "1000000000", "s", " 5"})
  void noInterval(String text) {
    assertThatThrownBy(() -> CheckpointInterval.parse(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void intervals() {
    assertThat(CheckpointInterval.parse("500")).isEqualTo(new CheckpointInterval(500, 0));
    assertThat(CheckpointInterval.parse("30s")).isEqualTo(new CheckpointInterval(0, 30));
    assertThat(CheckpointInterval.parse("5m")).isEqualTo(new CheckpointInterval(0, 300));
    assertThat(CheckpointInterval.parse("2h")).isEqualTo(new CheckpointInterval(0, 7200));
  }
}
