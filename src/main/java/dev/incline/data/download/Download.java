package dev.incline.data.download;

import dev.incline.data.FileKind;
import dev.incline.data.KnownSet;
import dev.incline.data.download.DownloadFailure.Remedy;
import dev.incline.file.Sha256;
import dev.incline.wording.Listing;
import dev.incline.wording.Phrase;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Fetches a public set. A file is kept beside its place, as {@code .NAME.part}, until its SHA-256
 * is right; a broken download goes on from there, also in a later run.
 *
 * @param mirrors addresses of folders, each ending in a slash; tried in this order
 * @param listener hears what is done
 * @param environment variables: {@code http_proxy} and the like
 */
public record Download(
    List<String> mirrors, Consumer<String> listener, Map<String, String> environment) {
  /** System property: milliseconds without an answer or without bytes until a server is left. */
  static final String PATIENCE = "incline.download.patience";

  private static final int ATTEMPTS = 3; // per mirror
  private static final long LARGEST = 1L << 30; // bytes of one file; EMNIST has 0.56 of it

  /** With the proxies of this process's environment. */
  public Download(List<String> mirrors, Consumer<String> listener) {
    this(mirrors, listener, System.getenv());
  }

  private static Duration patience() {
    return Duration.ofMillis(Long.getLong(PATIENCE, 60_000));
  }

  /**
   * Fetches those of the set's files that are not in the folder yet.
   *
   * @throws IOException naming the file and what every mirror answered
   */
  public void fetch(KnownSet set, Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    for (KnownSet.File file : set.files()) {
      Path place = folder.resolve(file.name());
      if (Files.exists(place)) {
        if (!Sha256.of(place).equals(file.packed())) {
          throw new IOException(
              "%s is there already, but is not the published file (it is %s): move it away, or choose another --out"
                  .formatted(place, FileKind.phrase(place)));
        }
        listener.accept(place + " is there already");
      } else {
        fetch(file, place);
      }
    }
  }

  private void fetch(KnownSet.File file, Path place) throws IOException, InterruptedException {
    Path part = place.resolveSibling("." + file.name() + ".part");
    List<String> failures = new ArrayList<>();
    for (String mirror : mirrors) {
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        boolean goesOn = Files.exists(part);
        try {
          append(URI.create(mirror + file.name()), part);
          String sum = Sha256.of(part);
          if (sum.equals(file.packed())) {
            Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
            listener.accept(Phrase.of("%s: %,d bytes, SHA-256 is right", place, Files.size(place)));
            return;
          }
          failures.add(
              Phrase.of(
                  "%s: what came is not the published file but %s, %,d bytes: SHA-256 is %s, not %s",
                  mirror, FileKind.phrase(part), Files.size(part), sum, file.packed()));
          Files.delete(part);
          if (!goesOn) {
            break; // the same bytes would come again
          }
        } catch (DownloadFailure e) {
          failures.add(mirror + ": " + e.getMessage());
          if (e.remedy() == Remedy.NONE) {
            Files.deleteIfExists(part);
            throw new IOException("%s: %s".formatted(file.name(), e.getMessage()), e);
          } else if (e.remedy() == Remedy.OTHER_MIRROR) {
            break;
          }
        }
      }
    }
    throw new IOException(
        "%s could not be fetched:%n  %s"
            .formatted(
                file.name(),
                Listing.of(failures.stream().distinct().toList(), "%n  ".formatted())));
  }

  /** Goes on where the part ends, or starts again where the server does not go along. */
  private void append(URI address, Path part) throws InterruptedException, DownloadFailure {
    EnvironmentProxies proxies = new EnvironmentProxies(environment);
    String peer = "the host " + address.getHost();
    int port =
        address.getPort() >= 0
            ? address.getPort()
            : address.toString().startsWith("https") ? 443 : 80;
    try {
      Optional<EnvironmentProxies.Choice> proxy = proxies.of(address);
      if (proxy.isPresent()) {
        peer = proxy.get().toString();
        port = proxy.get().port();
      }
      HttpClient client = client(proxies, proxy.isPresent() && proxy.get().login() != null);
      append(client, address, part);
    } catch (IOException e) {
      throw DownloadFailure.of(e, peer, port, Math.max(1, patience().toSeconds()));
    }
  }

  private static HttpClient client(EnvironmentProxies proxies, boolean login) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .proxy(proxies)
            .connectTimeout(patience());
    if (login) { // Java sends no password through a tunnel unless it is told to
      System.setProperty("jdk.http.auth.tunneling.disabledSchemes", "");
      builder.authenticator(proxies.authenticator());
    }
    return builder.build();
  }

  private static void append(HttpClient client, URI address, Path part)
      throws IOException, InterruptedException {
    long there = Files.exists(part) ? Files.size(part) : 0;
    HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(patience());
    if (there > 0) {
      request.header("Range", "bytes=" + there + "-");
    }
    HttpResponse<InputStream> response = client.send(request.build(), BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      if (response.statusCode() == 416 && there > 0) {
        return; // all of it was there: its checksum decides
      }
      boolean goesOn = response.statusCode() == 206;
      if (!goesOn && response.statusCode() != 200) {
        throw DownloadFailure.ofAnswer(response.statusCode(), address);
      }
      try (OutputStream out = opened(part, goesOn)) {
        copy(body, out, goesOn ? there : 0, part);
      }
    }
  }

  private static OutputStream opened(Path part, boolean goesOn) throws DownloadFailure {
    try {
      return goesOn
          ? Files.newOutputStream(part, StandardOpenOption.APPEND)
          : Files.newOutputStream(part);
    } catch (IOException e) {
      throw DownloadFailure.ofWriting(part, e);
    }
  }

  /**
   * @param there bytes of the part
   * @throws DownloadFailure when nothing comes any more; what was fetched is removed then
   */
  private static void copy(InputStream in, OutputStream out, long there, Path part)
      throws IOException {
    byte[] bytes = new byte[1 << 16];
    long written = there;
    try (StallWatch watch = new StallWatch(in, patience())) {
      try {
        for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
          watch.received(read);
          written += read;
          if (written > LARGEST) {
            throw new DownloadFailure(
                Remedy.OTHER_MIRROR, Phrase.of("it sends more than %,d bytes", LARGEST), null);
          }
          try {
            out.write(bytes, 0, read);
          } catch (IOException e) {
            throw DownloadFailure.ofWriting(part, e);
          }
        }
      } catch (DownloadFailure e) {
        throw e;
      } catch (IOException e) {
        if (!watch.isStalled()) {
          throw e;
        }
      }
      if (watch.isStalled()) {
        Files.deleteIfExists(part);
        throw new DownloadFailure(
            Remedy.OTHER_MIRROR,
            Phrase.of(
                "it stopped sending: fewer than %,d bytes within %d s, after %,d in all",
                StallWatch.LEAST, Math.max(1, patience().toSeconds()), written),
            null);
      }
    }
  }
}
