package dev.incline.data;

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
import java.util.function.Consumer;

/**
 * Fetches a public set. A file is kept beside its place, as {@code .NAME.part}, until its SHA-256
 * is right; a broken download goes on from there, also in a later run.
 *
 * @param mirrors addresses of folders, each ending in a slash; tried in this order
 * @param listener hears what is done
 */
public record Download(List<String> mirrors, Consumer<String> listener) {
  private static final int ATTEMPTS = 3; // per mirror
  private static final long LARGEST = 256L << 20; // bytes of one file
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /**
   * Fetches those of the set's files that are not in the folder yet.
   *
   * @throws IOException naming the file and what every mirror answered
   */
  public void fetch(KnownSet set, Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    HttpClient client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(PATIENCE)
            .build();
    for (KnownSet.File file : set.files()) {
      Path place = folder.resolve(file.name());
      if (Files.exists(place)) {
        if (!Sha256.of(place).equals(file.packed())) {
          throw new IOException(
              place
                  + " is there already, but is not the published file: move it away, or choose another --out");
        }
        listener.accept(place + " is there already");
      } else {
        fetch(client, file, place);
      }
    }
  }

  private void fetch(HttpClient client, KnownSet.File file, Path place)
      throws IOException, InterruptedException {
    Path part = place.resolveSibling("." + file.name() + ".part");
    List<String> failures = new ArrayList<>();
    for (String mirror : mirrors) {
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        boolean goesOn = Files.exists(part);
        try {
          append(client, URI.create(mirror + file.name()), part);
          String sum = Sha256.of(part);
          if (sum.equals(file.packed())) {
            Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
            listener.accept("%s: %,d bytes, SHA-256 is right".formatted(place, Files.size(place)));
            return;
          }
          Files.delete(part);
          failures.add("%s: SHA-256 is %s, not %s".formatted(mirror, sum, file.packed()));
          if (!goesOn) {
            break; // the same bytes would come again
          }
        } catch (IOException e) {
          failures.add("%s: %s".formatted(mirror, e));
        }
      }
    }
    throw new IOException(
        "%s could not be fetched:%n  %s"
            .formatted(file.name(), String.join("%n  ".formatted(), failures)));
  }

  /** Goes on where the part ends, or starts again where the server does not go along. */
  private static void append(HttpClient client, URI address, Path part)
      throws IOException, InterruptedException {
    long there = Files.exists(part) ? Files.size(part) : 0;
    HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(PATIENCE);
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
        throw new IOException("it answered " + response.statusCode() + " for " + address);
      }
      try (OutputStream out =
          goesOn
              ? Files.newOutputStream(part, StandardOpenOption.APPEND)
              : Files.newOutputStream(part)) {
        copy(body, out, LARGEST - (goesOn ? there : 0), part);
      }
    }
  }

  private static void copy(InputStream in, OutputStream out, long room, Path part)
      throws IOException {
    byte[] bytes = new byte[1 << 16];
    long written = 0;
    for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
      written += read;
      if (written > room) {
        throw new IOException("it sends more than " + LARGEST + " bytes for " + part);
      }
      out.write(bytes, 0, read);
    }
  }
}
