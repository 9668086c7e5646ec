package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.incline.cli.options.ExitCode;
import dev.incline.testing.SyntheticData;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataCommandTest {
  @TempDir private Path temp;

  @Test
  void checkGivesAVerdict() {
    SyntheticData.write(temp, 40, 20, 6);
    CommandRun run = CommandRun.of("data", "check", temp.toString());
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("training set: 40 rows of 6 x 6 pixels", "test set: 20 rows")
        .contains("verdict: ");
  }

  @Test
  void describeShowsWhatIsThere() throws IOException {
    SyntheticData.write(temp, 40, 20, 6);
    CommandRun run = CommandRun.of("data", "describe", temp.toString());
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("taken for IDX files", "training set: 40 rows of 6 x 6 pixels")
        .containsPattern("9 +4 +10.0 % +2 +10.0 %")
        .contains("rows in both sets: 0 of 20 test rows")
        .doesNotContain("verdict");
    CommandRun json = CommandRun.of("data", "describe", temp.toString(), "--json");
    JsonNode root = new ObjectMapper().readTree(json.out());
    JsonNode training = root.at("/description/parts/0/figures");
    assertThat(training.get("perClass")).hasSize(10);
    assertThat(training.get("width").intValue()).isEqualTo(6);
    CommandRun iris =
        CommandRun.of(
            "data", "describe", "data/iris/iris.csv", "--label", "5", "--test-share", "0.2");
    assertThat(iris.out())
        .containsPattern("setosa +40 +33.3 % +10 +33.3 %")
        .containsPattern("petal length +real +1 +6.9000 ");
    assertThat(CommandRun.of("data", "describe", temp.resolve("none").toString()).err())
        .contains("none does not exist");
  }

  @Test
  void fortyExamplesBecomeAPictureThatOnlyItselfReplaces() throws IOException {
    SyntheticData.write(temp.resolve("set"), 60, 20, 6);
    Path png = temp.resolve("examples.png");
    String[] words = {
      "data", "describe", temp.resolve("set").toString(), "--picture", png.toString()
    };
    assertThat(CommandRun.of(words).code()).isZero();
    BufferedImage image = ImageIO.read(png.toFile());
    assertThat((double) image.getWidth() / image.getHeight())
        .as("8 images in each of 5 lines, with room for their labels")
        .isBetween(1.2, 1.6);
    assertThat(darkness(image, 0)).as("the label of the first image").isPositive();
    assertThat(CommandRun.of(words).code()).as("it is this command's own").isZero();
    ImageIO.write(image, "png", png.toFile());
    CommandRun foreign = CommandRun.of(words);
    assertThat(foreign.code()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(foreign.err()).contains("this command did not make it", "--overwrite");
    List<String> more = new ArrayList<>(List.of(words));
    more.add("--overwrite");
    assertThat(CommandRun.of(more.toArray(String[]::new)).code()).isZero();
    more.set(2, "data/iris/iris.csv");
    more.addAll(List.of("--label", "5", "--test-share", "0.2"));
    CommandRun numbers = CommandRun.of(more.toArray(String[]::new));
    assertThat(numbers.code()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(numbers.err()).contains("--picture shows images", "rows of 4 numbers");
  }

  /** Dark pixels between the first image and the second line of images. */
  private static int darkness(BufferedImage image, int from) {
    int dark = 0;
    double points = image.getWidth() / 454.0; // pixels of a point
    for (int y = (int) (58 * points); y < 66 * points; y++) {
      for (int x = from; x < 60 * points; x++) {
        dark += (image.getRGB(x, y) & 0xff) < 100 ? 1 : 0;
      }
    }
    return dark;
  }

  @Test
  void checkAsJsonIsOneDocumentAndErrorsExitWithOne() throws IOException {
    CommandRun run = CommandRun.of("data", "check", temp.toString(), "--json");
    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    JsonNode root = new ObjectMapper().readTree(run.out());
    assertThat(root.get("usable").booleanValue()).isFalse();
    assertThat(root.get("findings").get(0).get("severity").textValue()).isEqualTo("ERROR");
  }

  @Test
  void downloadRefusesWhatIsNotThePublishedFile() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, 5);
            exchange.getResponseBody().write(new byte[5]);
          }
        });
    server.start();
    try {
      Path out = temp.resolve("mnist");
      String mirror = "http://127.0.0.1:" + server.getAddress().getPort();
      CommandRun run =
          CommandRun.of("data", "download", "mnist", "--out", out.toString(), "--mirror", mirror);
      assertThat(run.code()).isEqualTo(ExitCode.FAILED);
      assertThat(run.err())
          .contains("train-images-idx3-ubyte.gz could not be fetched", "SHA-256 is")
          .doesNotContain("\tat ");
      assertThat(out).isEmptyDirectory();
      assertThat(run.out()).isEmpty();
    } finally {
      server.stop(0);
    }
  }

  @Test
  void misuseIsNamed() {
    CommandRun run = CommandRun.of("data", "download", "cifar");
    assertThat(run.code()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(run.err())
        .contains(
            "NAME must be mnist, fashion-mnist, kmnist, qmnist, emnist, cifar10 or cifar100, not cifar");
    assertThat(CommandRun.of("data", "download", "mnist", "--mirror", "file:/x/").code())
        .isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(CommandRun.of("data").code()).isEqualTo(ExitCode.WRONG_USAGE);
  }
}
