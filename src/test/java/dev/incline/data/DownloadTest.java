package dev.incline.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a server of our own on the loopback address. */
class DownloadTest {
  /** What the server does with a request. */
  private enum Conduct {
    GOOD,
    BREAKS_OFF_ONCE,
    BREAKS_OFF_ALWAYS,
    WRONG_BYTES,
    NOT_FOUND,
    IGNORES_RANGE
  }

  private static final int SIZE = 300_000;

  @TempDir private Path folder;
  private final byte[] content = new byte[SIZE];
  private final List<String> requests = new ArrayList<>(); // path and range
  private Conduct conduct = Conduct.GOOD;
  private HttpServer server;
  private KnownSet set;
  private String address;

  @BeforeEach
  void serve() throws IOException {
    new Random(1).nextBytes(content);
    String sum = Sha256.of(new ByteArrayInputStream(content));
    set = new KnownSet("one", "One", List.of(), List.of(new KnownSet.File("a.gz", sum, "")));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    address = "http://127.0.0.1:" + server.getAddress().getPort() + "/set/";
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String range = exchange.getRequestHeaders().getFirst("Range");
      requests.add(exchange.getRequestURI() + (range == null ? "" : " " + range));
      if (conduct == Conduct.NOT_FOUND) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      byte[] bytes = content.clone();
      if (conduct == Conduct.WRONG_BYTES) {
        bytes[SIZE / 2] ^= 1;
      }
      int from =
          range == null || conduct == Conduct.IGNORES_RANGE
              ? 0
              : Integer.parseInt(range.replaceAll("\\D", ""));
      if (from >= SIZE) {
        exchange.sendResponseHeaders(416, -1);
        return;
      }
      exchange.sendResponseHeaders(from == 0 ? 200 : 206, SIZE - from);
      boolean breaks =
          conduct == Conduct.BREAKS_OFF_ALWAYS
              || (conduct == Conduct.BREAKS_OFF_ONCE && requests.size() == 1);
      int length = breaks ? (SIZE - from) / 2 : SIZE - from;
      exchange.getResponseBody().write(bytes, from, length);
      exchange.getResponseBody().flush();
    }
  }

  private void fetch() throws Exception {
    new Download(List.of(address), line -> {}).fetch(set, folder);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(p -> p.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aGoodFileIsInItsPlaceAndNothingElse() throws Exception {
    fetch();
    assertThat(folder.resolve("a.gz")).hasBinaryContent(content);
    assertThat(files()).containsExactly("a.gz");
    fetch(); // and is not fetched again
    assertThat(requests).containsExactly("/set/a.gz");
  }

  @Test
  void aBrokenDownloadGoesOnWhereItBrokeOff() throws Exception {
    conduct = Conduct.BREAKS_OFF_ONCE;
    fetch();
    assertThat(folder.resolve("a.gz")).hasBinaryContent(content);
    assertThat(requests).hasSize(2);
    assertThat(requests.get(1)).matches("/set/a.gz bytes=[1-9]\\d*-");
  }

  @Test
  void aTruncatedFileIsNeverInItsPlaceAndALaterRunGoesOn() throws Exception {
    conduct = Conduct.BREAKS_OFF_ALWAYS;
    assertThatThrownBy(this::fetch)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a.gz could not be fetched");
    assertThat(files()).containsExactly(".a.gz.part");
    conduct = Conduct.GOOD;
    requests.clear();
    fetch();
    assertThat(requests.get(0)).contains("bytes=");
    assertThat(folder.resolve("a.gz")).hasBinaryContent(content);
  }

  @Test
  void wrongBytesAreRefusedAndDeleted() throws Exception {
    conduct = Conduct.WRONG_BYTES;
    assertThatThrownBy(this::fetch).hasMessageContaining("SHA-256 is");
    assertThat(files()).isEmpty();
  }

  @Test
  void aDamagedPartIsThrownAway() throws Exception {
    Files.write(folder.resolve(".a.gz.part"), new byte[1000]);
    fetch();
    assertThat(folder.resolve("a.gz")).hasBinaryContent(content);
    Files.delete(folder.resolve("a.gz"));
    Files.write(folder.resolve(".a.gz.part"), new byte[SIZE + 5]); // the server answers 416
    fetch();
    assertThat(folder.resolve("a.gz")).hasBinaryContent(content);
  }

  @Test
  void aServerThatDoesNotGoOnStartsAgain() throws Exception {
    conduct = Conduct.IGNORES_RANGE;
    Files.write(folder.resolve(".a.gz.part"), Arrays.copyOf(content, 1000));
    fetch();
    assertThat(folder.resolve("a.gz")).hasBinaryContent(content);
  }

  @Test
  void anotherMirrorIsTried() throws Exception {
    List<String> mirrors = List.of("http://127.0.0.1:1/", address);
    new Download(mirrors, line -> {}).fetch(set, folder);
    assertThat(folder.resolve("a.gz")).hasBinaryContent(content);
  }

  @Test
  void aMissingFileIsNamedWithTheServersAnswer() {
    conduct = Conduct.NOT_FOUND;
    assertThatThrownBy(this::fetch).hasMessageContaining("404").hasMessageContaining("a.gz");
  }

  @Test
  void anotherFileInThatPlaceIsNotTouched() throws Exception {
    Path file = Files.writeString(folder.resolve("a.gz"), "mine");
    assertThatThrownBy(this::fetch).hasMessageContaining("is not the published file");
    assertThat(file).hasContent("mine");
    assertThat(requests).isEmpty();
  }
}
