package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.incline.cli.options.ExitCode;
import dev.incline.data.NpyArray;
import dev.incline.data.NpzFile;
import dev.incline.model.Activation;
import dev.incline.model.Initializer;
import dev.incline.model.Network;
import dev.incline.store.SavedModel;
import dev.incline.testing.SyntheticData;
import dev.incline.wording.Numeral;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipFile;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Predictions as lines, of many rows and of folders. */
class PredictCsvTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int ROWS = 16_500; // three groups

  @TempDir private static Path temp;
  private static Path model;
  private static Path images;

  @BeforeAll
  static void write() throws IOException {
    Network network = Network.mlp(16, List.of(6), 10, Activation.SIGMOID);
    model = temp.resolve("model.safetensors");
    List<String> names = IntStream.range(0, 10).mapToObj(c -> "a, \"" + c + "\"").toList();
    new SavedModel(Initializer.parse("normal:1").draw(network, 3), names, "incline test", null)
        .write(model);
    Path data = SyntheticData.write(temp.resolve("data"), 10, ROWS, 4);
    images = data.resolve("t10k-images-idx3-ubyte");
  }

  private static CommandRun predict(String... more) {
    List<String> args = new ArrayList<>(List.of("predict", "--device=cpu", model.toString()));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(String[]::new));
  }

  /** The lines that the JSON document comes to. */
  private static List<String> lines(CommandRun run) throws IOException {
    List<String> lines = new ArrayList<>();
    for (JsonNode file : JSON.readTree(run.out()).get("files")) {
      for (JsonNode image : file.get("images")) {
        JsonNode top = image.get("top").get(0);
        lines.add(
            "%s,%d,\"%s\",%s"
                .formatted(
                    file.get("file").textValue(),
                    image.get("row").intValue(),
                    top.get("class").textValue().replace("\"", "\"\""),
                    Numeral.of((float) top.get("probability").doubleValue())));
      }
    }
    return lines;
  }

  @Test
  void eachRowHasItsLineInOrder() throws IOException {
    String file = images.toString();
    CommandRun run = predict("--csv", file, file);
    assertThat(run.code()).as(run.err()).isZero();
    List<String> lines = run.out().lines().toList();
    assertThat(lines.get(0)).isEqualTo("file,row,class,probability");
    List<String> expected = lines(predict("--json", file, file));
    assertThat(expected).hasSize(2 * ROWS);
    assertThat(expected.subList(0, ROWS)).doesNotHaveDuplicates();
    assertThat(lines.subList(1, lines.size())).isEqualTo(expected);
  }

  @Test
  void anArrayGivesTheSameAsAnIdxFile() throws IOException {
    byte[] pixels = Files.readAllBytes(images);
    pixels = Arrays.copyOfRange(pixels, 16, pixels.length);
    byte[] mask = pixels.clone();
    for (int i = 0; i < mask.length; i++) {
      mask[i] = (byte) (mask[i] & 1);
    }
    for (byte[] values : List.of(pixels, mask)) {
      Path npz = temp.resolve("x.npz");
      NpzFile.write(npz, Map.of("x", NpyArray.of(values, ROWS, 4, 4)));
      Path npy = temp.resolve("x.npy");
      try (ZipFile zip = new ZipFile(npz.toFile())) {
        Files.write(npy, zip.getInputStream(zip.getEntry("x.npy")).readAllBytes());
      }
      Path idx = temp.resolve("x-idx3-ubyte");
      byte[] file = Files.readAllBytes(images);
      for (int i = 0; i < values.length; i++) {
        file[16 + i] = (byte) (values == mask ? -values[i] : values[i]);
      }
      Files.write(idx, file);
      CommandRun run = predict("--csv", npy.toString());
      assertThat(run.code()).as(run.err()).isZero();
      assertThat(run.out())
          .isEqualTo(predict("--csv", idx.toString()).out().replace("x-idx3-ubyte", "x.npy"));
      assertThat(run.out().lines()).hasSize(1 + ROWS);
    }
  }

  @Test
  void aFolderGivesItsPicturesByName() throws IOException {
    Path folder = temp.resolve("pictures");
    for (String name : List.of("b/2.png", "a.PNG", "b/1.png", "b/c/3.jpeg")) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY);
      image.getRaster().setSample(1, 2, 0, 255);
      String format = name.endsWith("jpeg") ? "jpeg" : "png";
      assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
    }
    Files.writeString(folder.resolve("b/notes.txt"), "mine");
    Files.createDirectories(folder.resolve("__MACOSX/b"));
    Files.writeString(folder.resolve("__MACOSX/b/1.png"), "of an archive");
    Files.writeString(folder.resolve("b/._1.png"), "of a Mac");
    CommandRun run = predict("--csv", "--as-is", folder.toString());
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("NOTE: " + folder + ": 3 files left out, hidden or neither");
    assertThat(run.out().lines().skip(1).map(line -> line.split(",", 2)[0]))
        .containsExactly(
            folder + "/a.PNG", folder + "/b/1.png", folder + "/b/2.png", folder + "/b/c/3.jpeg");

    Files.writeString(folder.resolve("b/1.png"), "<html>");
    CommandRun broken = predict("--csv", "--as-is", folder.toString());
    assertThat(broken.code()).isEqualTo(ExitCode.FAILED);
    assertThat(broken.err()).contains("incline: " + folder + "/b/1.png is an HTML page");
    assertThat(broken.out().lines()).hasSize(4);
  }

  @Test
  void aFolderWithoutPicturesIsNamedAndTheRestGoesOn() throws IOException {
    Path empty = Files.createDirectories(temp.resolve("empty"));
    CommandRun run = predict("--csv", empty.toString(), images.toString());
    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains(empty + " is a folder without a PNG or JPEG picture");
    assertThat(run.out().lines()).hasSize(1 + ROWS);
  }

  /** CSV has the rows before the damage; the other forms have nothing of a damaged file. */
  @Test
  void aFileThatBreaksOffIsNamed() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(Files.readAllBytes(images));
    }
    Path cut = temp.resolve("cut.gz");
    Files.write(cut, Arrays.copyOf(packed.toByteArray(), packed.size() - packed.size() / 8));
    CommandRun lines = predict("--csv", cut.toString());
    CommandRun document = predict("--json", cut.toString(), images.toString());
    for (CommandRun run : List.of(lines, document)) {
      assertThat(run.code()).isEqualTo(ExitCode.FAILED);
      assertThat(run.err()).contains(cut + " is truncated", "its gzip stream breaks off");
    }
    assertThat(lines.out().lines()).hasSize(1 + 8000);
    assertThat(lines(document)).hasSize(ROWS);
  }

  @Test
  void otherFormsDoNotGoWithIt() {
    for (String other : List.of("--json", "--top=2")) {
      CommandRun run = predict("--csv", other, images.toString());
      assertThat(run.code()).isEqualTo(ExitCode.WRONG_USAGE);
      assertThat(run.err()).contains("does not go with " + other.replace("=2", ""));
    }
  }
}
