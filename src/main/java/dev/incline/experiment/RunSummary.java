package dev.incline.experiment;

import dev.incline.option.OptionValues;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A stored run without its epochs, of which a study of many runs keeps one each.
 *
 * @param folder the run's
 * @param options see {@link StoredRun}
 * @param seed of weights and shuffles
 * @param epochs how many finished
 * @param result null in one that failed or was broken off
 * @param failure why it has no result; null in one that finished or was broken off
 */
public record RunSummary(
    Path folder,
    Map<String, Object> options,
    long seed,
    int epochs,
    @Nullable RunResult result,
    @Nullable Failure failure,
    Environment environment) {
  public static RunSummary of(StoredRun run) {
    return new RunSummary(
        run.folder(),
        run.options(),
        run.seed(),
        run.epochs().size(),
        run.result() == null ? null : RunResult.of(run.result()),
        run.failure(),
        run.environment());
  }

  /** Whether it has run to its end, well or not; one that was killed has not. */
  public boolean isOver() {
    return result != null || failure != null;
  }

  /**
   * What tells this run from all others, where and when it is run: what decides its result, the
   * data, and given initial weights.
   */
  public String identity() {
    Map<String, String> decisive = OptionValues.identity(options);
    decisive.remove("weights"); // a path; their sum is among those of the data
    return "%s %s".formatted(decisive, new TreeMap<>(environment.dataSha256()));
  }

  /** Whether both came to the same: the same weights, or the same failure. */
  public boolean hasResultOf(RunSummary other) {
    if (result != null && other.result != null) {
      return result.weightsSha256().equals(other.result.weightsSha256());
    }
    return failure != null && failure.equals(other.failure);
  }
}
