package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.incline.data.Dataset;
import dev.incline.data.IdxFolder;
import dev.incline.store.SavedModel;
import dev.incline.store.TrainingData;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a model trained here, on the first rows of MNIST, in seconds. */
class PredictCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SAMPLE = 100;

  @TempDir private static Path temp;
  private static String model;
  private static Dataset test;

  @BeforeAll
  static void train() {
    Path run = temp.resolve("run");
    CommandRun training =
        CommandRun.of(
            "train",
            "--quiet",
            "--device=cpu",
            "--model=softmax",
            "--no-logit-relu",
            "--epochs=4",
            "--limit=5000",
            "--out=" + run);
    assertThat(training.code()).as(training.err()).isZero();
    model = run.toString();
    test = IdxFolder.of(Path.of("data", "mnist")).test();
  }

  private static CommandRun predict(String... more) {
    String[] args = new String[3 + more.length];
    args[0] = "predict";
    args[1] = "--device=cpu";
    args[2] = model;
    System.arraycopy(more, 0, args, 3, more.length);
    return CommandRun.of(args);
  }

  private static BufferedImage digit(int row) {
    BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 784; i++) {
      image.getRaster().setSample(i % 28, i / 28, 0, test.images()[row * 784 + i] & 0xff);
    }
    return image;
  }

  /** A digit on a canvas of its own size, at a place and a scale. */
  private static BufferedImage drawn(int row, int width, int height, int x, int y, int side) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D brush = image.createGraphics();
    brush.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    brush.drawImage(digit(row), x, y, side, side, null);
    brush.dispose();
    return image;
  }

  private static BufferedImage inverted(BufferedImage image) {
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        image.getRaster().setSample(x, y, 0, 255 - image.getRaster().getSample(x, y, 0));
      }
    }
    return image;
  }

  private interface Drawing {
    BufferedImage of(int row);
  }

  /** The classes predicted for a sample of digits, drawn in some way. */
  private static int[] predictions(String format, Drawing drawing, String... options)
      throws IOException {
    List<String> args = new ArrayList<>(List.of(options));
    args.add("--json");
    for (int row = 0; row < SAMPLE; row++) {
      Path file = temp.resolve(row + "." + format);
      assertThat(ImageIO.write(drawing.of(row), format, file.toFile())).isTrue();
      args.add(file.toString());
    }
    CommandRun run = predict(args.toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isZero();
    int[] classes = new int[SAMPLE];
    for (int row = 0; row < SAMPLE; row++) {
      JsonNode image = JSON.readTree(run.out()).get("files").get(row).get("images").get(0);
      classes[row] = Integer.parseInt(image.get("top").get(0).get("class").textValue());
    }
    return classes;
  }

  private static int agreeing(int[] classes, int[] others) {
    int same = 0;
    for (int row = 0; row < SAMPLE; row++) {
      same += classes[row] == others[row] ? 1 : 0;
    }
    return same;
  }

  @Test
  void picturesOfDigitsAreTakenForWhatTheDigitsAre() throws IOException {
    int[] labels = new int[SAMPLE];
    Arrays.setAll(labels, row -> test.labels()[row]);
    int[] original = predictions("png", PredictCommandTest::digit, "--as-is");
    assertThat(agreeing(original, labels)).isGreaterThan(80);

    assertThat(agreeing(predictions("png", PredictCommandTest::digit), original))
        .isGreaterThanOrEqualTo(98);
    assertThat(agreeing(predictions("png", row -> inverted(digit(row))), original))
        .isGreaterThanOrEqualTo(98);
    Drawing large = row -> inverted(drawn(row, 300, 250, 20, 90, 140)); // in a corner
    assertThat(agreeing(predictions("png", large), original)).isGreaterThanOrEqualTo(85);
    assertThat(agreeing(predictions("jpeg", large), original)).isGreaterThanOrEqualTo(85);
    Drawing aside = row -> drawn(row, 28, 28, -4, 3, 28);
    assertThat(agreeing(predictions("png", aside), original)).isGreaterThanOrEqualTo(90);

    // Without the changes the very same pictures are not recognised: the changes do it.
    int[] untouched = predictions("png", row -> inverted(digit(row)), "--as-is");
    assertThat(agreeing(untouched, labels)).isLessThan(40);
    assertThat(agreeing(predictions("png", aside, "--as-is"), original)).isLessThan(75);
  }

  private static Path write(String name, byte[] bytes) throws IOException {
    return Files.write(temp.resolve(name), bytes);
  }

  private static byte[] idx(int rows) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    for (int number : new int[] {0x803, rows, 28, 28}) {
      out.writeInt(number);
    }
    out.write(test.images(), 0, rows * 784);
    return bytes.toByteArray();
  }

  private static byte[] npy(int rows) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    String header =
        "{'descr': '|u1', 'fortran_order': False, 'shape': (%d, 28, 28), }\n".formatted(rows);
    bytes.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length(), 0});
    bytes.write(header.getBytes(StandardCharsets.US_ASCII));
    bytes.write(test.images(), 0, rows * 784);
    return bytes.toByteArray();
  }

  private static byte[] csv(int rows) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < rows * 784; i++) {
      text.append(test.images()[i] & 0xff).append(i % 784 == 783 ? '\n' : ',');
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void everyFormatHoldsTheSameImages() throws IOException {
    Path idx = write("digits.idx", idx(3));
    Path npy = write("digits.npy", npy(3));
    Path csv = write("digits.csv", csv(3));
    CommandRun run = predict("--top=3", idx.toString(), npy.toString(), csv.toString());
    assertThat(run.code()).as(run.err()).isZero();
    List<String> lines = run.out().lines().toList();
    assertThat(lines).hasSize(9);
    for (int row = 0; row < 3; row++) {
      String classes = lines.get(row).substring(lines.get(row).indexOf(" row ") + 6);
      assertThat(classes).matches("(  \\d \\d\\.\\d{4}){3}");
      assertThat(lines.get(row)).isEqualTo(idx + " row " + (row + 1) + classes);
      assertThat(lines.get(3 + row)).isEqualTo(npy + " row " + (row + 1) + classes);
      assertThat(lines.get(6 + row)).isEqualTo(csv + " row " + (row + 1) + classes);
    }
  }

  @Test
  void standardInput() throws IOException {
    String expected = predict(write("digits.npy", npy(2)).toString()).out();
    InputStream before = System.in;
    try {
      System.setIn(new ByteArrayInputStream(npy(2)));
      CommandRun run = predict("-");
      assertThat(run.code()).as(run.err()).isZero();
      assertThat(run.out()).isEqualTo(expected.replace(temp.resolve("digits.npy").toString(), "-"));
      System.setIn(new ByteArrayInputStream(new byte[] {1, 2, 3}));
      CommandRun bad = predict("-");
      assertThat(bad.code()).isEqualTo(1);
      assertThat(bad.err()).startsWith("incline: standard input is of no known kind");
      System.setIn(new ByteArrayInputStream(csv(1)));
      assertThat(predict("-", "--format=idx").err())
          .contains("standard input is text, not an IDX file");
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void aBadFileDoesNotStopTheOthers() throws IOException {
    Path good = write("good.npy", npy(1));
    Path bad = write("bad.npy", Arrays.copyOf(npy(1), 500));
    CommandRun run = predict("--json", bad.toString(), good.toString(), temp + "/none.png");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err().lines().toList())
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).startsWith("incline: " + temp))
        .anySatisfy(line -> assertThat(line).contains("bad.npy is truncated"))
        .anySatisfy(line -> assertThat(line).contains("none.png does not exist"));
    JsonNode json = JSON.readTree(run.out());
    assertThat(json.get("files")).hasSize(1);
    assertThat(json.get("files").get(0).get("file").textValue()).isEqualTo(good.toString());
    assertThat(json.get("failures")).hasSize(2);

    CommandRun none = predict(bad.toString());
    assertThat(none.code()).isEqualTo(1);
    assertThat(none.out()).isEmpty();
  }

  @Tag("field")
  @Test
  void theModelKnowsItsData() throws IOException {
    TrainingData data = SavedModel.read(Path.of(model, "model.safetensors")).data();
    assertThat(data.name()).isEqualTo("MNIST");
    assertThat(data.pixels().areFramed()).isTrue();
    assertThat(data.pixels().mean()).isBetween(0.12, 0.14);
  }

  @Tag("field")
  @Test
  void invertedImagesAreWarnedOf() throws IOException {
    byte[] file = npy(5);
    for (int i = file.length - 5 * 784; i < file.length; i++) {
      file[i] = (byte) ~file[i];
    }
    Path path = write("inverted.npy", file);
    CommandRun run = predict(path.toString());
    String says = "mean 0.89, trained on 0.13; ";
    assertThat(run.code()).isZero();
    assertThat(run.err())
        .startsWith(
            "WARNING: "
                + path
                + ": these images differ from those that the model was trained on (MNIST): "
                + says)
        .contains("are they inverted?");
    assertThat(run.out().lines().findFirst().orElseThrow()).contains(says);
    assertThat(predict(write("right.npy", npy(5)).toString()).err()).isEmpty();
  }

  @Test
  void changesAreSaid() throws IOException {
    Path file = temp.resolve("large.png");
    ImageIO.write(inverted(drawn(0, 300, 250, 20, 90, 140)), "png", file.toFile());
    assertThat(predict(file.toString()).out())
        .matches(
            "\\S+large\\.png  7 0\\.\\d{4}  \\(inverted: dark on light; glyph of \\d+ x \\d+ scaled by"
                + " 0\\.\\d+; centred by mass\\)\\R");
    JsonNode notes =
        JSON.readTree(predict("--json", file.toString()).out()).get("files").get(0).get("notes");
    assertThat(notes).hasSize(3);
  }

  @Test
  void wrongUsage() throws IOException {
    String good = write("good.npy", npy(1)).toString();
    assertThat(predict().code()).isEqualTo(2);
    assertThat(predict("--top=11", good).err()).contains("--top must be from 1", "10 classes");
    assertThat(predict("--top=0", good).code()).isEqualTo(2);
    assertThat(predict("--format=tiff", good).code()).isEqualTo(2);
    assertThat(predict("-", "-").code()).isEqualTo(2);
    assertThat(CommandRun.of("predict", temp + "/no-model", good).code()).isEqualTo(1);
  }
}
