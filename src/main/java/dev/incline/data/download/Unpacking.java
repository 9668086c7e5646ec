package dev.incline.data.download;

import dev.incline.data.FileKind;
import dev.incline.wording.Listing;
import dev.incline.wording.Phrase;
import dev.incline.wording.Reason;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Takes the files of a set out of its archive, which stays: run again, it compares them. No name
 * that the archive has becomes a path.
 *
 * @param folder of the archive and of the files
 * @param largest bytes that a file may have
 * @param listener hears what is done
 */
public record Unpacking(ArchivedSet set, Path folder, long largest, Consumer<String> listener) {
  private static final long LARGEST = 1L << 30;

  public Unpacking(ArchivedSet set, Path folder, Consumer<String> listener) {
    this(set, folder, LARGEST, listener);
  }

  /**
   * Unpacks a zip or a gzipped tar archive.
   *
   * @throws IOException naming the archive, and what it lacks or what is wrong with it; or a file
   *     that is there and is another
   */
  public void run() throws IOException {
    Path archive = folder.resolve(set.archive().name());
    Set<String> missing = new TreeSet<>(set.members());
    boolean zip = FileKind.of(archive) == FileKind.ZIP;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(archive), 1 << 16)) {
      if (zip) {
        unzip(in, missing);
      } else {
        TarFiles.read(
            new BufferedInputStream(new GZIPInputStream(in, 1 << 16), 1 << 16),
            (name, content) -> take(name, content, missing));
      }
    } catch (IOException e) {
      throw new IOException("%s cannot be unpacked: %s".formatted(archive, Reason.of(e)), e);
    }
    if (!missing.isEmpty()) {
      throw new IOException("%s lacks %s".formatted(archive, Listing.of(missing)));
    }
    listener.accept("unpacked " + archive + ", which may be deleted now");
  }

  private void unzip(InputStream in, Set<String> missing) throws IOException {
    ZipInputStream zip = new ZipInputStream(in);
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      take(entry.getName(), zip, missing);
    }
  }

  /** Takes a file that is wanted. */
  private void take(String path, InputStream content, Set<String> missing) throws IOException {
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (!missing.remove(name)) {
      return;
    }
    Path place = folder.resolve(name);
    Path part = folder.resolve("." + name + ".part");
    try {
      copy(name, content, part);
      if (Files.exists(place) && Files.mismatch(part, place) >= 0) {
        throw new IOException(
            "%s is there already, but is another file: move it away, or choose another --out"
                .formatted(place));
      }
      Files.move(part, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private void copy(String name, InputStream in, Path part) throws IOException {
    byte[] bytes = new byte[1 << 16];
    long written = 0;
    try (OutputStream out = Files.newOutputStream(part)) {
      for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
        written += read;
        if (written > largest) {
          throw new IOException(Phrase.of("%s in it has more than %,d bytes", name, largest));
        }
        out.write(bytes, 0, read);
      }
    }
  }
}
