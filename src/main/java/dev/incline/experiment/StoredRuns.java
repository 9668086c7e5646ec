package dev.incline.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Runs as their folders tell them, each folder read once; epochs are not kept. */
public final class StoredRuns {
  private final Map<Path, RunSummary> read = new HashMap<>();

  /**
   * As {@link StoredRun#read}; a folder that was read before is not read again.
   *
   * @throws IOException naming the file and what is wrong
   */
  public RunSummary read(Path folder) throws IOException {
    RunSummary run = read.get(folder);
    if (run == null) {
      run = RunSummary.of(StoredRun.read(folder));
      read.put(folder, run);
    }
    return run;
  }
}
