package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.incline.cli.options.ExitCode;
import dev.incline.experiment.Failure;
import dev.incline.experiment.StoredRun;
import dev.incline.store.SavedModel;
import dev.incline.testing.SyntheticData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  @TempDir private Path temp;
  private Path out;

  @BeforeEach
  void writeData() {
    SyntheticData.write(temp.resolve("data"), 200, 50, 6);
    out = temp.resolve("out");
  }

  /** Plain Java on the data, unless {@code more} says otherwise. */
  private CommandRun train(String... more) {
    List<String> args = new ArrayList<>(List.of("train", "--overwrite"));
    args.addAll(List.of(more));
    Map<String, String> defaults =
        Map.of(
            "--device", "cpu",
            "--data", temp.resolve("data").toString(),
            "--out", out.toString(),
            "--init", "xavier",
            "--lr", "0.5",
            "--batch", "16");
    defaults.forEach(
        (flag, value) -> {
          if (!args.contains(flag)) {
            args.addAll(List.of(flag, value));
          }
        });
    return CommandRun.of(args.toArray(String[]::new));
  }

  @Test
  void jsonIsOneDocumentAndStdoutHoldsNothingElse() throws IOException {
    CommandRun run = train("--json", "--epochs", "3", "--seed", "7", "--hidden", "12,9");
    assertThat(run.code()).isZero();
    JsonNode json = JSON.readTree(run.out());
    assertThat(json.get("model").textValue()).isEqualTo("mlp");
    assertThat(json.get("network").textValue()).isEqualTo("36-12-9-10 sigmoid");
    assertThat(json.get("device").textValue()).startsWith("plain Java");
    assertThat(json.at("/options/hidden").toString()).isEqualTo("[12,9]");
    assertThat(json.at("/options/lr").doubleValue()).isEqualTo(0.5);
    assertThat(json.at("/options/init").textValue()).isEqualTo("xavier");
    assertThat(json.get("seed").longValue()).isEqualTo(7);
    assertThat(json.get("epochs")).hasSize(3);
    for (JsonNode epoch : json.get("epochs")) {
      for (String field :
          List.of("trainLoss", "trainAccuracy", "validationLoss", "validationAccuracy")) {
        assertThat(epoch.get(field).isDouble()).as(field).isTrue();
      }
      double seconds = epoch.get("seconds").doubleValue();
      assertThat(epoch.get("samplesPerSecond").doubleValue()).isEqualTo(160 / seconds);
    }
    assertThat(json.at("/epochs/2/epoch").intValue()).isEqualTo(3);
    int best = json.at("/best/epoch").intValue();
    assertThat(json.at("/best/validationAccuracy"))
        .isEqualTo(json.at("/epochs/" + (best - 1) + "/validationAccuracy"));
    assertThat(json.at("/test/loss").doubleValue()).isPositive();
    assertThat(json.at("/test/accuracy").doubleValue()).isBetween(0.0, 1.0);
    assertThat(json.get("weightsSha256").textValue()).matches("[0-9a-f]{64}");
    assertThat(json.get("deadClasses")).isEmpty();
    assertThat(json.get("rows").toString())
        .isEqualTo("{\"training\":160,\"validation\":40,\"test\":50}");
    assertThat(json.get("predicted").fieldNames()).toIterable().hasSize(10).startsWith("0", "1");
    int tested = 0;
    for (JsonNode count : json.get("predicted")) {
      tested += count.intValue();
    }
    assertThat(tested).isEqualTo(50);
    assertThat(json.get("seconds").doubleValue()).isPositive();
    assertThat(run.err()).contains("epoch 1/3  train loss", "epoch 3/3");

    assertThat(JSON.readTree(out.resolve("history.json").toFile())).isEqualTo(json);
    SavedModel saved = SavedModel.read(out.resolve("model.safetensors"));
    assertThat(saved.weights().sha256()).isEqualTo(json.get("bestWeightsSha256").textValue());
  }

  @Test
  void theSummaryIsOnStdoutAndQuietMeansQuiet() {
    CommandRun run = train("--quiet", "--model", "softmax", "--no-logit-relu", "--epochs", "20");
    assertThat(run.code()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("softmax (36-10)", "plain Java", "best epoch", "accuracy 1.0000", out.toString())
        .doesNotContain("WARNING");
  }

  @Test
  void logitsOfSoftmaxHaveReluByDefault() {
    assertThat(train("--quiet", "--model", "softmax", "--epochs", "1").out())
        .contains("36-10 relu logits");
  }

  /** From weights of 0 no logit is ever positive: every class is dead, and the guess is 0. */
  @Test
  void guessingAndDeadClassesAreWarnedOf() throws JsonProcessingException {
    String[] zero = {"--model", "softmax", "--init", "normal:1e-50", "--epochs", "1", "--json"};
    CommandRun human = train(Arrays.copyOf(zero, 6));
    assertThat(human.code()).isZero();
    assertThat(human.out()).contains("NOTHING WAS LEARNT", "10 of 10 classes are dead");
    CommandRun script = train(zero);
    assertThat(script.err()).contains("NOTHING WAS LEARNT", "10 of 10 classes are dead");
    JsonNode json = JSON.readTree(script.out());
    assertThat(json.get("warnings")).hasSize(2);
    assertThat(json.get("deadClasses")).hasSize(10);
    assertThat(json.at("/test/accuracy").doubleValue()).isEqualTo(0.1);
  }

  @Test
  void theThreadsChangeNoBit() throws JsonProcessingException {
    String[] hashes = new String[3];
    for (int threads = 1; threads <= 3; threads++) {
      CommandRun run = train("--json", "--quiet", "--epochs", "2", "--threads", "" + threads);
      hashes[threads - 1] = JSON.readTree(run.out()).get("weightsSha256").textValue();
    }
    assertThat(hashes).containsOnly(hashes[0]);
  }

  @Test
  void theLimitIsOfTheTrainingRows() throws JsonProcessingException {
    CommandRun run = train("--json", "--limit", "40", "--epochs", "1");
    JsonNode epoch = JSON.readTree(run.out()).at("/epochs/0");
    assertThat(epoch.get("samplesPerSecond").doubleValue())
        .isEqualTo(32 / epoch.get("seconds").doubleValue());
  }

  @Test
  void divergenceExitsWithFiveAndSavesWhyButNoModel() throws IOException {
    CommandRun run = train("--lr", "1e10", "--epochs", "50", "--json");
    assertThat(run.code()).isEqualTo(5);
    assertThat(run.err()).containsPattern("diverged in epoch \\d+ at step \\d+").contains("--lr");
    assertThat(run.out()).isEmpty();
    StoredRun stored = StoredRun.read(out);
    assertThat(stored.result()).isNull();
    assertThat(stored.failure()).isNotNull();
    assertThat(stored.failure().kind()).isEqualTo(Failure.Kind.DIVERGED);
    assertThat(stored.failure().epoch()).isEqualTo(stored.epochs().size() + 1);
    assertThat(out.resolve(StoredRun.MODEL)).doesNotExist();
  }

  @Test
  void anOutThatCannotBeWrittenIsToldBeforeAnythingIsRead() throws IOException {
    Files.writeString(out, "a file");
    CommandRun run = train("--data", temp.resolve("nowhere").toString());
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("cannot write into the folder " + out, "is a file", "--out");
    assertThat(out).hasContent("a file");
  }

  @Test
  void badDataExitsWithOneAndNamesTheFile() throws IOException {
    CommandRun missing = train("--data", temp.resolve("nowhere").toString());
    assertThat(missing.code()).isEqualTo(1);
    assertThat(missing.err()).contains(temp.resolve("nowhere").toString());

    Path labels = temp.resolve("data/t10k-labels-idx1-ubyte");
    Files.write(labels, new byte[20]);
    CommandRun wrong = train();
    assertThat(wrong.code()).isEqualTo(1);
    assertThat(wrong.err()).contains(labels.toString()).doesNotContain("\tat ");
    assertThat(wrong.out()).isEmpty();
    assertThat(out).doesNotExist();
  }

  @Test
  void aMissingDeviceExitsWithFourAndListsWhatIsThere() {
    CommandRun run = train("--device", "abacus");
    assertThat(run.code()).isEqualTo(4);
    assertThat(run.err()).contains("'abacus'", "cpu  plain Java");
    assertThat(out).doesNotExist();
  }

  @Test
  void aSplitThatLeavesNothingIsWrongUsage() {
    CommandRun run = train("--limit", "3", "--validation", "0.01");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--validation 0.01");
  }

  @Test
  void thePlanIsPrintedAndNothingTrained() {
    CommandRun run = train("--print-plan", "--batch", "48");
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("plan training step, 36-128-10 sigmoid, batch 48") // 160 rows: 3 x 48 + 16
        .contains("plan training step, 36-128-10 sigmoid, batch 16")
        .contains("plan evaluation, 36-128-10 sigmoid, batch 40")
        .contains("plan evaluation, 36-128-10 sigmoid, batch 50")
        .contains("SoftmaxCrossEntropy");
    assertThat(out).doesNotExist();
  }

  @Test
  @Tag("field")
  void plainJavaHasNoShadowOfItself() {
    CommandRun run = train("--shadow", "1/2");
    assertThat(run.code()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(run.err()).contains("--shadow", "does not go with --device cpu");
    assertThat(out).doesNotExist();
  }

  @Test
  void aMissingFileOfWeightsIsNamedAndLeavesNoFolder() {
    Path missing = temp.resolve("none.npz");
    CommandRun run =
        CommandRun.of(
            "train",
            "--device=cpu",
            "--data=" + temp.resolve("data"),
            "--out=" + out,
            "--weights=" + missing);
    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains(missing + " does not exist");
    assertThat(out).doesNotExist();
  }

  @Test
  void failBelowEndsLoudlyAfterAllIsSaved() throws IOException {
    CommandRun low = train("--lr", "1e-9", "--fail-below=0.99");
    assertThat(low.code()).isEqualTo(ExitCode.DIVERGED);
    assertThat(low.err()).contains("THE TEST ACCURACY", "IS BELOW 0.99");
    StoredRun stored = StoredRun.read(out);
    assertThat(stored.result().test().accuracy()).isLessThan(0.99);
    assertThat(out.resolve(StoredRun.MODEL)).exists();

    String exact = Double.toString(stored.result().test().accuracy());
    assertThat(train("--lr", "1e-9", "--fail-below=" + exact).code()).isZero();
    for (String wrong : List.of("-0.1", "1.1", "NaN")) {
      CommandRun run = train("--fail-below=" + wrong);
      assertThat(run.code()).isEqualTo(ExitCode.WRONG_USAGE);
      assertThat(run.err()).contains("--fail-below must be a number from 0 to 1");
    }
  }
}
