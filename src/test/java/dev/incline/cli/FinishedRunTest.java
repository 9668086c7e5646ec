package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.backend.Backend;
import dev.incline.backend.cpu.CpuBackend;
import dev.incline.cli.options.ExitCode;
import dev.incline.data.DataSource;
import dev.incline.data.IdxFolder;
import dev.incline.experiment.Configuration;
import dev.incline.experiment.Environment;
import dev.incline.experiment.StoredRun;
import dev.incline.experiment.TrainingRun;
import dev.incline.store.GoneException;
import dev.incline.store.RunFolder;
import dev.incline.store.SavedModel;
import dev.incline.testing.Given;
import dev.incline.testing.SyntheticData;
import dev.incline.train.ShadowRecord;
import dev.incline.train.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is finished stays, whatever fails then. */
@Tag("field")
class FinishedRunTest {
  @TempDir private Path temp;
  private Path data;
  private Path folder;

  @BeforeEach
  void writeData() {
    data = SyntheticData.write(temp.resolve("data"), 200, 50, 6);
    folder = temp.resolve("run");
  }

  private CommandRun train(String... more) {
    List<String> args = new ArrayList<>(List.of("train", "--quiet"));
    settings().forEach((name, value) -> args.add("--%s=%s".formatted(name, value)));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(String[]::new));
  }

  private Map<String, String> settings() {
    return BrokenOffRun.settings(data);
  }

  private void isFinished() throws IOException {
    StoredRun run = StoredRun.read(folder);
    assertThat(run.result()).isNotNull();
    assertThat(SavedModel.read(folder.resolve(StoredRun.MODEL)).weights().sha256())
        .isEqualTo(run.result().bestWeightsSha256());
    assertThat(folder.resolve(StoredRun.FAILURE)).doesNotExist();
  }

  /** A folder with something in it cannot be deleted, nor a file moved there. */
  private Path inTheWay(String name) throws IOException {
    Path inTheWay = Files.createDirectories(folder.resolve(name));
    Files.writeString(inTheWay.resolve("mine"), "mine");
    return inTheWay;
  }

  @Test
  void aCheckpointThatStaysIsAWarning() throws IOException {
    BrokenOffRun.leave(folder, settings(), 12);
    Path inTheWay = inTheWay("checkpoint-000000001.bin");
    CommandRun run =
        CommandRun.of("train", "--quiet", "--resume=" + folder, "--checkpoint-every=3");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err())
        .contains("WARNING: the run is finished and whole, but cannot delete " + inTheWay);
    isFinished();
    assertThat(inTheWay.resolve("mine")).exists();
  }

  @Test
  void whatCannotBeReplacedLeavesTheFinishedRun() throws IOException {
    assertThat(train("--out=" + folder).code()).isZero();
    Path inTheWay = inTheWay("checkpoint-000000001.bin");
    CommandRun run = train("--out=" + folder, "--overwrite");
    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains("cannot delete " + inTheWay);
    isFinished();
  }

  @Test
  void curvesThatCannotBeDrawnLeaveTheResult() throws IOException {
    Path inTheWay = inTheWay("curves.svg");
    CommandRun run = train("--out=" + folder, "--overwrite");
    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains("the run is finished", "cannot write " + inTheWay, "plot");
    assertThat(run.out()).contains("test");
    isFinished();
  }

  @Test
  void aFinishedRunWithoutItsModelIsToBeTrainedAgain() throws IOException {
    assertThat(train("--out=" + folder).code()).isZero();
    Files.delete(folder.resolve(StoredRun.MODEL));
    CommandRun run = CommandRun.of("train", "--resume=" + folder);
    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err())
        .contains(folder + " is finished, but its model.safetensors is missing")
        .contains("incline train --config " + folder.resolve("config.yaml"));
  }

  private void train(Supplier<ShadowRecord> shadow, TrainingListener listener) throws IOException {
    Configuration configuration = Configuration.of(Given.flags(settings()), warning -> {});
    DataSource.Pair pair = IdxFolder.of(configuration.data()).load(Integer.MAX_VALUE);
    Environment environment =
        new Environment(
            "test", "test", "none", "java", "os", "data", pair.sha256(), List.of(), "now");
    TrainingRun run = new TrainingRun(configuration, environment, folder.toString(), shadow, null);
    try (RunFolder opened = RunFolder.at(folder);
        Backend backend = new CpuBackend(1)) {
      run.train(
          backend,
          run.configuration().setup(pair.sizes(), backend, backend.capacity()),
          pair,
          opened,
          listener);
    }
  }

  @Test
  void aModelStaysWhoseResultCouldNotBeTold() throws IOException {
    assertThatThrownBy(
            () ->
                train(
                    () -> {
                      throw new IllegalStateException("planted");
                    },
                    TrainingListener.SILENT))
        .hasMessage("planted");
    assertThat(folder.resolve(StoredRun.FAILURE)).content().contains("planted");
    assertThat(SavedModel.read(folder.resolve(StoredRun.MODEL)).classes()).hasSize(10);
  }

  @Test
  void aFolderThatIsTakenAwayEndsTheTrainingAtTheNextEpoch() {
    List<Integer> epochs = new ArrayList<>();
    assertThatThrownBy(
            () ->
                train(
                    () -> ShadowRecord.NONE,
                    record -> {
                      epochs.add(record.epoch());
                      takeAway();
                    }))
        .isInstanceOf(GoneException.class)
        .hasMessageContaining("folder " + folder + " was deleted, moved or unmounted");
    assertThat(epochs).containsExactly(1);
    assertThat(folder).isEmptyDirectory(); // it is somebody else's now
  }

  private void takeAway() {
    try {
      Files.move(folder, temp.resolve("elsewhere"));
      Files.createDirectory(folder);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
