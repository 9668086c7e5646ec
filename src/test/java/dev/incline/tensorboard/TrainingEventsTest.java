package dev.incline.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.train.EpochRecord;
import dev.incline.train.score.ConfusionMatrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.Summary.Value;

class TrainingEventsTest {
  @TempDir private Path temp;

  private static EpochRecord epoch(int number, double validation) {
    return new EpochRecord(number, 0.5, 0.75, validation, validation, 1, 1000, 0.1);
  }

  @Test
  void aFolderThatFailsCostsOneWarningAndNothingElse() throws IOException {
    Path folder = Files.createDirectories(temp.resolve("board"));
    List<String> warnings = new ArrayList<>();
    TrainingEvents events = new TrainingEvents(folder, Map.of(), warnings::add);
    events.epochFinished(epoch(1, 0.25));
    assertThat(warnings).isEmpty();
    Path file;
    try (var files = Files.list(folder)) {
      file = files.findFirst().orElseThrow();
    }
    Files.delete(file);
    Files.createDirectory(file); // which cannot be written to
    events.epochFinished(epoch(2, 0.25));
    events.epochFinished(epoch(3, 0.25));
    events.tested(new ConfusionMatrix(new int[][] {{1, 0}, {0, 1}}), List.of("a", "b"));
    assertThat(warnings).hasSize(1);
    assertThat(warnings.get(0))
        .startsWith("cannot write " + file)
        .endsWith("The training goes on without events for TensorBoard");
  }

  @Test
  void withoutValidationThereIsNoScoreOfIt() throws IOException {
    new TrainingEvents(temp, Map.of(), text -> {}).epochFinished(epoch(1, Double.NaN));
    Event event = EventReader.folder(temp).get(0);
    assertThat(event.getStep()).isEqualTo(1);
    assertThat(event.getSummary().getValueList())
        .extracting(Value::getTag)
        .containsExactly(
            "loss/training", "accuracy/training", "learning_rate", "samples_per_second");
  }
}
