package dev.incline.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the data lies when no {@code --data} says so. */
final class DataPath {
  private DataPath() {}

  /** The folder given; else data/mnist here, else beside the program. */
  static Path orDefault(@Nullable Path given) {
    if (given != null) {
      return given;
    }
    Path here = Path.of("data", "mnist");
    String home = System.getProperty("incline.home");
    return Files.isDirectory(here) || home == null ? here : Path.of(home).resolve(here);
  }
}
