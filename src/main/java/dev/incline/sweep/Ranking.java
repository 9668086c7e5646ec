package dev.incline.sweep;

import dev.incline.experiment.Configuration;
import dev.incline.option.OptionValues;
import dev.incline.option.Options;
import dev.incline.sweep.SweepObserver.Result;
import dev.incline.sweep.SweepObserver.RunEnd;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a group, the highest mean validation accuracy over their seeds first; of equal
 * ones that which was drawn first. A setting that diverged on a seed is not among them.
 */
record Ranking(List<Setting> settings) {
  /** Runs that differ in their seed alone. */
  record Setting(List<Configuration> runs, double score) {}

  /**
   * Ranks; every run must be over, whoever trained it.
   *
   * @param ends of the group's runs, by the names of their folders
   * @return empty where a run is not over, or has failed: it may be the best
   */
  static Optional<Ranking> of(Sweep.SweepGroup group, Map<String, RunEnd> ends) {
    for (Configuration run : group.configurations()) {
      RunEnd end = ends.get(run.values().folderName());
      if (end == null || end.isFailed()) {
        return Optional.empty();
      }
    }
    List<Setting> ranked = new ArrayList<>();
    for (List<Configuration> runs : settings(group)) {
      double score = score(runs, ends);
      if (score >= 0) {
        ranked.add(new Setting(runs, score));
      }
    }
    ranked.sort(Comparator.comparingDouble(setting -> -setting.score())); // keeps equal ones' order
    return Optional.of(new Ranking(ranked));
  }

  /** In the order in which they were drawn. */
  static List<List<Configuration>> settings(Sweep.SweepGroup group) {
    Map<Map<String, String>, List<Configuration>> settings = new LinkedHashMap<>();
    for (Configuration run : group.configurations()) {
      Map<String, String> setting = OptionValues.identity(run.options());
      setting.remove(Options.SEED.name());
      settings.computeIfAbsent(setting, any -> new ArrayList<>()).add(run);
    }
    return List.copyOf(settings.values());
  }

  /** Below 0 where a seed diverged. */
  private static double score(List<Configuration> runs, Map<String, RunEnd> ends) {
    double sum = 0;
    for (Configuration run : runs) {
      RunEnd end = ends.get(run.values().folderName());
      @Nullable Result result = end == null ? null : end.result();
      sum += result == null ? Double.NEGATIVE_INFINITY : result.validationAccuracy();
    }
    return sum / runs.size();
  }
}
