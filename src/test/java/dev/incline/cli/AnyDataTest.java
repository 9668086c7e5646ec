package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.data.Dataset;
import dev.incline.data.NpyArray;
import dev.incline.data.NpzFile;
import dev.incline.testing.SyntheticData;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same rows in any format train to the same weights, and their names are found everywhere. */
class AnyDataTest {
  private static final Pattern HASH = Pattern.compile("\"weightsSha256\" : \"([0-9a-f]{64})\"");
  static final Dataset TRAINING = SyntheticData.of("training set", 60, 6, 1);
  static final Dataset TEST = SyntheticData.of("test set", 30, 6, 2);
  private static final List<String> WORDS =
      List.of("ant", "bee", "cat", "dog", "eel", "fox", "gnu", "hen", "ibis", "jay");

  @TempDir private Path temp;

  private CommandRun train(String... more) {
    return train(temp, more);
  }

  static CommandRun train(Path temp, String... more) {
    List<String> train = new ArrayList<>(List.of("train", "--json", "-q", "--device", "cpu"));
    train.addAll(List.of("--epochs", "2", "--hidden", "8", "--batch", "16"));
    train.addAll(List.of("--overwrite", "--out", temp.resolve("run").toString()));
    train.addAll(List.of(more));
    return CommandRun.of(train.toArray(String[]::new));
  }

  private String hash(String... more) {
    return hash(temp, more);
  }

  static String hash(Path temp, String... more) {
    CommandRun run = train(temp, more);
    assertThat(run.code()).as(run.err()).isZero();
    Matcher hash = HASH.matcher(run.out());
    assertThat(hash.find()).isTrue();
    return hash.group(1);
  }

  private Path table(String name, Dataset data, List<String> labels) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < data.rows(); row++) {
      text.append(labels.get(data.labels()[row]));
      for (int i = 0; i < data.features(); i++) {
        text.append(',').append(data.images()[row * data.features() + i] & 0xff);
      }
      text.append('\n');
    }
    return Files.writeString(temp.resolve(name), text);
  }

  /** A picture of each row, called by its number, in the folder of its class. */
  private void pictures(String part, Dataset data) throws IOException {
    for (int row = 0; row < data.rows(); row++) {
      BufferedImage image = new BufferedImage(6, 6, BufferedImage.TYPE_BYTE_GRAY);
      for (int i = 0; i < 36; i++) {
        image.getRaster().setSample(i % 6, i / 6, 0, data.images()[row * 36 + i] & 0xff);
      }
      Path ofClass = temp.resolve("pictures").resolve(part).resolve("" + data.labels()[row]);
      Files.createDirectories(ofClass);
      ImageIO.write(image, "png", ofClass.resolve(row + ".png").toFile());
    }
  }

  @Test
  void idxNpzPicturesAndTablesEndWithTheSameWeights() throws IOException {
    String idx =
        hash("--data", SyntheticData.write(temp.resolve("idx"), TRAINING, TEST).toString());
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    arrays.put("x_train", NpyArray.of(TRAINING.images(), 60, 6, 6));
    arrays.put("y_train", NpyArray.of(TRAINING.labels(), 60));
    arrays.put("x_test", NpyArray.of(TEST.images(), 30, 6, 6));
    arrays.put("y_test", NpyArray.of(TEST.labels(), 30));
    Path npz = temp.resolve("data.npz");
    NpzFile.write(npz, arrays);
    assertThat(hash("--data", npz.toString())).isEqualTo(idx);
    pictures("train", TRAINING);
    pictures("test", TEST);
    assertThat(hash("--data", temp.resolve("pictures").toString())).isEqualTo(idx);
    Path csv = table("train.csv", TRAINING, List.of("0123456789".split("")));
    Path test = table("test.csv", TEST, List.of("0123456789".split("")));
    assertThat(hash("--data", csv.toString(), "--test", test.toString(), "--shape", "6x6"))
        .isEqualTo(idx);
    Path words = table("words.csv", TRAINING, WORDS);
    Path tested = table("tested.csv", TEST, WORDS);
    assertThat(
            hash(
                "--data",
                words.toString(),
                "--test",
                tested.toString(),
                "--label",
                "1",
                "--shape",
                "6x6"))
        .as("words in the order of their numbers")
        .isEqualTo(idx);
    Path others = table("others.csv", SyntheticData.of("others", 60, 6, 3), WORDS);
    assertThat(
            hash(
                "--data",
                others.toString(),
                "--test",
                tested.toString(),
                "--label",
                "1",
                "--shape",
                "6x6"))
        .as("other rows, other weights")
        .isNotEqualTo(idx);
  }

  @Test
  void namesOfClassesAreInTheModelAndShownEverywhere() throws IOException {
    String csv = table("words.csv", TRAINING, WORDS).toString();
    String[] data = {"--data", csv, "--label", "1", "--test-share", "0.25", "--shape", "6x6"};
    hash(data);
    String run = temp.resolve("run").toString();
    assertThat(Files.readString(temp.resolve("run").resolve("config.yaml")))
        .contains("test-share: 0.25", "test-seed: 42", "label: \"1\"");

    CommandRun evaluated =
        CommandRun.of(
            "evaluate",
            run,
            "--device",
            "cpu",
            "--data",
            csv,
            "--label",
            "1",
            "--test-share",
            "0.25",
            "--shape",
            "6x6");
    assertThat(evaluated.code()).as(evaluated.err()).isZero();
    assertThat(evaluated.out()).contains("15 rows").containsPattern("ibis +[0-9.]+");

    Path image = temp.resolve("image.csv");
    Files.writeString(image, "9,".repeat(35) + "9\n");
    CommandRun predicted = CommandRun.of("predict", run, "--device", "cpu", image.toString());
    assertThat(predicted.out()).containsPattern(String.join("|", WORDS));

    CommandRun reported =
        CommandRun.of("report", run, "--out", temp.resolve("report.pdf").toString());
    assertThat(reported.code()).as(reported.err()).isZero();
    assertThat(reported.err()).doesNotContain("not evaluated");
    assertThat(Files.readString(temp.resolve("report-figures/best-model-classes.csv")))
        .contains("ibis");

    CommandRun checked =
        CommandRun.of(
            "data", "describe", csv, "--label", "1", "--test-share", "0.25", "--shape", "6x6");
    assertThat(checked.code()).as(checked.err()).isZero();
    assertThat(checked.out()).contains("taken for table with commas", "test set: 15 rows", "ibis");
  }

  @Test
  void classesNeedNotBeTen() throws IOException {
    byte[] labels = new byte[60];
    for (int row = 0; row < 60; row++) {
      labels[row] = (byte) (1 + row % 26);
    }
    Dataset letters = new Dataset("letters", TRAINING.images(), labels, 60, 6, 6, 27);
    Path plain = SyntheticData.write(temp.resolve("plain"), letters, letters);
    Path folder = Files.createDirectory(temp.resolve("emnist"));
    for (String part : new String[] {"train", "t10k"}) {
      for (String kind : new String[] {"-images-idx3-ubyte", "-labels-idx1-ubyte"}) {
        Files.copy(
            plain.resolve(part + kind),
            folder.resolve("emnist-letters-" + part.replace("t10k", "test") + kind));
      }
    }
    StringBuilder mapping = new StringBuilder();
    for (int letter = 1; letter <= 26; letter++) {
      mapping.append("%d %d %d%n".formatted(letter, 64 + letter, 96 + letter));
    }
    Files.writeString(folder.resolve("emnist-letters-mapping.txt"), mapping);
    CommandRun run = train("--data", folder.resolve("emnist-letters").toString());
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("36-8-26");
    CommandRun evaluated =
        CommandRun.of(
            "evaluate",
            temp.resolve("run").toString(),
            "--device",
            "cpu",
            "--data",
            folder.toString());
    assertThat(evaluated.out()).contains("Aa", "Zz");
    CommandRun foreign =
        CommandRun.of(
            "evaluate",
            temp.resolve("run").toString(),
            "--device",
            "cpu",
            "--data",
            plain.toString());
    assertThat(foreign.code()).isEqualTo(1);
    assertThat(foreign.err()).contains("label 26 of row 25 is no class of the model, which has Aa");
  }

  @Test
  void weightsOfClassesAreAsManyAsTheDataHave() throws IOException {
    String data = SyntheticData.write(temp.resolve("idx"), TRAINING, TEST).toString();
    CommandRun run = train("--data", data, "--class-weights", "1,2,3");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--class-weights has 3 weights, but there are 10 classes");
  }

  @Test
  void aSweepTakesATableAndGoesOn() throws IOException {
    String csv = table("words.csv", TRAINING, WORDS).toString();
    String[] sweep = {
      "sweep",
      "-q",
      "--device=cpu",
      "--data",
      csv,
      "--label=1",
      "--test-share=0.25",
      "--epochs=1",
      "--hidden=4",
      "--lr=0.1,0.2",
      "--out",
      temp.resolve("sweep").toString()
    };
    for (int time = 0; time < 2; time++) {
      CommandRun run = CommandRun.of(sweep);
      assertThat(run.code()).as(run.err()).isZero();
    }
  }
}
