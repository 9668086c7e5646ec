package dev.incline.sweep;

import dev.incline.experiment.Configuration;
import dev.incline.experiment.StoredSweep;
import dev.incline.option.OptionValues;
import dev.incline.option.Options;
import dev.incline.option.Origin;
import dev.incline.sweep.SweepObserver.Result;
import dev.incline.sweep.SweepObserver.RunEnd;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The setting of a search with the highest mean validation accuracy over its seeds; of equal ones
 * the first drawn. It was chosen by that number, as the luckiest of many, so the number is too high
 * on average: what the setting is worth, fresh seeds tell.
 *
 * @param search its group
 * @param settings how many there were
 * @param score that mean
 * @param best its first run
 * @param fresh its configuration on seeds that the search has not used
 */
public record Winner(
    Sweep.SweepGroup search,
    int settings,
    double score,
    Configuration best,
    List<Configuration> fresh) {
  /**
   * Chooses it; every run must be over, whoever trained it.
   *
   * @param ends of the group's runs, by the names of their folders
   * @param seeds how many fresh ones
   * @return empty where a run is not over, or has failed, or none finished
   */
  public static Optional<Winner> of(Sweep.SweepGroup search, Map<String, RunEnd> ends, int seeds) {
    Map<Map<String, String>, List<Configuration>> settings = new LinkedHashMap<>();
    for (Configuration run : search.configurations()) {
      RunEnd end = ends.get(run.values().folderName());
      if (end == null || end.isFailed()) {
        return Optional.empty(); // who comes last may be the best
      }
      Map<String, String> setting = OptionValues.identity(run.options());
      setting.remove(Options.SEED.name());
      settings.computeIfAbsent(setting, any -> new ArrayList<>()).add(run);
    }
    double highest = Double.NEGATIVE_INFINITY;
    List<Configuration> best = List.of();
    for (List<Configuration> setting : settings.values()) {
      double score = score(setting, ends);
      if (score > highest) {
        highest = score;
        best = setting;
      }
    }
    return best.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Winner(
                search, settings.size(), highest, best.get(0), fresh(search, best.get(0), seeds)));
  }

  /** Below all others where a seed diverged. */
  private static double score(List<Configuration> setting, Map<String, RunEnd> ends) {
    double sum = 0;
    for (Configuration run : setting) {
      RunEnd end = ends.get(run.values().folderName());
      @Nullable Result result = end == null ? null : end.result();
      sum += result == null ? Double.NEGATIVE_INFINITY : result.validationAccuracy();
    }
    return sum / setting.size();
  }

  private static List<Configuration> fresh(Sweep.SweepGroup search, Configuration best, int seeds) {
    long last =
        search.configurations().stream()
            .mapToLong(run -> run.values().get(Options.SEED))
            .max()
            .orElseThrow();
    List<Configuration> fresh = new ArrayList<>();
    for (int i = 1; i <= seeds; i++) {
      fresh.add(
          Configuration.of(
              best.values().with(Options.SEED, last + i, new Origin("fresh seed")), warning -> {}));
    }
    return fresh;
  }

  /** Its runs on fresh seeds, as a group of their own. */
  public Sweep.SweepGroup group() {
    return new Sweep.SweepGroup(
        search.name() + StoredSweep.WINNER,
        "Winner of %s, on fresh seeds".formatted(search.title()),
        List.of(),
        fresh,
        false);
  }
}
