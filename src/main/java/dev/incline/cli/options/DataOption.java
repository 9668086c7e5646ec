package dev.incline.cli.options;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --data}: the folder of a dataset. */
public final class DataOption {
  public static final String DESCRIPTION =
      "Folder of the four IDX files, gz or not (default: data/mnist, here or beside the program)";

  @Option(names = "--data", paramLabel = "DIR", description = DESCRIPTION)
  private @Nullable Path given;

  public boolean isGiven() {
    return given != null;
  }

  /** The folder given, or the default. */
  public Path folder() {
    return orDefault(given);
  }

  /** The folder given; else data/mnist here, else beside the program. */
  public static Path orDefault(@Nullable Path given) {
    if (given != null) {
      return given;
    }
    Path here = Path.of("data", "mnist");
    String home = System.getProperty("incline.home");
    return Files.isDirectory(here) || home == null ? here : Path.of(home).resolve(here);
  }
}
