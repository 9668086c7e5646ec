package dev.incline.experiment;

import dev.incline.option.DataOptions;
import dev.incline.option.OptionValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The options that a run recorded, with its data where they are found now: a relative path is one
 * of the folder in which the run was started, which need not be the present one.
 */
public final class RecordedOptions {
  private RecordedOptions() {}

  /**
   * The options of a run, and over them others.
   *
   * @param run its folder
   * @throws IOException naming the data, and where they were looked for
   */
  public static OptionValues of(Path run, OptionValues given) throws IOException {
    OptionValues all = ConfigFile.read(run.resolve(StoredRun.CONFIG)).given().with(given);
    if (!given.has(DataOptions.DATA)) {
      Path recorded =
          all.has(DataOptions.DATA)
              ? all.get(DataOptions.DATA)
              : Path.of(StoredRun.environment(run).dataFolder()); // of an older program
      all = all.with(DataOptions.DATA, found(recorded, run), all.origin(DataOptions.DATA));
    }
    Path test = all.find(DataOptions.TEST);
    if (test != null && !given.has(DataOptions.TEST)) {
      all = all.with(DataOptions.TEST, found(test, run), all.origin(DataOptions.TEST));
    }
    return all;
  }

  /** In this folder, else in the nearest one above the run; the usual data beside the program. */
  private static Path found(Path recorded, Path run) throws IOException {
    if (recorded.isAbsolute() || Files.exists(recorded)) {
      return recorded;
    }
    for (Path above = run.toAbsolutePath().normalize().getParent();
        above != null;
        above = above.getParent()) {
      if (Files.exists(above.resolve(recorded))) {
        return above.resolve(recorded);
      }
    }
    Path usual = DataOptions.found(recorded);
    if (Files.exists(usual)) {
      return usual;
    }
    throw new IOException(
        "the data of %s are neither here (%s) nor in a folder above the run: start in the folder where the run was started, or name them with --data"
            .formatted(run, recorded.toAbsolutePath()));
  }
}
