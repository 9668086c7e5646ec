package dev.incline.tune;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.incline.backend.opencl.tiling.ProductShape;
import dev.incline.backend.opencl.tiling.Tiling;
import dev.incline.file.Json;
import dev.incline.file.JsonFault;
import dev.incline.file.TrustedFile;
import dev.incline.wording.Phrase;
import dev.incline.wording.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder that tuned tiles are kept in, one JSON file for each key. A file appears in it whole
 * or not at all. It is a cache: a file that makes no sense is warned of, ignored, and replaced by
 * the next tuning.
 */
public record TuningCache(Path folder) {
  private static final Logger log = LoggerFactory.getLogger(TuningCache.class);
  private static final int FORMAT = 1;

  /** A file's content. */
  private record FileContent(int format, TuningKey key, List<Line> products) {}

  private record Line(ProductShape shape, String tiling, double gflops, double standardGflops) {
    static Line of(TunedProduct p) {
      return new Line(p.shape(), p.tiling().toString(), p.gflops(), p.standardGflops());
    }

    TunedProduct product() {
      return new TunedProduct(shape, Tiling.parse(tiling), gflops, standardGflops);
    }
  }

  /** Where the tiles of a key lie, or would. */
  public Path file(TuningKey key) {
    return folder.resolve(key.fileName());
  }

  /** The tiles of a key; empty, with a warning that names the file, where it makes no sense. */
  public Optional<TunedTiles> read(TuningKey key) {
    Path file = file(key);
    Optional<TunedTiles> tiles = parse(file);
    if (tiles.isPresent() && !tiles.get().key().equals(key)) {
      log.warn(
          "Ignoring {}: it is for another device, driver or kernel. Delete it, or run 'incline tune'",
          file);
      return Optional.empty();
    }
    return tiles;
  }

  /** Every file that makes sense; a warning for each that does not. */
  public List<TunedTiles> list() throws IOException {
    return files().stream().map(TuningCache::parse).flatMap(Optional::stream).toList();
  }

  /**
   * Deletes every file.
   *
   * @return how many there were
   */
  public int clear() throws IOException {
    List<Path> files = files();
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
    return files.size();
  }

  /**
   * Writes the tiles of a key beside their place, then moves them there.
   *
   * @throws IOException naming the file
   */
  public Path write(TunedTiles tiles) throws IOException {
    Path file = file(tiles.key());
    try {
      List<Line> lines = tiles.products().stream().map(Line::of).toList();
      TrustedFile.write(file, Json.text(new FileContent(FORMAT, tiles.key(), lines)));
    } catch (IOException e) {
      throw Reason.writing(file, e);
    }
    return file;
  }

  private List<Path> files() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".json")).sorted().toList();
    }
  }

  private static Optional<TunedTiles> parse(Path file) {
    try {
      Optional<String> text = TrustedFile.read(file);
      if (text.isEmpty()) {
        return Optional.empty();
      }
      FileContent document = Json.STRICT.readValue(text.get(), FileContent.class);
      if (document.format() != FORMAT) {
        throw new IllegalArgumentException(
            Phrase.of("its format is %d, not %d", document.format(), FORMAT));
      }
      List<TunedProduct> products = document.products().stream().map(Line::product).toList();
      return Optional.of(new TunedTiles(document.key(), products));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (JsonProcessingException e) {
      warn(file, JsonFault.of(e));
    } catch (IOException | IllegalArgumentException e) {
      warn(file, Reason.of(e));
    }
    return Optional.empty();
  }

  private static void warn(Path file, String reason) {
    log.warn(
        "Ignoring {}, which holds no tuned tiles: {}. Delete it, or run 'incline tune'",
        file,
        reason);
  }
}
