package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.incline.cli.options.ExitCode;
import dev.incline.data.Dataset;
import dev.incline.store.SavedModel;
import dev.incline.testing.PdfText;
import dev.incline.testing.SyntheticData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which rows validate, if any, and what is said of them. */
@Tag("field")
class ValidationTest {
  @TempDir private Path temp;

  private Path data(Dataset training, Dataset test) {
    return SyntheticData.write(temp.resolve("data"), training, test);
  }

  private static Dataset training() {
    return SyntheticData.of("training set", 400, 6, 1);
  }

  private static Dataset test() {
    return SyntheticData.of("test set", 200, 6, 2);
  }

  private CommandRun train(String out, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "train",
                "--device=cpu",
                "--data=" + temp.resolve("data"),
                "--out=" + temp.resolve(out),
                "--batch=16"));
    if (Stream.of(more).noneMatch(option -> option.startsWith("--epochs"))) {
      args.add("--epochs=4");
    }
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(String[]::new));
  }

  private JsonNode result(String out) throws IOException {
    return new ObjectMapper().readTree(temp.resolve(out).resolve("history.json").toFile());
  }

  @Test
  void aSetSortedByClassIsWarnedOfBeforeAndAfter() throws IOException {
    data(SyntheticData.sorted(training()), test());
    CommandRun run = train("a", "--model=softmax", "--init=xavier", "--lr=0.1");

    String warning =
        "WARNING: the last 20 % of the training rows, which validates, holds classes that the rest lacks: 8 (0 train, 40 validate), 9 (0 train, 40 validate)";
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains(warning, "--validation-split stratified");
    assertThat(run.err().indexOf(warning)).isLessThan(run.err().indexOf("epoch 1/4"));
    assertThat(run.out())
        .contains("holds classes that the rest lacks")
        .doesNotContain("are dead", "--init half-normal", "Try another --lr");
    assertThat(result("a").get("deadClasses")).isEmpty();

    CommandRun check = CommandRun.of("data", "check", temp.resolve("data").toString());
    assertThat(check.out()).contains("warning  training set: the last 20 % of the training rows");
  }

  @Test
  void aStratifiedSplitLearnsFromASortedSet() throws IOException {
    data(SyntheticData.sorted(training()), test());
    String[] options = {"--validation-split=stratified", "--init=xavier", "--lr=0.5"};
    CommandRun run = train("a", options);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err() + run.out()).doesNotContain("WARNING");
    assertThat(result("a").get("best").get("validationAccuracy").doubleValue()).isGreaterThan(0.9);
    assertThat(Files.readString(temp.resolve("a/config.yaml")))
        .contains("validation-split: stratified", "validation-split: flag");
    assertThat(result("a").get("options").get("validation-split").textValue())
        .isEqualTo("stratified");

    Path yaml = temp.resolve("again.yaml");
    Files.copy(temp.resolve("a/config.yaml"), yaml);
    CommandRun again = CommandRun.of("train", "--config=" + yaml, "--out=" + temp.resolve("b"));
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(result("b").get("weightsSha256")).isEqualTo(result("a").get("weightsSha256"));
    assertThat(train("c", "--validation-split=shuffled", "--init=xavier", "--lr=0.5").code())
        .isZero();
    assertThat(result("c").get("weightsSha256")).isNotEqualTo(result("a").get("weightsSha256"));
  }

  @Test
  void theLastRowsValidateByDefault() throws IOException {
    data(training(), test());
    train("a");
    train("b", "--validation-split=last");
    assertThat(result("b").get("weightsSha256")).isEqualTo(result("a").get("weightsSha256"));
    CommandRun wrong = train("c", "--validation-split=first");
    assertThat(wrong.code()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(wrong.err()).contains("--validation-split", "last, shuffled, stratified or folds");
  }

  @Test
  void aSplitMayBeAnAxisOfASweep() throws IOException {
    data(training(), test());
    CommandRun run =
        CommandRun.of(
            "sweep",
            "--device=cpu",
            "--data=" + temp.resolve("data"),
            "--epochs=1",
            "--validation-split=last,stratified",
            "--out=" + temp.resolve("grid"));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("validation-split stratified", "2 runs: 2 finished");
    try (var runs = Files.list(temp.resolve("grid"))) {
      assertThat(runs.map(p -> p.getFileName().toString()))
          .anyMatch(name -> name.contains("-stratified-seed42"));
    }
    CommandRun report =
        CommandRun.of("report", temp.resolve("grid").toString(), "--out=" + temp.resolve("r.pdf"));
    assertThat(report.code()).as(report.err()).isZero();
  }

  @Test
  void withoutValidationAllRowsTrainAndTheLastWeightsAreKept() throws IOException {
    data(training(), test());
    CommandRun run = train("a", "--validation=0", "--init=xavier", "--lr=0.5");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err())
        .contains("all 400 rows train, none validates", "200 test")
        .containsPattern("epoch 4/4  train loss [0-9.]+ acc [0-9.]+ +[0-9.]+ s")
        .doesNotContain("val loss", "NaN");
    assertThat(run.out())
        .contains("last epoch  4, its weights are kept: no row validates (--validation 0)")
        .doesNotContain("NaN", "validation accuracy", "WARNING");
    JsonNode result = result("a");
    assertThat(result.get("weightsSha256")).isEqualTo(result.get("bestWeightsSha256"));
    assertThat(SavedModel.read(temp.resolve("a/model.safetensors")).weights().sha256())
        .isEqualTo(result.get("weightsSha256").textValue());
    assertThat(result.get("best").get("validationAccuracy").isNull()).isTrue();
    assertThat(result.get("epochs").get(0).get("validationLoss").isNull()).isTrue();
    assertThat(Files.readString(temp.resolve("a/history.jsonl"))).doesNotContain("NaN");
    assertThat(Files.readString(temp.resolve("a/curves.svg")))
        .contains("training")
        .doesNotContain("validation", "NaN");
    CommandRun plot = CommandRun.of("plot", temp.resolve("a").toString());
    assertThat(plot.code()).as(plot.err()).isZero();
  }

  @Test
  void aReportOfRunsWithoutValidationSaysSo() throws IOException {
    data(training(), test());
    train("runs/a", "--validation=0", "--init=xavier", "--lr=0.5");
    train("runs/b", "--validation=0", "--init=xavier", "--lr=0.1");
    Path pdf = temp.resolve("r.pdf");
    CommandRun report = CommandRun.of("report", temp.resolve("runs").toString(), "--out=" + pdf);
    assertThat(report.code()).as(report.err()).isZero();
    assertThat(PdfText.of(pdf))
        .contains("none validates", "training accuracy")
        .doesNotContain("NaN", "highest validation accuracy", "Best by validation");

    CommandRun diff =
        CommandRun.of(
            "report",
            "--diff",
            temp.resolve("runs/a").toString(),
            temp.resolve("runs/b").toString());
    assertThat(diff.code()).as(diff.err()).isZero();
    assertThat(diff.out()).containsPattern("validation accuracy +– +–").doesNotContain("NaN");

    train("runs/c");
    CommandRun mixed = CommandRun.of("report", temp.resolve("runs").toString(), "--out=" + pdf);
    assertThat(mixed.code()).as(mixed.err()).isZero();
    assertThat(mixed.err() + mixed.out() + PdfText.of(pdf)).contains("kept no row for validation");
  }

  @Test
  void withoutValidationNoRowIsLeftOut() throws IOException {
    data(training(), test());
    CommandRun all = train("a", "--validation=0", "--json");
    assertThat(new ObjectMapper().readTree(all.out()).get("epochs").get(0).get("trainLoss"))
        .isNotEqualTo(null);
    assertThat(all.out()).doesNotContain("NaN");
    CommandRun streamed = train("b", "--validation=0", "--threads=2", "--device-memory=104K");
    assertThat(streamed.code()).as(streamed.err()).isZero();
    assertThat(result("b").get("weightsSha256")).isEqualTo(result("a").get("weightsSha256"));
    assertThat(result("b").get("chunkRows").intValue()).isPositive();
  }

  @Test
  void aSweepRefusesToCompareWithoutValidation() {
    data(training(), test());
    CommandRun run =
        CommandRun.of(
            "sweep",
            "--device=cpu",
            "--data=" + temp.resolve("data"),
            "--lr=0.1,0.5",
            "--validation=0",
            "--out=" + temp.resolve("grid"));
    assertThat(run.code()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(run.err()).contains("--validation 0 does not go with sweep", "train --validation 0");
    assertThat(temp.resolve("grid")).doesNotExist();
  }

  @Test
  void aFinishedRunWithoutItsValidationIsDamaged() throws IOException {
    data(training(), test());
    train("a");
    for (String name : List.of("history.json", "history.jsonl")) {
      Path file = temp.resolve("a").resolve(name);
      Files.writeString(
          file,
          Files.readString(file)
              .replaceAll("\"validation(Loss|Accuracy)\" ?: ?[0-9.]+", "\"validation$1\":null"));
    }
    CommandRun plot = CommandRun.of("plot", temp.resolve("a").toString());
    assertThat(plot.code()).isEqualTo(ExitCode.FAILED);
    assertThat(plot.err()).contains("history.jsonl", "damaged");
  }

  @Test
  void theAnnouncementCountsEachPart() {
    data(training(), test());
    assertThat(train("a").err()).contains("320 rows train, 80 validate, 200 test");
  }

  @Test
  void anInvertedTestSetIsToldFromANetworkThatLearntNothing() {
    data(training(), SyntheticData.inverted(test()));
    CommandRun run = train("a", "--init=xavier", "--lr=0.5");
    assertThat(run.out())
        .contains("test and training images differ", "WARNING")
        .containsPattern("the validation accuracy is (0.9|1.0)")
        .doesNotContain("NOTHING WAS LEARNT", "--lr");
    CommandRun check = CommandRun.of("data", "check", temp.resolve("data").toString());
    assertThat(check.out()).contains("test set: its images are unlike the training images");
  }

  @Test
  void labelsOfOtherImagesAreToldFromANetworkThatLearntNothing() {
    Dataset test = test();
    byte[] labels = test.labels().clone();
    for (int row = 0; row < labels.length; row++) {
      labels[row] = (byte) ((labels[row] + 1) % 10);
    }
    data(training(), new Dataset("t", test.images(), labels, labels.length, 6, 6, 10));
    CommandRun run = train("a", "--init=xavier", "--lr=0.5");
    assertThat(run.out())
        .contains("Do its labels belong to its images?")
        .doesNotContain("NOTHING WAS LEARNT");
  }

  @Test
  void theCauseOfLearningNothingFollowsFromTheRun() {
    data(training(), test());
    String[] few = {"--epochs=1", "--init=normal:1e-6", "--hidden=8"};
    assertThat(train("a", few).out())
        .contains("320 rows in batches of 16 make only 20 steps an epoch, 20 in all", "--epochs")
        .doesNotContain("--lr");
    assertThat(train("b", "--epochs=1", "--init=normal:1e-6", "--hidden=8", "--lr=1e-6").out())
        .contains("--lr 1e-6 is small");
    assertThat(train("c", "--epochs=3", "--lr=300", "--init=xavier", "--hidden=8").out())
        .contains("is above that of guessing", "--lr 300 is too large");
  }

  @Test
  void aLimitThatCutsClassesOffIsWarnedOf() {
    data(SyntheticData.sorted(training()), test());
    assertThat(train("a", "--limit=100").err())
        .contains("no row of the training set has the label 3, 4, 5, 6, 7, 8, 9,", "--limit");
  }
}
