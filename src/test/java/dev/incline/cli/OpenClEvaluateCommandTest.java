package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.incline.testing.SyntheticData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A saved model gives the numbers that its training printed, on plain Java and on OpenCL. */
@Tag("slow")
class OpenClEvaluateCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path temp;
  private static Path data;
  private static Path run;
  private static JsonNode trained;

  @BeforeAll
  static void train() throws IOException {
    data = SyntheticData.write(temp.resolve("data"), 60, 37, 6);
    run = temp.resolve("run");
    CommandRun training =
        CommandRun.of(
            "train",
            "--json",
            "--quiet",
            "--device=cpu",
            "--hidden=5",
            "--epochs=2",
            "--lr=0.5",
            "--init=xavier",
            "--data=" + data,
            "--out=" + run);
    assertThat(training.code()).as(training.err()).isZero();
    trained = JSON.readTree(training.out());
  }

  private static CommandRun evaluate(String... more) {
    String[] args = new String[2 + more.length];
    args[0] = "evaluate";
    args[1] = "--data=" + data;
    System.arraycopy(more, 0, args, 2, more.length);
    return CommandRun.of(args);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "opencl"})
  void itsNumbersAreThoseOfTraining(String device) throws IOException {
    CommandRun evaluation = evaluate(run.toString(), "--json", "--device=" + device);
    assertThat(evaluation.code()).as(evaluation.err()).isZero();
    JsonNode json = JSON.readTree(evaluation.out());
    JsonNode test = trained.get("test");
    assertThat(json.get("loss").doubleValue()).isEqualTo(test.get("loss").doubleValue());
    assertThat(json.get("accuracy").doubleValue()).isEqualTo(test.get("accuracy").doubleValue());
    assertThat(json.get("weightsSha256")).isEqualTo(trained.get("bestWeightsSha256"));
    assertThat(json.get("rows").intValue()).isEqualTo(37);
    assertThat(json.get("confusion")).hasSize(10);
    assertThat(json.get("perClass").get(6).get("support").intValue()).isEqualTo(4);
    assertThat(json.get("perClass").get(7).get("support").intValue()).isEqualTo(3);
    double low = json.get("accuracyInterval95").get("low").doubleValue();
    assertThat(low).isBetween(0.0, test.get("accuracy").doubleValue());
  }

  @Test
  void theTablesSayTheSame() throws IOException {
    CommandRun evaluation = evaluate(run.resolve("model.safetensors").toString(), "--device=cpu");
    assertThat(evaluation.code()).isZero();
    JsonNode test = trained.get("test");
    assertThat(evaluation.out())
        .contains("test set of " + data + ", 37 rows")
        .contains("loss      %.4f".formatted(test.get("loss").doubleValue()))
        .contains("accuracy  %.4f, 95 %% interval ".formatted(test.get("accuracy").doubleValue()))
        .contains("true |", "precision  recall");
  }

  @Test
  void theTrainingRowsAreOthers() throws IOException {
    CommandRun evaluation = evaluate(run.toString(), "--json", "--device=cpu", "--set=training");
    JsonNode json = JSON.readTree(evaluation.out());
    assertThat(json.get("rows").intValue()).isEqualTo(60);
    assertThat(json.get("set").textValue()).isEqualTo("training");
    assertThat(json.get("loss")).isNotEqualTo(trained.get("test").get("loss"));
  }

  @Test
  void dataOfAnotherShapeAreRefused() {
    Path other = SyntheticData.write(temp.resolve("other"), 20, 10, 7);
    requireFailure(
        CommandRun.of("evaluate", run.toString(), "--device=cpu", "--data=" + other),
        "the test set has images of 7 x 7 = 49 pixels",
        "the network 36-5-10 sigmoid takes 36 inputs");
  }

  @Test
  void modelsThatAreNone() throws IOException {
    requireFailure(evaluate(temp.resolve("none").toString()), "none does not exist");
    requireFailure(evaluate(data.toString()), "holds no model.safetensors");
    Path damaged = temp.resolve("damaged.safetensors");
    byte[] bytes = Files.readAllBytes(run.resolve("model.safetensors"));
    bytes[bytes.length - 3] ^= 1;
    Files.write(damaged, bytes);
    requireFailure(
        evaluate(damaged.toString()),
        damaged.toString(),
        "its weights are not those of its checksum");
    Files.write(damaged, new byte[] {1, 2, 3});
    requireFailure(evaluate(damaged.toString()), damaged.toString(), "too few for a header");
  }

  private static void requireFailure(CommandRun failed, String... says) {
    assertThat(failed.code()).isEqualTo(1);
    assertThat(failed.err())
        .startsWith("incline: ")
        .contains(says)
        .doesNotContain("\tat ", "should not happen");
    assertThat(failed.out()).isEmpty();
  }

  @Test
  void wrongUsage() {
    assertThat(evaluate().code()).isEqualTo(2);
    assertThat(evaluate(run.toString(), "--set=validation").code()).isEqualTo(2);
    assertThat(evaluate(run.toString(), "--device=cpu", "--threads=0").code()).isEqualTo(2);
    assertThat(evaluate(run.toString(), "--device=nowhere").code()).isEqualTo(4);
  }
}
