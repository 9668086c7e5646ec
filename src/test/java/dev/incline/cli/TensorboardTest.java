package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.incline.cli.options.ExitCode;
import dev.incline.tensorboard.EventReader;
import dev.incline.testing.SyntheticData;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.Summary.Value;

/** What train and sweep leave for TensorBoard, read with TensorFlow's own classes. */
@Tag("slow")
class TensorboardTest {
  @TempDir private Path temp;
  private Path data;
  private Path board;

  @BeforeEach
  void writeData() {
    data = SyntheticData.write(temp.resolve("data"), 100, 20, 5);
    board = temp.resolve("board/one");
  }

  private CommandRun run(String command, String... more) {
    List<String> args = new ArrayList<>(List.of(command, "-q", "--device", "cpu"));
    args.addAll(List.of("--data", data.toString(), "--hidden", "3", "--batch", "10"));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(String[]::new));
  }

  private CommandRun train(String out, String... more) {
    List<String> args = new ArrayList<>(List.of(more));
    args.addAll(List.of("--epochs", "3", "--json", "--out", temp.resolve(out).toString()));
    return run("train", args.toArray(String[]::new));
  }

  private static List<Value> values(List<Event> events, String tag) {
    return events.stream()
        .flatMap(event -> event.getSummary().getValueList().stream())
        .filter(value -> value.getTag().equals(tag))
        .toList();
  }

  @Test
  void eachEpochHasItsScoresAndTheEndItsPicture() throws IOException {
    CommandRun run = train("run", "--tensorboard", board.toString());
    assertThat(run.code()).as(run.err()).isZero();
    JsonNode record = new ObjectMapper().readTree(run.out());
    List<Event> events = EventReader.folder(board);
    assertThat(events.get(0).getFileVersion()).isEqualTo("brain.Event:2");
    for (int epoch = 1; epoch <= 3; epoch++) {
      JsonNode expected = record.get("epochs").get(epoch - 1);
      int at = epoch;
      List<Event> its = events.stream().filter(event -> event.getStep() == at).toList();
      scalar(its, "loss/training", expected.get("trainLoss"));
      scalar(its, "accuracy/training", expected.get("trainAccuracy"));
      scalar(its, "loss/validation", expected.get("validationLoss"));
      scalar(its, "accuracy/validation", expected.get("validationAccuracy"));
      scalar(its, "learning_rate", expected.get("learningRate"));
      scalar(its, "samples_per_second", expected.get("samplesPerSecond"));
      assertThat(values(its, "weights/W1").get(0).getHisto().getNum()).isEqualTo(75);
      assertThat(values(its, "weights/b2").get(0).getHisto().getNum()).isEqualTo(10);
    }
    assertThat(values(events, "weights/W1")).hasSize(4); // the initial ones too
    scalar(events, "accuracy/test", record.get("test").get("accuracy"));
    BufferedImage picture =
        ImageIO.read(
            values(events, "confusion").get(0).getImage().getEncodedImageString().newInput());
    assertThat(picture.getWidth())
        .isEqualTo(values(events, "confusion").get(0).getImage().getWidth());
    String options =
        values(events, "_hparams_/session_start_info")
            .get(0)
            .getMetadata()
            .getPluginData()
            .getContent()
            .toStringUtf8();
    assertThat(options).contains("batch", "activation", "sigmoid");
    assertThat(values(events, "_hparams_/session_end_info")).hasSize(1);

    JsonNode plain = new ObjectMapper().readTree(train("plain").out());
    assertThat(plain.get("weightsSha256")).isEqualTo(record.get("weightsSha256"));
  }

  private static void scalar(List<Event> events, String tag, JsonNode expected) {
    assertThat(values(events, tag)).as(tag).hasSize(1);
    assertThat(values(events, tag).get(0).getSimpleValue())
        .isEqualTo((float) expected.doubleValue());
  }

  @Test
  void aSweepHasAFolderForEachRun() throws IOException {
    CommandRun run =
        run(
            "sweep",
            "--lr=0.5,0.1",
            "--epochs=2",
            "--out=" + temp.resolve("sweep"),
            "--tensorboard=" + board);
    assertThat(run.code()).as(run.err()).isZero();
    try (Stream<Path> folders = Files.list(board)) {
      List<Path> all = folders.sorted().toList();
      assertThat(all).hasSize(2);
      for (Path one : all) {
        assertThat(temp.resolve("sweep").resolve(one.getFileName())).isDirectory();
        assertThat(values(EventReader.folder(one), "loss/training")).hasSize(2);
      }
    }
  }

  @Test
  void aFolderThatTakesNoFileIsSaidBeforeTheTraining() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "");
    CommandRun run = train("run", "--tensorboard", file.resolve("board").toString());
    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains("cannot write into the folder");
    assertThat(temp.resolve("run")).doesNotExist();
  }
}
