package dev.incline.data.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.incline.data.KnownSet;
import dev.incline.file.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server of our own on the loopback address. */
class DownloadTest {
  /** What the server does with a request. */
  private enum ServerBehaviour {
    GOOD,
    BREAKS_OFF_ONCE,
    BREAKS_OFF_ALWAYS,
    WRONG_BYTES,
    NOT_FOUND,
    IGNORES_RANGE,
    STALLS,
    PAGE,
    ASKS_FOR_A_PASSWORD
  }

  private static final int SIZE = 300_000;

  @TempDir private Path folder;
  private final byte[] content = new byte[SIZE];
  private final List<String> requests = new CopyOnWriteArrayList<>(); // path and range
  private ServerBehaviour behaviour = ServerBehaviour.GOOD;
  private final CountDownLatch over = new CountDownLatch(1);
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
    server.setExecutor(Executors.newCachedThreadPool());
    server.start();
    address = "http://127.0.0.1:" + server.getAddress().getPort() + "/set/";
  }

  @AfterEach
  void stop() {
    System.clearProperty(Download.PATIENCE);
    over.countDown();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String range = exchange.getRequestHeaders().getFirst("Range");
      requests.add(exchange.getRequestURI() + (range == null ? "" : " " + range));
      if (behaviour == ServerBehaviour.NOT_FOUND) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      if (behaviour == ServerBehaviour.ASKS_FOR_A_PASSWORD
          && exchange.getRequestHeaders().getFirst("Proxy-Authorization") == null) {
        exchange.getResponseHeaders().add("Proxy-Authenticate", "Basic realm=\"proxy\"");
        exchange.sendResponseHeaders(407, -1);
        return;
      }
      if (behaviour == ServerBehaviour.PAGE) {
        byte[] page = "<!doctype html><p>Log in first</p>".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, page.length);
        exchange.getResponseBody().write(page);
        return;
      }
      if (behaviour == ServerBehaviour.STALLS
          && exchange.getRequestURI().getPath().startsWith("/set/")) {
        exchange.sendResponseHeaders(200, SIZE);
        exchange.getResponseBody().write(content, 0, SIZE / 2);
        exchange.getResponseBody().flush();
        over.await();
        return;
      }
      byte[] bytes = content.clone();
      if (behaviour == ServerBehaviour.WRONG_BYTES) {
        bytes[SIZE / 2] ^= 1;
      }
      int from =
          range == null || behaviour == ServerBehaviour.IGNORES_RANGE
              ? 0
              : Integer.parseInt(range.replaceAll("\\D", ""));
      if (from >= SIZE) {
        exchange.sendResponseHeaders(416, -1);
        return;
      }
      exchange.sendResponseHeaders(from == 0 ? 200 : 206, SIZE - from);
      boolean breaks =
          behaviour == ServerBehaviour.BREAKS_OFF_ALWAYS
              || (behaviour == ServerBehaviour.BREAKS_OFF_ONCE && requests.size() == 1);
      int length = breaks ? (SIZE - from) / 2 : SIZE - from;
      exchange.getResponseBody().write(bytes, from, length);
      exchange.getResponseBody().flush();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
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
    behaviour = ServerBehaviour.BREAKS_OFF_ONCE;
    fetch();
    assertThat(folder.resolve("a.gz")).hasBinaryContent(content);
    assertThat(requests).hasSize(2);
    assertThat(requests.get(1)).matches("/set/a.gz bytes=[1-9]\\d*-");
  }

  @Test
  void aTruncatedFileIsNeverInItsPlaceAndALaterRunGoesOn() throws Exception {
    behaviour = ServerBehaviour.BREAKS_OFF_ALWAYS;
    assertThatThrownBy(this::fetch)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a.gz could not be fetched");
    assertThat(files()).containsExactly(".a.gz.part");
    behaviour = ServerBehaviour.GOOD;
    requests.clear();
    fetch();
    assertThat(requests.get(0)).contains("bytes=");
    assertThat(folder.resolve("a.gz")).hasBinaryContent(content);
  }

  @Test
  void wrongBytesAreRefusedAndDeleted() throws Exception {
    behaviour = ServerBehaviour.WRONG_BYTES;
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
    behaviour = ServerBehaviour.IGNORES_RANGE;
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
    behaviour = ServerBehaviour.NOT_FOUND;
    assertThatThrownBy(this::fetch).hasMessageContaining("404").hasMessageContaining("a.gz");
  }

  @Test
  void anotherFileInThatPlaceIsNotTouched() throws Exception {
    Path file = Files.writeString(folder.resolve("a.gz"), "mine");
    assertThatThrownBy(this::fetch).hasMessageContaining("is not the published file");
    assertThat(file).hasContent("mine");
    assertThat(requests).isEmpty();
  }

  @Test
  @Tag("field")
  @Timeout(30)
  void aServerThatStopsSendingIsLeftForTheNextMirror() throws Exception {
    System.setProperty(Download.PATIENCE, "200");
    behaviour = ServerBehaviour.STALLS;
    String other = address.replace("/set/", "/other/");
    new Download(List.of(address, other), line -> {}).fetch(set, folder);
    assertThat(folder.resolve("a.gz")).hasBinaryContent(content);
    assertThat(requests).containsExactly("/set/a.gz", "/other/a.gz");
  }

  @Test
  @Tag("field")
  @Timeout(30)
  void whatAServerSentBeforeItStalledIsRemoved() throws Exception {
    System.setProperty(Download.PATIENCE, "200");
    behaviour = ServerBehaviour.STALLS;
    assertThatThrownBy(this::fetch)
        .hasMessageContainingAll("a.gz could not be fetched", "stopped sending", "150,000");
    assertThat(files()).isEmpty();
  }

  private void fetch(String mirror, Map<String, String> environment) throws Exception {
    new Download(List.of(mirror), line -> {}, environment).fetch(set, folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http_proxy", "HTTP_PROXY", "all_proxy"})
  @Tag("field")
  void aProxyIsTaken(String variable) throws Exception {
    String proxy = address.replace("set/", "");
    fetch("http://data.invalid/set/", Map.of(variable, proxy));
    assertThat(folder.resolve("a.gz")).hasBinaryContent(content);
    assertThat(requests).containsExactly("http://data.invalid/set/a.gz");
  }

  @Test
  @Tag("field")
  void aProxysPasswordIsGiven() throws Exception {
    behaviour = ServerBehaviour.ASKS_FOR_A_PASSWORD;
    String proxy = address.replace("http://", "").replace("/set/", "");
    assertThatThrownBy(() -> fetch("http://data.invalid/set/", Map.of("http_proxy", proxy)))
        .hasMessageContaining("407, the proxy asks for a user and a password");
    fetch("http://data.invalid/set/", Map.of("http_proxy", "http://me:s%40cret@" + proxy));
    assertThat(folder.resolve("a.gz")).hasBinaryContent(content);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "example.org,127.0.0.1", "*", "localhost, .0.0.1"})
  @Tag("field")
  void anExemptHostIsAskedDirectly(String exempt) throws Exception {
    fetch(address, Map.of("HTTP_PROXY", "http://127.0.0.1:1", "no_proxy", exempt));
    assertThat(folder.resolve("a.gz")).hasBinaryContent(content);
  }

  /** A server that knows no TLS. */
  /** To everyone who comes, for a client may come twice; until the socket is closed. */
  private static void saysSomethingElse(ServerSocket server) {
    while (!server.isClosed()) {
      try (Socket client = server.accept()) {
        client.getOutputStream().write("HTTP/1.1 400 Bad\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        // the client went, or the socket was closed
      }
    }
  }

  @Test
  @Tag("field")
  void troubleIsToldInWordsOncePerMirror() throws IOException {
    String closed = "http://127.0.0.1:1/";
    String nowhere = "http://no-such-host.invalid/";
    ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Thread talk = new Thread(() -> saysSomethingElse(other));
    talk.setDaemon(true);
    talk.start();
    String plain = "https://127.0.0.1:" + other.getLocalPort() + "/";
    assertThatThrownBy(
            () ->
                new Download(List.of(nowhere, closed, plain), line -> {}, Map.of())
                    .fetch(set, folder))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(
            nowhere + ": cannot find the host no-such-host.invalid",
            closed + ": the host 127.0.0.1 refuses a connection at port 1",
            plain + ": no secure connection to the host 127.0.0.1 (TLS)")
        .hasMessageNotContaining("Exception")
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(4));
    other.close();
    assertThatThrownBy(() -> fetch(address, Map.of("http_proxy", "http://no-proxy.invalid:3128")))
        .hasMessageContaining("cannot find the proxy no-proxy.invalid:3128 (http_proxy)");
    assertThatThrownBy(() -> fetch(address, Map.of("http_proxy", "socks5://127.0.0.1:1080")))
        .hasMessageContaining("http_proxy names a proxy by 'socks5'");
    behaviour = ServerBehaviour.NOT_FOUND;
    assertThatThrownBy(this::fetch)
        .hasMessageContaining("404, not found")
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(2));
    behaviour = ServerBehaviour.BREAKS_OFF_ALWAYS;
    assertThatThrownBy(this::fetch).hasMessageContaining("broke off");
  }

  @Test
  @Tag("field")
  void aPageInPlaceOfTheFileIsCalledSo() throws Exception {
    behaviour = ServerBehaviour.PAGE;
    assertThatThrownBy(this::fetch)
        .hasMessageContainingAll("not the published file but an HTML page", "34 bytes", "SHA-256");
    assertThat(files()).isEmpty();
  }

  @Test
  @Tag("field")
  void aFullDiskEndsItAtOnce() throws Exception {
    Files.createSymbolicLink(folder.resolve(".a.gz.part"), Path.of("/dev/full"));
    assertThatThrownBy(() -> new Download(List.of(address, address), l -> {}).fetch(set, folder))
        .hasMessageContainingAll("cannot write", ".a.gz.part", "No space left on device");
    assertThat(requests).hasSize(1);
    assertThat(files()).isEmpty();
  }
}
