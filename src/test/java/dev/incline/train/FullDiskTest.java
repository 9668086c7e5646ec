package dev.incline.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.backend.Backend;
import dev.incline.backend.cpu.CpuBackend;
import dev.incline.data.Dataset;
import dev.incline.model.Activation;
import dev.incline.model.Initializer;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.model.Sgd;
import dev.incline.store.RunFolder;
import dev.incline.testing.SyntheticData;
import dev.incline.testing.TestTrainer;
import dev.incline.train.checkpoint.CheckpointInterval;
import dev.incline.train.checkpoint.Checkpoints;
import dev.incline.train.checkpoint.RunSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run on a disk of a known size, which its own files fill. */
@Tag("field")
class FullDiskTest {
  private static final Dataset TRAINING = SyntheticData.of("training", 63, 4, 1);
  private static final Dataset TEST = SyntheticData.of("test", 30, 4, 2);
  private static final Network NETWORK = Network.mlp(16, List.of(5), 10, Activation.SIGMOID);
  private static final TrainOptions OPTIONS =
      new TrainOptions(3, 16, Recipe.of(new Sgd(0.1, 1e-3)), Initializer.parse("xavier"), 42, 0.2);
  private static final RunSize SIZE = RunSize.of(NETWORK, OPTIONS, TRAINING.rows());

  @TempDir private Path temp;
  private long disk; // bytes
  private RunFolder folder;

  @BeforeEach
  void open() {
    folder = new RunFolder(temp, List.of(), path -> disk - used(path));
  }

  @AfterEach
  void close() {
    folder.close();
  }

  @Test
  void aRunThatDoesNotFitIsStoppedBeforeItStarts() throws IOException {
    disk = SIZE.result();
    SIZE.requireRoom(folder, false, "");
    assertThatThrownBy(() -> SIZE.requireRoom(folder, true, ", or leave out --checkpoint-every"))
        .isInstanceOf(IOException.class)
        .hasMessageMatching(
            "the disk of .* has no room for this run: it needs [0-9.]+ KiB \\(3 checkpoints at once take"
                + " [0-9.]+ KiB\\), and [0-9.]+ KiB are free. Free some space, or leave out --checkpoint-every");
    disk = SIZE.result() + 3 * SIZE.checkpoint();
    SIZE.requireRoom(folder, true, "");
    disk = SIZE.result() - 1;
    assertThatThrownBy(() -> SIZE.requireRoom(folder, false, "")).isInstanceOf(IOException.class);
    Files.write(temp.resolve("checkpoint-000000005.bin"), new byte[1000]);
    disk = SIZE.result(); // of which the checkpoint has some, and gives it
    SIZE.requireRoom(folder, false, "");
    assertThat(temp).isDirectoryNotContaining("glob:**.probe");
  }

  @Test
  void whatARunLeavesIsNeverMoreThanWasComputed() throws IOException {
    disk = 1 << 30;
    train(checkpoints());
    for (Path file : Checkpoints.files(temp)) {
      assertThat(Files.size(file)).isBetween(1L, SIZE.checkpoint());
    }
    assertThat(SIZE.model()).isLessThan(4 * NETWORK.parameters() + 10_000);
  }

  @Test
  void aCheckpointWithoutRoomIsLeftOutAndTheTrainingEndsAsEver() throws IOException {
    disk = 1 << 30;
    String whole = train(checkpoints()).finalSha256();
    Checkpoints.delete(temp);
    disk = SIZE.checkpoint() + SIZE.result() - 1;
    assertThat(train(checkpoints()).finalSha256()).isEqualTo(whole);
    assertThat(temp).as("the room of the model is kept").isEmptyDirectory();
  }

  @Test
  void olderCheckpointsMakeWayForNewerOnes() throws IOException {
    disk = 1 << 30;
    train(checkpoints());
    long real = 0;
    for (Path file : Checkpoints.files(temp)) {
      real = Math.max(real, Files.size(file));
    }
    Checkpoints.delete(temp);
    long digits = 64; // the seconds in it are text of any length
    disk = SIZE.checkpoint() + SIZE.result() + real + digits; // two fit, and a third does not
    train(checkpoints());
    assertThat(Checkpoints.files(temp))
        .extracting(file -> file.getFileName().toString())
        .containsExactly("checkpoint-000000012.bin", "checkpoint-000000009.bin");
  }

  @Test
  void checkpointsMakeWayForTheModel() throws IOException {
    checkpoint(3, 4000);
    checkpoint(6, 4000);
    disk = 10_000;
    Checkpoints.makeWayFor(folder, "model", 5000, file -> writeWithin(file, 5000));
    assertThat(names()).containsExactly("checkpoint-000000006.bin", "model");
    Files.delete(temp.resolve("model"));
    checkpoint(3, 4000);
    Checkpoints.makeWayFor(folder, "model", 9000, file -> writeWithin(file, 9000));
    assertThat(names()).as("a finished model is worth more").containsExactly("model");
  }

  @Test
  void theNewestCheckpointStaysWhereTheModelFindsNoRoomWithoutIt() throws IOException {
    checkpoint(3, 4000);
    checkpoint(6, 4000);
    disk = 10_000;
    for (long tooLarge : List.of(11_000L, 20_000L)) {
      assertThatThrownBy(
              () ->
                  Checkpoints.makeWayFor(
                      folder, "model", tooLarge, file -> writeWithin(file, tooLarge)))
          .hasMessageEndingWith("No space left on device");
      assertThat(names()).containsExactly("checkpoint-000000003.bin", "checkpoint-000000006.bin");
    }
    assertThatThrownBy(
            () ->
                Checkpoints.makeWayFor(
                    folder,
                    "model",
                    10,
                    file -> {
                      throw new IOException("Input/output error");
                    }))
        .as("room is not what is missing")
        .hasMessageEndingWith("Input/output error");
    assertThat(names()).containsExactly("checkpoint-000000006.bin");
  }

  @Test
  void theNewestCheckpointStaysWhereAStoppingTrainingCanWriteNone() throws IOException {
    disk = 1 << 30;
    train(checkpoints());
    Files.delete(temp.resolve("checkpoint-000000009.bin"));
    Files.createDirectory(temp.resolve("checkpoint-000000000.bin")); // which cannot be replaced
    Files.createFile(temp.resolve("checkpoint-000000000.bin/x"));
    Checkpoints stopping = new Checkpoints(folder, "t", SIZE, CheckpointInterval.NEVER, () -> true);
    assertThatThrownBy(() -> train(stopping))
        .hasMessageContaining("cannot write " + temp.resolve("checkpoint-000000000.bin"));
    assertThat(names()).as("the newest stays").contains("checkpoint-000000012.bin");
  }

  private Checkpoints checkpoints() {
    return new Checkpoints(folder, "t", SIZE, CheckpointInterval.parse("3"), () -> false);
  }

  private static TrainResult train(Checkpoints checkpoints) throws IOException {
    try (Backend backend = new CpuBackend(1)) {
      return new TestTrainer(backend, NETWORK, OPTIONS, checkpoints).train(TRAINING, TEST);
    }
  }

  private void checkpoint(int step, int bytes) throws IOException {
    Files.write(temp.resolve("checkpoint-%09d.bin".formatted(step)), new byte[bytes]);
  }

  /** As a full disk does it. */
  private void writeWithin(Path file, long bytes) throws IOException {
    if (bytes > disk - used(temp)) {
      throw new IOException("No space left on device");
    }
    Files.write(file, new byte[(int) bytes]);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(temp)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static long used(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
