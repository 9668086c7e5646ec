package dev.incline.data.format;

import dev.incline.data.DataException;
import dev.incline.data.Inputs;
import dev.incline.data.Labels;
import dev.incline.data.NpyArray;
import dev.incline.data.NpzFile;
import dev.incline.file.CacheFolder;
import dev.incline.file.Json;
import dev.incline.file.KnownSums;
import dev.incline.file.Sha256;
import dev.incline.file.TrustedFile;
import dev.incline.wording.Reason;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rows that took long to read, one npz file each, so that they are read once. A file's name is the
 * SHA-256 of what was read and of how: of other bytes, or by another program, other rows are kept.
 * A file that makes no sense is replaced.
 *
 * @param reader the program that reads; empty where nothing is kept
 * @param room bytes of all files: those used longest ago are deleted
 */
record RowCache(Path folder, String reader, long room) {
  private static final Logger log = LoggerFactory.getLogger(RowCache.class);
  private static final long ROOM = 4L << 30;
  private static final long LARGE = 8 << 20;

  /** The user's. */
  static RowCache usual() {
    return new RowCache(CacheFolder.of("data"), jar(), ROOM);
  }

  /** Size and time of the program's jar; classes in a folder change one by one, and have none. */
  private static String jar() {
    try {
      Path jar =
          Path.of(RowCache.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return Files.isRegularFile(jar)
          ? Files.size(jar) + " " + Files.getLastModifiedTime(jar).toMillis()
          : "";
    } catch (URISyntaxException | IOException e) {
      return "";
    }
  }

  /**
   * What is kept of a content.
   *
   * @param inputs [rows x columns]
   * @param codes [rows] places of the labels among the words
   * @param facts what else the format has to know
   */
  record Kept(Inputs inputs, int columns, List<String> words, byte[] codes, List<String> facts) {
    static Kept of(LabelledRows rows) {
      return new Kept(
          rows.inputs(), rows.columns(), rows.labels().words(), rows.labels().codes(), List.of());
    }

    Labels labels(String source) {
      return new Labels(source, words, codes);
    }
  }

  /**
   * The rows of a content: those that are kept, or those that are read now, and kept for the next
   * time.
   *
   * @param content SHA-256 of all bytes
   * @param how they are read: everything that decides what comes out
   */
  Kept rows(String content, List<String> how, Supplier<Kept> read) {
    if (reader.isEmpty()) {
      return read.get();
    }
    Path file = folder.resolve(Sha256.of(bytes(List.of(reader, content, how))) + ".npz");
    Optional<Kept> found = find(file);
    if (found.isPresent()) {
      return found.get();
    }
    Kept rows = read.get();
    try {
      TrustedFile.write(file, draft -> NpzFile.write(draft, arrays(rows)));
      deleteOldest();
    } catch (IOException e) {
      log.debug("{} was not kept: {}", file, Reason.of(e)); // it is read again, no more
    }
    return rows;
  }

  /** Whether reading a file, or its sum, takes long enough to be kept. */
  static boolean isLarge(Path file) {
    try {
      return Files.size(file) >= LARGE;
    } catch (IOException e) {
      return false; // reading says why
    }
  }

  /** SHA-256 of what files hold, without reading those that are known. */
  String sum(List<Path> files, Supplier<String> summed) {
    return new KnownSums(folder).of(files, summed);
  }

  private static Optional<Kept> find(Path file) {
    try {
      if (!TrustedFile.isTrusted(file)) {
        return Optional.empty();
      }
      Kept kept = kept(NpzFile.readStored(file));
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
      return Optional.of(kept);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      log.warn("Ignoring {}, which will be written anew: {}", file, e.getMessage());
      return Optional.empty();
    }
  }

  private static Map<String, NpyArray> arrays(Kept rows) {
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    arrays.put("inputs", NpyArray.of(rows.inputs.array(), rows.codes.length, rows.columns));
    arrays.put("codes", NpyArray.of(rows.codes, rows.codes.length));
    arrays.put("words", text(rows.words));
    arrays.put("facts", text(rows.facts));
    return arrays;
  }

  private static Kept kept(Map<String, NpyArray> arrays) throws IOException {
    NpyArray inputs = array(arrays, "inputs");
    Inputs values =
        inputs.values() instanceof float[] numbers
            ? new Inputs.Numbers(numbers)
            : new Inputs.Pixels((byte[]) inputs.values());
    return new Kept(
        values,
        inputs.shape().get(1),
        texts(array(arrays, "words")),
        (byte[]) array(arrays, "codes").values(),
        texts(array(arrays, "facts")));
  }

  private static NpyArray array(Map<String, NpyArray> arrays, String name) {
    NpyArray array = arrays.get(name);
    if (array == null) {
      throw new DataException("it has no array " + name);
    }
    return array;
  }

  private static NpyArray text(List<String> texts) {
    byte[] bytes = bytes(texts);
    return NpyArray.of(bytes, bytes.length);
  }

  private static byte[] bytes(Object json) {
    return Json.line(json).getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> texts(NpyArray array) throws IOException {
    String text = new String((byte[]) array.values(), StandardCharsets.UTF_8);
    return List.of(Json.STRICT.readValue(text, String[].class));
  }

  private void deleteOldest() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(RowCache::isKept).sorted(newestFirst()).toList();
    }
    long taken = 0;
    for (Path file : files) {
      taken += Files.size(file);
      if (taken > room) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static boolean isKept(Path file) {
    return file.toString().endsWith(".npz") || file.toString().endsWith(KnownSums.ENDING);
  }

  private static Comparator<Path> newestFirst() {
    return Comparator.<Path>comparingLong(f -> f.toFile().lastModified()).reversed();
  }
}
