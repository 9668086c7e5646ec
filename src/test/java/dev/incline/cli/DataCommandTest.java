package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.incline.cli.options.ExitCode;
import dev.incline.testing.SyntheticData;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataCommandTest {
  @TempDir private Path temp;

  @Test
  void checkDescribesAndGivesAVerdict() {
    SyntheticData.write(temp, 40, 20, 6);
    CommandRun run = CommandRun.of("data", "check", temp.toString());
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("training set: 40 rows of 6 x 6 pixels", "test set: 20 rows")
        .containsPattern("rows +4 +4 +4")
        .contains("verdict: ");
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
    assertThat(run.err()).contains("NAME must be mnist, fashion-mnist or kmnist, not cifar");
    assertThat(CommandRun.of("data", "download", "mnist", "--mirror", "file:/x/").code())
        .isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(CommandRun.of("data").code()).isEqualTo(ExitCode.WRONG_USAGE);
  }
}
