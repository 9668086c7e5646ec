package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.incline.store.SafetensorsFile;
import dev.incline.testing.SyntheticData;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model of images that are not framed as MNIST's are, and data that it was not trained on. */
@Tag("field")
class UnlikeDataTest {
  private static final int SIDE = 8;
  private static final int HEADER = 16; // bytes before the pixels of an IDX file

  @TempDir private static Path temp;
  private static Path data;
  private static Path run;

  @BeforeAll
  static void train() {
    data = SyntheticData.write(temp.resolve("blobs"), 400, 100, SIDE);
    run = temp.resolve("run");
    CommandRun training =
        CommandRun.of(
            "train",
            "--quiet",
            "--device=cpu",
            "--model=softmax",
            "--no-logit-relu",
            "--epochs=3",
            "--data=" + data,
            "--out=" + run);
    assertThat(training.code()).as(training.err()).isZero();
  }

  private static CommandRun evaluate(Path model, Path folder, String... more) {
    String[] args = new String[4 + more.length];
    args[0] = "evaluate";
    args[1] = "--device=cpu";
    args[2] = "--data=" + folder;
    args[3] = model.toString();
    System.arraycopy(more, 0, args, 4, more.length);
    return CommandRun.of(args);
  }

  private static Path inverted() throws IOException {
    Path folder = SyntheticData.write(temp.resolve("inverted"), 400, 100, SIDE);
    Path images = folder.resolve("t10k-images-idx3-ubyte");
    byte[] bytes = Files.readAllBytes(images);
    for (int i = HEADER; i < bytes.length; i++) {
      bytes[i] = (byte) ~bytes[i];
    }
    Files.write(images, bytes);
    return folder;
  }

  @Test
  void itsOwnDataAreNotDoubted() throws IOException {
    CommandRun evaluation = evaluate(run, data, "--json");
    assertThat(evaluation.err()).isEmpty();
    assertThat(new ObjectMapper().readTree(evaluation.out()).get("warnings")).isEmpty();
  }

  @Test
  void aTestSetThatIsInvertedIsNamedByItsNumbers() throws IOException {
    CommandRun evaluation = evaluate(run, inverted(), "--json");
    assertThat(evaluation.code()).isZero();
    String says =
        "these images differ from those that the model was trained on \\(blobs\\): mean 0\\.\\d\\d,"
            + " trained on 0\\.\\d\\d; \\d+ % of the pixels are 0, trained on \\d+ %:"
            + " are they inverted\\?";
    assertThat(evaluation.err()).matches("WARNING: " + says + "\\R");
    JsonNode warnings = new ObjectMapper().readTree(evaluation.out()).get("warnings");
    assertThat(warnings).hasSize(1);
    assertThat(warnings.get(0).textValue()).matches(says);
  }

  /** As models were saved before they knew their data. */
  @Test
  void anOlderModelSaysNothing() throws IOException {
    SafetensorsFile model = SafetensorsFile.read(run.resolve("model.safetensors"));
    Map<String, String> metadata = new LinkedHashMap<>(model.metadata());
    assertThat(metadata.remove("data")).isNotNull();
    Path old = temp.resolve("old.safetensors");
    new SafetensorsFile(metadata, model.tensors()).write(old);
    CommandRun evaluation = evaluate(old, inverted());
    assertThat(evaluation.code()).isZero();
    assertThat(evaluation.err()).isEmpty();
  }

  private static byte[] images() throws IOException {
    return Files.readAllBytes(data.resolve("t10k-images-idx3-ubyte"));
  }

  /** Each pixel {@code times} as wide and high. */
  private static Path picture(int row, int times) throws IOException {
    BufferedImage image =
        new BufferedImage(SIDE * times, SIDE * times, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < SIDE * times; y++) {
      for (int x = 0; x < SIDE * times; x++) {
        int place = row * SIDE * SIDE + y / times * SIDE + x / times;
        image.getRaster().setSample(x, y, 0, images()[HEADER + place] & 0xff);
      }
    }
    Path file = temp.resolve(row + "-" + times + ".png");
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  private static JsonNode predicted(Path file) throws IOException {
    CommandRun prediction =
        CommandRun.of("predict", "--device=cpu", "--json", run.toString(), file.toString());
    assertThat(prediction.code()).as(prediction.err()).isZero();
    return new ObjectMapper().readTree(prediction.out()).get("files").get(0);
  }

  @Test
  void aPictureIsNotReframedWhereTheModelWasNotTrainedOnFramedImages() throws IOException {
    JsonNode rows = predicted(data.resolve("t10k-images-idx3-ubyte")).get("images");
    for (int row = 0; row < 10; row++) {
      JsonNode same = predicted(picture(row, 1));
      assertThat(same.get("notes")).isEmpty();
      assertThat(same.get("images").get(0).get("top")).isEqualTo(rows.get(row).get("top"));
      JsonNode large = predicted(picture(row, 9));
      assertThat(large.get("notes").get(0).textValue())
          .isEqualTo(
              "resized from 72 x 72 to 8 x 8 as a whole: the training images are not framed like"
                  + " MNIST's");
      assertThat(large.get("images").get(0).get("top").get(0).get("class"))
          .isEqualTo(rows.get(row).get("top").get(0).get("class"));
    }
  }
}
