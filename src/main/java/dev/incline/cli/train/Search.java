package dev.incline.cli.train;

import dev.incline.experiment.Configuration;
import dev.incline.sweep.Halving;
import dev.incline.sweep.Sweep;
import dev.incline.sweep.SweepObserver.RunEnd;
import dev.incline.sweep.Winner;
import dev.incline.train.checkpoint.Checkpoints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A sweep, and what follows from its results: the next rungs of its searches, and their winners on
 * fresh seeds. All processes find the same, as they look when every run before is over.
 *
 * @param groups of the sweep
 * @param halving the part of the settings that goes on to the next rung; null without rungs
 * @param confirm how many fresh seeds
 */
record Search(Sweep sweep, List<Sweep.SweepGroup> groups, @Nullable Integer halving, int confirm) {
  /** Runs a sweep. */
  interface Runner {
    Sweep.Outcome run(Sweep sweep) throws IOException;
  }

  /**
   * What came of it.
   *
   * @param sweep with the runs that followed
   * @param sentences on each search
   */
  record Found(Sweep sweep, Sweep.Outcome outcome, List<String> sentences) {
    /** Whether some run is not over. */
    boolean isOpen() {
      return outcome.ends().size() < sweep.runs().size();
    }

    /** And then more groups. */
    Found then(List<Sweep.SweepGroup> more, Runner runner) throws IOException {
      Sweep next = sweep.with(more);
      Sweep.Outcome its = runner.run(next);
      return new Found(
          new Sweep(
              sweep.folder(), next.plan(), union(sweep.runs(), next.runs()), sweep.dataSha256()),
          new Sweep.Outcome(union(outcome.ends(), its.ends()), its.others()),
          List.of());
    }

    private static <T> Map<String, T> union(Map<String, T> first, Map<String, T> second) {
      Map<String, T> all = new LinkedHashMap<>(first);
      all.putAll(second);
      return all;
    }
  }

  /** The groups to begin with: of each search its first rung. */
  static List<Sweep.SweepGroup> firstRungs(
      List<Sweep.SweepGroup> groups, @Nullable Integer halving) {
    return halving == null
        ? groups
        : groups.stream().map(g -> g.drawn() ? new Halving(halving).first(g) : g).toList();
  }

  /** How many runs there are, with those that follow. */
  int size() {
    int runs = sweep.runs().size();
    for (Sweep.SweepGroup group : groups) {
      if (group.drawn()) {
        runs += confirm;
        runs +=
            halving == null ? 0 : new Halving(halving).size(group) - group.configurations().size();
      }
    }
    return runs;
  }

  Found run(Runner runner) throws IOException {
    Found found = new Found(sweep, runner.run(sweep), List.of());
    Map<Sweep.SweepGroup, Sweep.SweepGroup> last = new LinkedHashMap<>(); // rung of each search
    groups.stream().filter(Sweep.SweepGroup::drawn).forEach(search -> last.put(search, search));
    for (List<Sweep.SweepGroup> next = next(found, last);
        !next.isEmpty();
        next = next(found, last)) {
      found = found.then(next, runner);
    }
    List<Winner> winners = winners(last, found.outcome.ends());
    if (!winners.isEmpty() && confirm > 0) {
      found = found.then(winners.stream().map(Winner::group).toList(), runner);
    }
    if (!found.isOpen()) {
      deleteCheckpoints(found.sweep); // no rung goes on from them any more
    }
    Map<String, RunEnd> ends = found.outcome.ends();
    return new Found(
        found.sweep,
        found.outcome,
        winners.stream().map(winner -> SearchSummary.of(winner, ends)).toList());
  }

  /**
   * The next rung of each search that has one.
   *
   * @param last is brought up to date
   */
  private List<Sweep.SweepGroup> next(Found found, Map<Sweep.SweepGroup, Sweep.SweepGroup> last) {
    List<Sweep.SweepGroup> all = new ArrayList<>();
    if (halving != null) {
      for (Map.Entry<Sweep.SweepGroup, Sweep.SweepGroup> search : last.entrySet()) {
        new Halving(halving)
            .next(search.getKey(), search.getValue(), found.outcome.ends())
            .ifPresent(
                rung -> {
                  search.setValue(rung);
                  all.add(rung);
                });
      }
    }
    return all;
  }

  private static void deleteCheckpoints(Sweep sweep) throws IOException {
    for (Map.Entry<String, Configuration> run : sweep.runs().entrySet()) {
      if (run.getValue().training().lastEpoch() < run.getValue().training().epochs()) {
        Checkpoints.delete(sweep.folder().resolve(run.getKey()));
      }
    }
  }

  private List<Winner> winners(
      Map<Sweep.SweepGroup, Sweep.SweepGroup> last, Map<String, RunEnd> ends) {
    List<Winner> winners = new ArrayList<>();
    last.forEach(
        (search, rung) -> {
          if (halving == null || Halving.isWhole(rung)) {
            Winner.of(search, rung, ends, confirm).ifPresent(winners::add);
          }
        });
    return winners;
  }
}
