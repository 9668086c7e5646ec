package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.data.Dataset;
import dev.incline.data.Inputs;
import dev.incline.data.NpyArray;
import dev.incline.data.NpyBytes;
import dev.incline.data.NpzFile;
import dev.incline.testing.CifarBytes;
import dev.incline.testing.SyntheticData;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images in colours, from any format to the same weights, and on to predictions and a report. */
@Tag("slow")
class ColoursTest {
  private static final Pattern HASH = Pattern.compile("\"weightsSha256\" : \"([0-9a-f]{64})\"");
  private static final Dataset TRAINING = SyntheticData.inColours("training set", 50, 1);
  private static final Dataset TEST = SyntheticData.inColours("test set", 20, 2);

  @TempDir private Path temp;

  private String hash(String... data) {
    List<String> train = new ArrayList<>(List.of("train", "--json", "-q", "--device", "cpu"));
    train.addAll(List.of("--epochs", "2", "--hidden", "4", "--batch", "16"));
    train.addAll(List.of("--overwrite", "--out", temp.resolve("run").toString()));
    train.addAll(List.of(data));
    CommandRun run = CommandRun.of(train.toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isZero();
    Matcher hash = HASH.matcher(run.out());
    assertThat(hash.find()).isTrue();
    return hash.group(1);
  }

  private Path npz;

  @BeforeEach
  void writeNpz() throws IOException {
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    arrays.put("x_train", NpyArray.of(TRAINING.images(), 50, 32, 32, 3));
    arrays.put("y_train", NpyArray.of(TRAINING.labels(), 50));
    arrays.put("x_test", NpyArray.of(TEST.images(), 20, 32, 32, 3));
    arrays.put("y_test", NpyArray.of(TEST.labels(), 20));
    npz = temp.resolve("data.npz");
    NpzFile.write(npz, arrays);
  }

  private static BufferedImage picture(Dataset data, int row) {
    BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 3072; i++) {
      image.getRaster().setSample(i / 3 % 32, i / 96, i % 3, data.images()[row * 3072 + i] & 0xff);
    }
    return image;
  }

  private void pictures(String part, Dataset data) throws IOException {
    for (int row = 0; row < data.rows(); row++) {
      Path ofClass = temp.resolve("pictures").resolve(part).resolve("" + data.labels()[row]);
      Files.createDirectories(ofClass);
      ImageIO.write(picture(data, row), "png", ofClass.resolve(row + ".png").toFile());
    }
  }

  private Path table(String name, Dataset data) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < data.rows(); row++) {
      text.append(data.labels()[row]);
      for (int i = 0; i < 3072; i++) {
        text.append(',').append(data.images()[row * 3072 + i] & 0xff);
      }
      text.append('\n');
    }
    return Files.writeString(temp.resolve(name), text);
  }

  private String cifar(String name, int... order) throws IOException {
    Path folder = Files.createDirectories(temp.resolve(name));
    for (int batch = 0; batch < 5; batch++) {
      Files.write(
          folder.resolve("data_batch_%d.bin".formatted(batch + 1)),
          CifarBytes.batch(TRAINING, 10 * batch, 10 * batch + 10, order));
    }
    Files.write(folder.resolve("test_batch.bin"), CifarBytes.batch(TEST, 0, 20, order));
    return folder.toString();
  }

  @Test
  void npzPicturesTablesAndBatchesEndWithTheSameWeights() throws IOException {
    String hash = hash("--data", npz.toString());
    assertThat(hash("--data", cifar("cifar", 0, 1, 2))).isEqualTo(hash);
    assertThat(hash("--data", cifar("swapped", 1, 0, 2))).as("planes swapped").isNotEqualTo(hash);
    String[] table = {
      "--data",
      table("train.csv", TRAINING).toString(),
      "--test",
      table("test.csv", TEST).toString(),
      "--label",
      "1",
      "--shape",
      "32x32x3"
    };
    assertThat(hash(table)).isEqualTo(hash);
    pictures("train", inOrderOfClasses(TRAINING));
    pictures("test", TEST);
    String pictures = temp.resolve("pictures").toString();
    npzOf(inOrderOfClasses(TRAINING));
    String[] stratified = {"--validation-split", "stratified", "--data"};
    String ordered = hash(with(stratified, npz.toString()));
    assertThat(hash(with(stratified, pictures))).isEqualTo(ordered);
    assertThat(hash(with(stratified, pictures, "--grey"))).isNotEqualTo(ordered);
    assertThat(Files.readString(temp.resolve("run").resolve("config.yaml"))).contains("grey: true");
  }

  private static String[] with(String[] some, String... more) {
    List<String> all = new ArrayList<>(Arrays.asList(some));
    all.addAll(Arrays.asList(more));
    return all.toArray(String[]::new);
  }

  private void npzOf(Dataset training) throws IOException {
    Map<String, NpyArray> arrays = new LinkedHashMap<>(NpzFile.read(npz));
    arrays.put("x_train", NpyArray.of(training.images(), 50, 32, 32, 3));
    arrays.put("y_train", NpyArray.of(training.labels(), 50));
    NpzFile.write(npz, arrays);
  }

  /** As folders of pictures give them. */
  private static Dataset inOrderOfClasses(Dataset data) {
    byte[] images = new byte[data.images().length];
    byte[] labels = new byte[data.rows()];
    int to = 0;
    for (int label = 0; label < 10; label++) {
      for (int row = label; row < data.rows(); row += 10, to++) {
        System.arraycopy(data.images(), row * 3072, images, to * 3072, 3072);
        labels[to] = (byte) label;
      }
    }
    return new Dataset(
        data.name(), new Inputs.Pixels(images), labels, data.rows(), 32, 32, 3, data.classNames());
  }

  private String predicted(Path file) {
    return PredictedLine.of(temp.resolve("run"), file);
  }

  @Test
  void picturesArePredictedInTheirColours() throws IOException {
    hash("--data", npz.toString());
    Path npy = temp.resolve("row.npy");
    byte[] row = Arrays.copyOfRange(TEST.images(), 3 * 3072, 4 * 3072);
    Files.write(npy, NpyBytes.file("|u1", false, "1, 32, 32, 3", row));
    Path png = temp.resolve("row.png");
    ImageIO.write(picture(TEST, 3), "png", png.toFile());
    assertThat(predicted(png)).isEqualTo(predicted(npy));
    BufferedImage swapped = picture(TEST, 3);
    for (int i = 0; i < 1024; i++) {
      int rgb = swapped.getRGB(i % 32, i / 32);
      swapped.setRGB(i % 32, i / 32, (rgb & 0xff) << 16 | rgb & 0xff00 | rgb >> 16 & 0xff);
    }
    ImageIO.write(swapped, "png", png.toFile());
    assertThat(predicted(png)).as("red and blue swapped").isNotEqualTo(predicted(npy));
    BufferedImage twice = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    twice.createGraphics().drawImage(picture(TEST, 3), 0, 0, 64, 64, null);
    ImageIO.write(twice, "png", png.toFile());
    assertThat(predicted(png)).startsWith(predicted(npy).replaceAll(",.*", ","));

    CommandRun report =
        CommandRun.of(
            "report", temp.resolve("run").toString(), "--out", temp.resolve("r.pdf").toString());
    assertThat(report.code()).as(report.err()).isZero();
    assertThat(report.err()).doesNotContain("not evaluated");
  }
}
