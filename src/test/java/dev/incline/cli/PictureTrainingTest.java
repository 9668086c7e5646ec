package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.cli.options.ExitCode;
import dev.incline.data.NpyBytes;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures of several sizes, and broken ones, from the training to a prediction. */
class PictureTrainingTest {
  @TempDir private Path temp;

  private Path pictures;

  /** Of 4 x 4 to 4 x 12 pixels (height x width); those of b are lighter. */
  @BeforeEach
  void write() throws IOException {
    pictures = temp.resolve("pictures");
    Random random = new Random(3);
    for (int i = 0; i < 20; i++) {
      BufferedImage image = new BufferedImage(4 + i % 3 * 4, 4, BufferedImage.TYPE_BYTE_GRAY);
      for (int p = 0; p < 4 * image.getWidth(); p++) {
        image.getRaster().setSample(p / 4, p % 4, 0, random.nextInt(128) + i % 2 * 127);
      }
      Path file = pictures.resolve(i % 2 == 0 ? "a" : "b").resolve(i + ".png");
      Files.createDirectories(file.getParent());
      ImageIO.write(image, "png", file.toFile());
    }
  }

  private CommandRun train(String... more) {
    List<String> words = new ArrayList<>(List.of("train", "--device", "cpu", "--epochs", "2"));
    words.addAll(List.of("--hidden", "3", "--batch", "4", "--test-share", "0.2"));
    words.addAll(List.of("--data", pictures.toString(), "--out", temp.resolve("run").toString()));
    words.addAll(List.of(more));
    return CommandRun.of(words.toArray(String[]::new));
  }

  private String predicted(Path file) {
    return PredictedLine.of(temp.resolve("run"), file);
  }

  @Test
  void twoSizesAreAnErrorThatNamesTheOption() {
    CommandRun run = train();
    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains(".png has ", "4x4", "(height x width)", "--resize");
    assertThat(train("--resize", "4").err()).contains("--resize", "height x width");
  }

  /** 4 x 12 pixels become 2 x 3: means of two lines and four columns, and nothing else. */
  @Test
  void aPredictionScalesAsTheTrainingDid() throws IOException {
    CommandRun run = train("--resize", "2x3");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("resized to 2x3 (height x width)", "images of 2x3");
    assertThat(Files.readString(temp.resolve("run/config.yaml"))).contains("resize: 2x3");
    Path png = pictures.resolve("a/2.png");
    BufferedImage image = ImageIO.read(png.toFile());
    byte[] means = new byte[6];
    for (int i = 0; i < 6; i++) {
      int sum = 0;
      for (int k = 0; k < 8; k++) {
        sum += image.getRaster().getSample(i % 3 * 4 + k % 4, i / 3 * 2 + k / 4, 0);
      }
      means[i] = (byte) Math.round(sum / 8.0);
    }
    Path npy = temp.resolve("row.npy");
    Files.write(npy, NpyBytes.file("|u1", false, "1, 2, 3", means));
    assertThat(predicted(png)).isEqualTo(predicted(npy));
    means[0] = (byte) (means[0] + 16);
    Files.write(npy, NpyBytes.file("|u1", false, "1, 2, 3", means));
    assertThat(predicted(png)).as("another corner").isNotEqualTo(predicted(npy));
  }

  @Test
  void anEvaluationTakesItFromTheModel() {
    assertThat(train("--resize", "2x3").code()).isZero();
    List<String> words = new ArrayList<>(List.of("evaluate", temp.resolve("run").toString()));
    words.addAll(List.of("--data", pictures.toString(), "--test-share", "0.2", "--device", "cpu"));
    CommandRun without = CommandRun.of(words.toArray(String[]::new));
    assertThat(without.code()).as(without.err()).isZero();
    assertThat(without.out()).contains("4 rows");
    words.addAll(List.of("--resize", "2x3"));
    assertThat(CommandRun.of(words.toArray(String[]::new)).out()).isEqualTo(without.out());
    words.set(words.size() - 1, "2x4");
    CommandRun other = CommandRun.of(words.toArray(String[]::new));
    assertThat(other.code()).isEqualTo(ExitCode.FAILED);
    assertThat(other.err()).contains("2 x 4");
  }

  @Test
  void aResumedRunScalesThemAsBefore() throws IOException {
    assertThat(train("--resize", "2x3").code()).isZero();
    String hash = line("weightsSha256");
    Map<String, String> settings = new HashMap<>();
    settings.put("data", pictures.toString());
    settings.putAll(Map.of("device", "cpu", "epochs", "2", "hidden", "3", "batch", "4"));
    settings.putAll(Map.of("test-share", "0.2", "resize", "2x3"));
    BrokenOffRun.leave(temp.resolve("broken"), settings, 3);
    String broken = temp.resolve("broken").toString();
    CommandRun other = CommandRun.of("train", "--resume", broken, "--resize", "2x4");
    assertThat(other.code()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(other.err()).contains("--resize");
    CommandRun resumed = CommandRun.of("train", "--resume", broken);
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(resumed.out()).contains(hash.replaceAll("^.*: \"|\".*$", ""));
  }

  /** As if it were not there, but for a warning on standard error and in the run's folder. */
  @Test
  void aBrokenPictureIsNamedAndLeftOut() throws IOException {
    assertThat(train("--resize", "2x3", "--json").code()).isZero();
    String hash = line("weightsSha256");
    Files.writeString(pictures.resolve("b/99.png"), "\u0089PNG");
    CommandRun stopped = train("--resize", "2x3", "--overwrite");
    assertThat(stopped.code()).isEqualTo(ExitCode.FAILED);
    assertThat(stopped.err()).contains("99.png is ", "--skip-broken");
    CommandRun run = train("--resize", "2x3", "--overwrite", "--skip-broken");
    assertThat(run.code()).as(run.err()).isZero();
    String warning = "1 of 21 files in " + pictures + " cannot be read, and are left out: b/99.png";
    assertThat(run.err()).contains("WARNING: " + warning);
    assertThat(run.out()).contains(warning);
    assertThat(Files.readString(temp.resolve("run/history.json"))).contains(warning);
    assertThat(line("weightsSha256")).isEqualTo(hash);
    CommandRun check =
        CommandRun.of(
            "data",
            "check",
            pictures.toString(),
            "--skip-broken",
            "--resize=2x3",
            "--test-share=0.2");
    assertThat(check.out()).contains("warning  " + warning);
  }

  private String line(String key) throws IOException {
    return Files.readString(temp.resolve("run/history.json"))
        .lines()
        .filter(line -> line.contains("\"" + key))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aZipInPlaceOfAFolderIsNamed() throws IOException {
    Path zip = temp.resolve("pictures.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(new ZipEntry("a/1.png"));
      out.write(Files.readAllBytes(pictures.resolve("a/0.png")));
    }
    pictures = zip;
    assertThat(train().err()).contains(zip + " is a zip archive, to be unpacked first");
  }
}
