package dev.incline.cli.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.incline.bench.Bottleneck;
import dev.incline.bench.TrainingRate;
import dev.incline.file.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchTableTest {
  /** On a GPU the model's time stands beside the measured one, in the document too. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 17.3e-6})
  void aModelsTimeIsSaidWhereThereIsAModel(double seconds) throws JsonProcessingException {
    TrainingRate rate =
        new TrainingRate(
            "784-128-10 sigmoid", 64, 1e6, 64e-6, 2, 0.1, Bottleneck.LAUNCHES, seconds);
    StringWriter text = new StringWriter();
    BenchTable table = new BenchTable(new PrintWriter(text), () -> {});
    table.training(Json.STRICT.readValue(Json.text(rate), TrainingRate.class));
    table.foot();
    if (seconds > 0) {
      assertThat(text.toString()).contains("; the model says 17.3 µs", "incline bench --model");
    } else {
      assertThat(text.toString()).contains("launches").doesNotContain("model");
    }
  }
}
