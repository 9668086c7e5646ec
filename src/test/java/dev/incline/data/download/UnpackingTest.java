package dev.incline.data.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.incline.data.IdxBytes;
import dev.incline.data.KnownSet;
import dev.incline.file.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives with made-up sums, from a server of our own on the loopback address. */
class UnpackingTest {
  private static final byte[] TRAIN = bytes(1_300, 1); // no whole blocks
  private static final byte[] TEST = bytes(1_024, 2);

  @TempDir private Path temp;
  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private byte[] archive = new byte[0];
  private HttpServer server;
  private Path folder;

  private static byte[] bytes(int count, long seed) {
    byte[] bytes = new byte[count];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  @BeforeEach
  void serve() throws IOException {
    folder = temp.resolve("set");
    files.put("cifar/readme.html", bytes(700, 3));
    files.put("cifar/train.bin", TRAIN);
    files.put("cifar/test.bin", TEST);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, archive.length);
            exchange.getResponseBody().write(archive);
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private static byte[] tar(Map<String, byte[]> files) {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    tar.writeBytes(header("cifar/", 0, '5'));
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      int size = file.getValue().length;
      tar.writeBytes(header(file.getKey(), size, '0'));
      tar.writeBytes(Arrays.copyOf(file.getValue(), (size + 511) / 512 * 512));
    }
    tar.writeBytes(new byte[1024]);
    return tar.toByteArray();
  }

  private static byte[] header(String name, int size, char kind) {
    byte[] header = new byte[512];
    put(header, 0, name);
    put(header, 100, "0000644\0");
    put(header, 124, "%011o\0".formatted(size));
    header[156] = (byte) kind;
    put(header, 257, "ustar\00000");
    return header;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  private static byte[] zip(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
      }
    }
    return bytes.toByteArray();
  }

  private ArchivedSet set(String name) throws IOException {
    String sum = Sha256.of(new ByteArrayInputStream(archive));
    KnownSet known =
        new KnownSet("one", "One", List.of(), List.of(new KnownSet.File(name, sum, "")));
    return new ArchivedSet(known, List.of("test.bin", "train.bin"));
  }

  private void fetch(String name, long largest) throws Exception {
    ArchivedSet set = set(name);
    String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    new Download(List.of(address), line -> {}).fetch(set.set(), folder);
    new Unpacking(set, folder, largest, line -> {}).run();
  }

  private void refuses(String name, String... says) {
    assertThatThrownBy(() -> fetch(name, 1_000_000))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(says);
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(p -> p.getFileName().toString()).sorted().toList();
    }
  }

  private void holdsBoth(String archiveName) throws IOException {
    assertThat(folder.resolve("train.bin")).hasBinaryContent(TRAIN);
    assertThat(folder.resolve("test.bin")).hasBinaryContent(TEST);
    assertThat(names(folder)).containsExactlyInAnyOrder(archiveName, "test.bin", "train.bin");
  }

  @Test
  void whatIsWantedIsTakenOutAndComparedTheNextTime() throws Exception {
    archive = IdxBytes.gzip(tar(files));
    fetch("a.tar.gz", 1_300);
    holdsBoth("a.tar.gz");
    Files.delete(folder.resolve("test.bin"));
    fetch("a.tar.gz", 1_300);
    holdsBoth("a.tar.gz");
    Files.writeString(folder.resolve("train.bin"), "mine");
    refuses("a.tar.gz", "train.bin is there already, but is another file");
    assertThat(folder.resolve("train.bin")).hasContent("mine");
    assertThat(names(folder)).noneMatch(name -> name.endsWith(".part"));
  }

  @Test
  void aZipIsUnpackedToo() throws Exception {
    archive = zip(files);
    fetch("a.zip", 1_300);
    holdsBoth("a.zip");
  }

  @Test
  void noNameOfAnArchiveLeadsElsewhere() throws Exception {
    byte[] train = files.remove("cifar/train.bin");
    files.put("../../evil.bin", bytes(10, 4));
    files.put("../train.bin", train);
    for (String name : List.of("a.tar.gz", "a.zip")) {
      archive = name.endsWith("zip") ? zip(files) : IdxBytes.gzip(tar(files));
      fetch(name, 1_300);
      assertThat(names(temp)).containsExactly("set");
      assertThat(folder.resolve("train.bin")).hasBinaryContent(TRAIN);
    }
  }

  @Test
  void whatIsWrongWithAnArchiveIsNamed() throws Exception {
    archive = IdxBytes.gzip(tar(files));
    assertThatThrownBy(() -> fetch("large.tar.gz", 1_299))
        .hasMessageContainingAll(
            "large.tar.gz cannot be unpacked", "train.bin in it has more than");
    byte[] tar = tar(files);
    archive = IdxBytes.gzip(Arrays.copyOf(tar, 3_000));
    refuses("cut.tar.gz", "cut.tar.gz cannot be unpacked", "it breaks off");
    archive = IdxBytes.gzip(tar(files));
    archive = Arrays.copyOf(archive, archive.length / 2);
    refuses("half.tar.gz", "half.tar.gz cannot be unpacked");
    put(tar, 124 + 512, "-0000000001");
    archive = IdxBytes.gzip(tar);
    refuses("size.tar.gz", "a file in it has the size '-0000000001'");
    archive = "<!doctype html>".getBytes(StandardCharsets.UTF_8);
    refuses("page.tar.gz", "page.tar.gz cannot be unpacked");
    files.remove("cifar/test.bin");
    archive = zip(files);
    refuses("less.zip", "less.zip lacks test.bin");
    assertThat(names(folder)).noneMatch(name -> name.endsWith(".part"));
  }

  @Test
  void membersAreThoseThatAReaderLooksFor() {
    List<String> names = new ArrayList<>();
    ArchivedSet.ALL.forEach(each -> names.add(each.set().name()));
    assertThat(names).containsExactly("emnist", "cifar10", "cifar100");
    assertThat(ArchivedSet.named("EMNIST").orElseThrow().members())
        .hasSize(30)
        .contains("emnist-letters-train-images-idx3-ubyte.gz", "emnist-letters-mapping.txt");
  }
}
