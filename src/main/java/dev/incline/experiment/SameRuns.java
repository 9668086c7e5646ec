package dev.incline.experiment;

import dev.incline.wording.Phrase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds runs that are there twice. A seed counts once: the same run again tells nothing about
 * chance, and would make an interval narrower than it is.
 */
public final class SameRuns {
  private final Map<String, List<RunSummary>> known = new HashMap<>(); // by identity
  private final List<String> notes = new ArrayList<>();

  /**
   * Takes a run that is over.
   *
   * @return the run that counts where this one is met: itself, or an equal one before it; null
   *     where its configuration, seed and data count already, by a run of another result
   */
  public @Nullable RunSummary counted(RunSummary run) {
    List<RunSummary> earlier = known.computeIfAbsent(run.identity(), any -> new ArrayList<>());
    for (RunSummary one : earlier) {
      if (run.hasResultOf(one)) {
        if (!isSame(run.folder(), one.folder())) {
          notes.add(
              "%s is the same run as %s (configuration, seed, data, %s): it counts once"
                  .formatted(
                      run.folder(),
                      one.folder(),
                      run.result() == null ? "failure" : "SHA-256 of the weights"));
        }
        return one;
      }
    }
    for (RunSummary one : earlier) {
      if (run.result() != null && one.result() != null) {
        notes.add(conflict(one, run));
        return null;
      }
    }
    earlier.add(run);
    return run;
  }

  private static boolean isSame(Path a, Path b) {
    try {
      return Files.isSameFile(a, b);
    } catch (IOException e) {
      return false; // gone since
    }
  }

  private static String conflict(RunSummary counted, RunSummary other) {
    return Phrase.of(
        "TWO RUNS OF ONE CONFIGURATION, SEED AND DATA HAVE DIFFERENT WEIGHTS: %s and %s. Devices that `incline verify` calls bit-equal give the same bits: one of these does not, or a run is damaged. Seed %d counts once, by the first",
        described(counted), described(other), Objects.requireNonNull(counted.result()).seed());
  }

  private static String described(RunSummary run) {
    RunResult result = Objects.requireNonNull(run.result());
    return "%s (%s, %s, sha256 %s)"
        .formatted(
            run.folder(),
            result.device(),
            run.environment().program(),
            result.weightsSha256().substring(0, 12));
  }

  /** What was found, in sentences without their full stop. */
  public List<String> notes() {
    return notes;
  }
}
