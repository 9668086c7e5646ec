package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.testing.SyntheticData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Words and missing values of tables, from the training to the prediction. */
class TableTrainingTest {
  @TempDir private Path temp;

  private CommandRun train(String... more) {
    return AnyDataTest.train(temp, more);
  }

  /** The words of a table are kept from the training to evaluation and prediction. */
  @Test
  void wordsAreFeatures() throws IOException {
    StringBuilder text = new StringBuilder("size,colour,kind\n");
    for (int row = 0; row < 60; row++) {
      text.append(row).append(row % 2 == 0 ? ",red,apple\n" : ",blue,plum\n");
    }
    String table = Files.writeString(temp.resolve("fruit.csv"), text).toString();
    String[] data = {"--data", table, "--label", "kind", "--test-share", "0.2"};
    CommandRun refused = train(data);
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("column 2 (colour): 'red' is no", "--one-hot colour");
    String run = temp.resolve("run").toString();
    String[] words = {"train", "-q", "--device", "cpu", "--out", run, "--one-hot", "colour"};
    String[] enough = {"--epochs", "60", "--batch", "8", "--lr", "1", "--init", "xavier"};
    CommandRun trained =
        CommandRun.of(Stream.of(words, data, enough).flatMap(Stream::of).toArray(String[]::new));
    assertThat(trained.code()).as(trained.err()).isZero();
    assertThat(Files.readString(temp.resolve("run").resolve("config.yaml")))
        .contains("one-hot: colour");
    CommandRun evaluated =
        CommandRun.of(
            "evaluate",
            run,
            "--device",
            "cpu",
            "--data",
            table,
            "--label",
            "kind",
            "--test-share",
            "0.2");
    assertThat(evaluated.code()).as(evaluated.err()).isZero();
    assertThat(evaluated.out()).contains("12 of 12 are right");
    String rows =
        Files.writeString(temp.resolve("new.csv"), "colour,size\nblue,3\nred,3\n").toString();
    CommandRun predicted = CommandRun.of("predict", run, "--csv", "--device", "cpu", rows);
    assertThat(predicted.out()).containsPattern("new.csv,1,plum.*\n.*new.csv,2,apple");
    CommandRun checked =
        CommandRun.of(
            Stream.of(
                    new String[] {"data", "check", table, "--label", "kind", "--test-share", "0.2"},
                    new String[] {"--one-hot", "colour"})
                .flatMap(Stream::of)
                .toArray(String[]::new));
    assertThat(checked.code()).as(checked.err()).isZero();
    assertThat(checked.out()).contains("rows of 3 numbers");
  }

  /** Whoever writes the means into the table gets the same weights. */
  @Test
  void missingValuesAreTheMeansOfTheRowsThatTrain() throws IOException {
    StringBuilder gaps = new StringBuilder("x,z,kind\n");
    StringBuilder filled = new StringBuilder("x,z,kind\n");
    for (int row = 0; row < 60; row++) {
      boolean missing = row % 7 == 3;
      boolean trains = row < 48;
      int x = trains ? row % 2 == 0 ? 1 : 4 : 1000; // 24 and 24 train; of the missing 4 and 3
      gaps.append(missing ? "NA" : x + "").append(',').append(row).append(",k").append(row % 2);
      filled.append(missing ? "%s" : x + "").append(',').append(row).append(",k").append(row % 2);
      gaps.append('\n');
      filled.append('\n');
    }
    float mean = (float) (meanOf(gaps.toString(), 48));
    String table = Files.writeString(temp.resolve("gaps.csv"), gaps).toString();
    String whole =
        Files.writeString(
                temp.resolve("whole.csv"), filled.toString().replace("%s", Float.toString(mean)))
            .toString();
    CommandRun refused = train("--data", table, "--test", table, "--label", "kind");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err())
        .contains("line 5, column 1 (x) has no value ('NA')", "--missing mean");
    for (String scale : List.of("none", "standard", "unit")) {
      String given =
          AnyDataTest.hash(
              temp, "--data", whole, "--test", whole, "--label", "kind", "--scale", scale);
      assertThat(
              AnyDataTest.hash(
                  temp,
                  "--data",
                  table,
                  "--test",
                  table,
                  "--label",
                  "kind",
                  "--scale",
                  scale,
                  "--missing",
                  "mean"))
          .isEqualTo(given);
    }
    String run = temp.resolve("run").toString();
    String row = Files.writeString(temp.resolve("row.csv"), "z,x\n3,\n").toString();
    String same = Files.writeString(temp.resolve("same.csv"), "z,x\n3," + mean + "\n").toString();
    CommandRun predicted = CommandRun.of("predict", run, row, same, "--device", "cpu", "--csv");
    assertThat(predicted.code()).as(predicted.err()).isZero();
    List<String> lines = predicted.out().lines().map(l -> l.replaceAll("^.*csv", "")).toList();
    assertThat(lines.get(1)).isEqualTo(lines.get(2));
    CommandRun images =
        train(
            "--data",
            SyntheticData.write(temp.resolve("idx"), AnyDataTest.TRAINING, AnyDataTest.TEST)
                .toString(),
            "--missing",
            "mean");
    assertThat(images.code()).isEqualTo(2);
    assertThat(images.err()).contains("--missing concerns an npz file or a table");
  }

  private static double meanOf(String table, int rows) {
    return table
        .lines()
        .skip(1)
        .limit(rows)
        .map(line -> line.split(",")[0])
        .filter(x -> !x.equals("NA"))
        .mapToDouble(Double::parseDouble)
        .average()
        .orElseThrow();
  }
}
