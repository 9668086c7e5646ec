package dev.incline.sweep;

import dev.incline.experiment.Configuration;
import dev.incline.experiment.StoredSweep;
import dev.incline.option.Options;
import dev.incline.option.Origin;
import dev.incline.sweep.SweepObserver.RunEnd;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
   * Chooses it.
   *
   * @param search all its settings
   * @param last those of them that came to the end: all, or what halving has left
   * @param ends of the last runs, by the names of their folders
   * @param seeds how many fresh ones
   * @return empty where a run is not over, or has failed, or none finished
   */
  public static Optional<Winner> of(
      Sweep.SweepGroup search, Sweep.SweepGroup last, Map<String, RunEnd> ends, int seeds) {
    return Ranking.of(last, ends)
        .flatMap(ranking -> ranking.settings().stream().findFirst())
        .map(
            setting ->
                new Winner(
                    search,
                    Ranking.settings(search).size(),
                    setting.score(),
                    setting.runs().get(0),
                    fresh(search, setting.runs().get(0), seeds)));
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

  /** Of the search. */
  public String title() {
    return Halving.title(search);
  }

  /** Its runs on fresh seeds, as a group of their own. */
  public Sweep.SweepGroup group() {
    return new Sweep.SweepGroup(
        search.name() + StoredSweep.WINNER,
        "Winner of %s, on fresh seeds".formatted(title()),
        List.of(),
        fresh,
        false);
  }
}
