package dev.incline.data.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.data.KnownSet;
import dev.incline.data.download.MirrorServer.Behaviour;
import dev.incline.file.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
  @TempDir private Path folder;
  private MirrorServer server;
  private KnownSet set;
  private String address;

  @BeforeEach
  void serve() throws IOException {
    server = new MirrorServer();
    address = server.address();
    String sum = Sha256.of(new ByteArrayInputStream(server.content));
    set = new KnownSet("one", "One", List.of(), List.of(new KnownSet.File("a.gz", sum, "")));
  }

  @AfterEach
  void stop() {
    System.clearProperty(Download.PATIENCE);
    server.close();
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
    assertThat(folder.resolve("a.gz")).hasBinaryContent(server.content);
    assertThat(files()).containsExactly("a.gz");
    fetch(); // and is not fetched again
    assertThat(server.requests).containsExactly("/set/a.gz");
  }

  @Test
  void aBrokenDownloadGoesOnWhereItBrokeOff() throws Exception {
    server.behaviour = Behaviour.BREAKS_OFF_ONCE;
    fetch();
    assertThat(folder.resolve("a.gz")).hasBinaryContent(server.content);
    assertThat(server.requests).hasSize(2);
    assertThat(server.requests.get(1)).matches("/set/a.gz bytes=[1-9]\\d*-");
  }

  @Test
  void aTruncatedFileIsNeverInItsPlaceAndALaterRunGoesOn() throws Exception {
    server.behaviour = Behaviour.BREAKS_OFF_ALWAYS;
    assertThatThrownBy(this::fetch)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a.gz could not be fetched");
    assertThat(files()).containsExactly(".a.gz.part");
    server.behaviour = Behaviour.GOOD;
    server.requests.clear();
    fetch();
    assertThat(server.requests.get(0)).contains("bytes=");
    assertThat(folder.resolve("a.gz")).hasBinaryContent(server.content);
  }

  @Test
  void wrongBytesAreRefusedAndDeleted() throws Exception {
    server.behaviour = Behaviour.WRONG_BYTES;
    assertThatThrownBy(this::fetch).hasMessageContaining("SHA-256 is");
    assertThat(files()).isEmpty();
  }

  @Test
  void aDamagedPartIsThrownAway() throws Exception {
    Files.write(folder.resolve(".a.gz.part"), new byte[1000]);
    fetch();
    assertThat(folder.resolve("a.gz")).hasBinaryContent(server.content);
    Files.delete(folder.resolve("a.gz"));
    Files.write(
        folder.resolve(".a.gz.part"),
        new byte[server.content.length + 5]); // the server answers 416
    fetch();
    assertThat(folder.resolve("a.gz")).hasBinaryContent(server.content);
  }

  @Test
  void aServerThatDoesNotGoOnStartsAgain() throws Exception {
    server.behaviour = Behaviour.IGNORES_RANGE;
    Files.write(folder.resolve(".a.gz.part"), Arrays.copyOf(server.content, 1000));
    fetch();
    assertThat(folder.resolve("a.gz")).hasBinaryContent(server.content);
  }

  @Test
  void anotherMirrorIsTried() throws Exception {
    List<String> mirrors = List.of("http://127.0.0.1:1/", address);
    new Download(mirrors, line -> {}).fetch(set, folder);
    assertThat(folder.resolve("a.gz")).hasBinaryContent(server.content);
  }

  @Test
  void aMissingFileIsNamedWithTheServersAnswer() {
    server.behaviour = Behaviour.NOT_FOUND;
    assertThatThrownBy(this::fetch).hasMessageContaining("404").hasMessageContaining("a.gz");
  }

  @Test
  void anotherFileInThatPlaceIsNotTouched() throws Exception {
    Path file = Files.writeString(folder.resolve("a.gz"), "mine");
    assertThatThrownBy(this::fetch).hasMessageContaining("is not the published file");
    assertThat(file).hasContent("mine");
    assertThat(server.requests).isEmpty();
  }

  @Test
  @Tag("field")
  @Timeout(30)
  void aServerThatStopsSendingIsLeftForTheNextMirror() throws Exception {
    System.setProperty(Download.PATIENCE, "200");
    server.behaviour = Behaviour.STALLS;
    String other = address.replace("/set/", "/other/");
    new Download(List.of(address, other), line -> {}).fetch(set, folder);
    assertThat(folder.resolve("a.gz")).hasBinaryContent(server.content);
    assertThat(server.requests).containsExactly("/set/a.gz", "/other/a.gz");
  }

  @Test
  @Tag("field")
  @Timeout(30)
  void whatAServerSentBeforeItStalledIsRemoved() throws Exception {
    System.setProperty(Download.PATIENCE, "200");
    server.behaviour = Behaviour.STALLS;
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
    assertThat(folder.resolve("a.gz")).hasBinaryContent(server.content);
    assertThat(server.requests).containsExactly("http://data.invalid/set/a.gz");
  }

  @Test
  @Tag("field")
  void aProxysPasswordIsGiven() throws Exception {
    server.behaviour = Behaviour.ASKS_FOR_A_PASSWORD;
    String proxy = address.replace("http://", "").replace("/set/", "");
    assertThatThrownBy(() -> fetch("http://data.invalid/set/", Map.of("http_proxy", proxy)))
        .hasMessageContaining("407, the proxy asks for a user and a password");
    fetch("http://data.invalid/set/", Map.of("http_proxy", "http://me:s%40cret@" + proxy));
    assertThat(folder.resolve("a.gz")).hasBinaryContent(server.content);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "example.org,127.0.0.1", "*", "localhost, .0.0.1"})
  @Tag("field")
  void anExemptHostIsAskedDirectly(String exempt) throws Exception {
    fetch(address, Map.of("HTTP_PROXY", "http://127.0.0.1:1", "no_proxy", exempt));
    assertThat(folder.resolve("a.gz")).hasBinaryContent(server.content);
  }

  /**
   * Knows no TLS, and says so to everyone who comes, for a client may come twice; until the socket
   * is closed.
   */
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
    server.behaviour = Behaviour.NOT_FOUND;
    assertThatThrownBy(this::fetch)
        .hasMessageContaining("404, not found")
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(2));
    server.behaviour = Behaviour.BREAKS_OFF_ALWAYS;
    assertThatThrownBy(this::fetch).hasMessageContaining("broke off");
  }

  @Test
  @Tag("field")
  void aPageInPlaceOfTheFileIsCalledSo() throws Exception {
    server.behaviour = Behaviour.PAGE;
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
    assertThat(server.requests).hasSize(1);
    assertThat(files()).isEmpty();
  }
}
