package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.incline.file.Json;
import dev.incline.inspect.BatchFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table of numbers with named classes, from training to prediction. */
@Tag("slow")
class OpenClTableTest {
  private static final String IRIS = "data/iris/iris.csv";

  @TempDir private Path temp;

  private static CommandRun run(String command, Object... words) {
    List<String> all = new ArrayList<>(List.of(command.split(" ")));
    for (Object word : words) {
      all.add(word.toString());
    }
    return CommandRun.of(all.toArray(String[]::new));
  }

  private JsonNode train(String name, String... more) throws IOException {
    List<Object> words = new ArrayList<>();
    words.addAll(List.of("--data", IRIS, "--label", "species", "--test-share", "0.2"));
    words.addAll(List.of("--optimizer", "adam", "--lr", "0.01", "--activation", "relu"));
    words.addAll(List.of("--hidden", "16", "--batch", "8", "--epochs", "40", "--init", "he"));
    words.addAll(List.of("--monitor", "loss"));
    if (!List.of(more).contains("--validation-split")) {
      words.addAll(List.of("--validation-split", "stratified"));
    }
    words.addAll(List.of("--out", temp.resolve(name)));
    words.addAll(List.of(more));
    CommandRun trained = run("train", words.toArray());
    assertThat(trained.code()).as(trained.err()).isZero();
    return Json.STRICT.readTree(Files.readString(temp.resolve(name).resolve("history.json")));
  }

  @Test
  void everyDeviceLearnsTheSame() throws IOException {
    JsonNode plain = train("plain", "--device", "cpu");
    JsonNode device = train("device", "--device", "opencl");
    assertThat(device.get("weightsSha256")).isEqualTo(plain.get("weightsSha256"));
    assertThat(device.at("/checked/outcome").asText()).isEqualTo("bit-equal");
    assertThat(plain.at("/test/accuracy").asDouble()).isGreaterThan(0.85);
    JsonNode raw = train("raw", "--device", "cpu", "--scale", "none");
    assertThat(raw.get("weightsSha256")).isNotEqualTo(plain.get("weightsSha256"));
    JsonNode streamed = train("streamed", "--device", "opencl", "--device-memory", "128K");
    assertThat(streamed.get("weightsSha256")).isEqualTo(plain.get("weightsSha256"));
  }

  /** The model scales by itself: what it was tested on it tests the same. */
  @Test
  void theModelIsUsedWithNumbers() throws IOException {
    double accuracy = train("run", "--device", "cpu").at("/test/accuracy").asDouble();
    Path model = temp.resolve("run");
    CommandRun evaluated =
        run(
            "evaluate --json --device cpu",
            model,
            "--data",
            IRIS,
            "--label",
            "species",
            "--test-share",
            "0.2");
    assertThat(evaluated.code()).as(evaluated.err()).isZero();
    JsonNode told = Json.STRICT.readTree(evaluated.out());
    assertThat(told.get("accuracy").asDouble()).isEqualTo(accuracy);

    Path rows = Files.writeString(temp.resolve("new.csv"), "5.1,3.5,1.4,0.2\n6.3,3.3,6.0,2.5\n");
    CommandRun predicted = run("predict --csv --device cpu", model, rows);
    assertThat(predicted.out()).containsPattern("new.csv,1,setosa,0.*\n.*new.csv,2,virginica,0");
    CommandRun named = run("predict --csv --device cpu", model, IRIS);
    assertThat(named.out().lines()).as("columns are found by name").hasSize(151);
    for (String option : List.of("--as-is", "--format=csv")) {
      CommandRun refused = run("predict --device cpu " + option, model, rows);
      assertThat(refused.code()).isEqualTo(2);
      assertThat(refused.err()).contains(option.replace("=csv", "") + " is for images: ");
    }
    CommandRun image = run("predict --device cpu", model, "data/mnist/t10k-images-idx3-ubyte.gz");
    assertThat(image.err()).contains("for this model, tables of text (CSV) and npy files are read");
    CommandRun digits = run("evaluate --device cpu", model, "--data", "data/mnist");
    assertThat(digits.code()).isEqualTo(1);
    assertThat(digits.err()).contains("test set holds images, but the model takes numbers");

    CommandRun exported = run("export --to onnx", model, "--out", temp.resolve("iris.onnx"));
    assertThat(exported.out()).contains("features: float64 [batch, 4]", "{\"features\": features}");
    CommandRun reported = run("report", model, "--out", temp.resolve("report.pdf"), "--data", IRIS);
    assertThat(reported.code()).as(reported.err()).isZero();
    assertThat(reported.err()).doesNotContain("WARNING");
  }

  /** Each run of a sweep scales by its own rows, as train does. */
  @Test
  void aSweepTrainsTheSame() throws IOException {
    JsonNode alone =
        train("alone", "--device", "cpu", "--seed", "43", "--validation-split", "shuffled");
    Path file =
        Files.writeString(
            temp.resolve("sweep.yaml"),
            """
            data: %s
            label: species
            test-share: 0.2
            optimizer: adam
            lr: 0.01
            activation: relu
            hidden: 16
            batch: 8
            epochs: 40
            init: he
            monitor: loss
            validation-split: shuffled
            repeats: 2
            groups: {one: {model: mlp}}
            """
                .formatted(IRIS));
    CommandRun swept = run("sweep --device cpu", file, "--out", temp.resolve("swept"));
    assertThat(swept.code()).as(swept.err()).isZero();
    try (Stream<Path> runs = Files.list(temp.resolve("swept"))) {
      Path same = runs.filter(run -> run.toString().endsWith("seed43")).findFirst().orElseThrow();
      JsonNode record = Json.STRICT.readTree(Files.readString(same.resolve("history.json")));
      assertThat(record.get("weightsSha256")).isEqualTo(alone.get("weightsSha256"));
    }
  }

  /** The rows of a step are scaled as those of a training. */
  @Test
  void aStepTakesWhatATrainingTakes() throws IOException {
    Object[] table = {"--data", IRIS, "--label", "species", "--test-share", "0.2"};
    Path tensors = temp.resolve("tensors.npz");
    CommandRun traced =
        run("trace --rows 0:4 --hidden 3 --device cpu --scale unit --out " + tensors, table);
    assertThat(traced.code()).as(traced.err()).isZero();
    float[] x = BatchFile.read(tensors, 3).x();
    assertThat(x).hasSize(4 * 4);
    for (float value : x) {
      assertThat(value).isBetween(0f, 1f);
    }

    CommandRun checked = run("gradcheck --rows 0:4 --hidden 3", table);
    assertThat(checked.code()).as(checked.err()).isZero();
  }

  @Test
  void aBenchTrainsOnNumbers() {
    Object[] table = {"--data", IRIS, "--label", "species", "--test-share", "0.2"};
    CommandRun timed = run("bench --quick --device cpu --works 5 --json", table);
    assertThat(timed.code()).as(timed.err()).isZero();
    assertThat(timed.out())
        .contains("\"4-5-3 sigmoid\"")
        .contains("\"batch\" : 64")
        .doesNotContain("\"batch\" : 128");
  }

  @Test
  void pixelsAreNotScaled() {
    CommandRun run =
        run("train --data data/mnist --scale standard --device cpu --out", temp.resolve("run"));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--scale standard is for tables of numbers");
  }
}
