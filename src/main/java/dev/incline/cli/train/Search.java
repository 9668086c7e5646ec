package dev.incline.cli.train;

import dev.incline.sweep.Sweep;
import dev.incline.sweep.Winner;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A sweep, and after it the winners of its searches on fresh seeds.
 *
 * @param groups of the sweep
 * @param confirm how many fresh seeds
 */
record Search(Sweep sweep, List<Sweep.SweepGroup> groups, int confirm) {
  /** Runs a sweep. */
  interface Runner {
    Sweep.Outcome run(Sweep sweep) throws IOException;
  }

  /**
   * What came of it.
   *
   * @param sweep with the runs on fresh seeds
   * @param sentences on each search
   */
  record Found(Sweep sweep, Sweep.Outcome outcome, List<String> sentences) {
    /** Whether some run is not over. */
    boolean isOpen() {
      return outcome.ends().size() < sweep.runs().size();
    }
  }

  private List<Sweep.SweepGroup> searches() {
    return groups.stream().filter(Sweep.SweepGroup::drawn).toList();
  }

  /** How many runs there are, with those on fresh seeds. */
  int size() {
    return sweep.runs().size() + confirm * searches().size();
  }

  /** All processes find the same winners, as they look when every run of the search is over. */
  Found run(Runner runner) throws IOException {
    Sweep.Outcome outcome = runner.run(sweep);
    List<Winner> winners =
        searches().stream()
            .flatMap(search -> Winner.of(search, outcome.ends(), confirm).stream())
            .toList();
    if (winners.isEmpty() || confirm == 0) {
      return found(sweep, outcome, winners);
    }
    Sweep fresh = sweep.with(winners.stream().map(Winner::group).toList());
    Sweep.Outcome confirmed = runner.run(fresh);
    return found(
        new Sweep(
            sweep.folder(), fresh.plan(), union(sweep.runs(), fresh.runs()), sweep.dataSha256()),
        new Sweep.Outcome(union(outcome.ends(), confirmed.ends()), confirmed.others()),
        winners);
  }

  private static <T> Map<String, T> union(Map<String, T> first, Map<String, T> second) {
    Map<String, T> all = new LinkedHashMap<>(first);
    all.putAll(second);
    return all;
  }

  private static Found found(Sweep sweep, Sweep.Outcome outcome, List<Winner> winners) {
    return new Found(
        sweep,
        outcome,
        winners.stream().map(winner -> SearchSummary.of(winner, outcome.ends())).toList());
  }
}
