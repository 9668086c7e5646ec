package dev.incline.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** What a training has left in its folder to go on from. */
final class Checkpoint {
  private Checkpoint() {}

  /** The name of the latest file; empty where there is none. */
  static String last(String folder) {
    if (!Files.isDirectory(Path.of(folder))) {
      return "";
    }
    try (Stream<Path> files = Files.list(Path.of(folder))) {
      return files
          .filter(file -> file.getFileName().toString().matches("checkpoint-.*\\.bin"))
          .max(Comparator.comparing(file -> file.toFile().lastModified()))
          .map(file -> file.getFileName().toString())
          .orElse("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
