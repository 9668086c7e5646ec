package dev.incline.sweep;

import dev.incline.experiment.Configuration;
import dev.incline.option.OptionValues;
import dev.incline.option.Options;
import dev.incline.option.Origin;
import dev.incline.option.ScheduleOptions;
import dev.incline.sweep.SweepObserver.RunEnd;
import dev.incline.wording.InvalidOptionException;
import dev.incline.wording.Numeral;
import dev.incline.wording.Phrase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Successive halving (Jamieson and Talwalkar 2016): all settings of a search are trained for a few
 * epochs, the best part of them for more, and so on; the last few for all epochs. A rung is decided
 * when all its runs are over, from their results alone, so by every process in the same way. Its
 * runs end by {@code --stop-after}; those of the next rung go on from their last checkpoints.
 *
 * @param factor one setting in so many is kept, for so many times the epochs
 */
public record Halving(int factor) {
  /** Of the value that ends a run of a rung. */
  static final Origin ORIGIN = new Origin("halving");

  private static final String RUNG = ".rung";

  /** After which epoch each rung ends, so that the last has all epochs and a setting is left. */
  List<Integer> rungs(int settings, int epochs) {
    List<Integer> rungs = new ArrayList<>(List.of(epochs));
    for (int left = settings / factor; left > 0 && rungs.get(0) >= factor; left /= factor) {
      rungs.add(0, rungs.get(0) / factor);
    }
    return rungs;
  }

  /**
   * The first rung of a search.
   *
   * @throws InvalidOptionException where there is nothing to halve
   */
  public Sweep.SweepGroup first(Sweep.SweepGroup search) {
    for (Configuration run : search.configurations()) {
      if (run.values().has(ScheduleOptions.STOP_AFTER) || epochs(run) != epochs(search)) {
        throw new InvalidOptionException(
            "--halving: group %s must have one value of epochs, and none of stop-after"
                .formatted(search.name()));
      }
    }
    List<Integer> rungs = rungs(Ranking.settings(search).size(), epochs(search));
    if (rungs.size() == 1) {
      throw new InvalidOptionException(
          Phrase.of(
              "--halving %d: group %s has %s and %s: it takes %d of each to leave any out",
              factor,
              search.name(),
              Numeral.count(Ranking.settings(search).size(), "setting"),
              Numeral.count(epochs(search), "epoch"),
              factor));
    }
    return rung(search, search.name(), search.configurations(), rungs.get(0));
  }

  /**
   * The next rung.
   *
   * @param first rung
   * @param last rung so far
   * @return empty where the last has all epochs, or is not over
   */
  public Optional<Sweep.SweepGroup> next(
      Sweep.SweepGroup first, Sweep.SweepGroup last, Map<String, RunEnd> ends) {
    int settings = Ranking.settings(first).size();
    List<Integer> rungs = rungs(settings, epochs(first));
    int number = rungs.indexOf(end(last)) + 1;
    if (number == rungs.size()) {
      return Optional.empty();
    }
    int kept = settings;
    for (int i = 0; i < number; i++) {
      kept /= factor;
    }
    int most = kept;
    return Ranking.of(last, ends)
        .map(ranking -> ranking.settings().stream().limit(most))
        .map(best -> best.flatMap(setting -> setting.runs().stream()).toList())
        .filter(best -> !best.isEmpty())
        .map(best -> rung(first, first.name() + RUNG + (number + 1), best, rungs.get(number)));
  }

  /** How many runs all rungs have. */
  public int size(Sweep.SweepGroup first) {
    int settings = Ranking.settings(first).size();
    int seeds = first.configurations().size() / settings;
    int left = settings;
    int runs = 0;
    for (int i = rungs(settings, epochs(first)).size(); i > 0; i--) {
      runs += left * seeds;
      left /= factor;
    }
    return runs;
  }

  /** Whether its runs have all epochs. */
  public static boolean isWhole(Sweep.SweepGroup rung) {
    return end(rung) == epochs(rung);
  }

  /** Of a search, without the epoch of its rung. */
  static String title(Sweep.SweepGroup rung) {
    return rung.title().replaceFirst(" \\(epoch \\d+ of \\d+\\)$", "");
  }

  private static int epochs(Sweep.SweepGroup group) {
    return epochs(group.configurations().get(0));
  }

  private static int epochs(Configuration run) {
    return run.values().get(Options.EPOCHS);
  }

  private static int end(Sweep.SweepGroup rung) {
    return rung.configurations().get(0).training().lastEpoch();
  }

  private static Sweep.SweepGroup rung(
      Sweep.SweepGroup search, String name, List<Configuration> runs, int end) {
    List<Configuration> configurations = new ArrayList<>();
    for (Configuration run : runs) {
      OptionValues values =
          run.values().with(ScheduleOptions.STOP_AFTER, end == epochs(run) ? 0 : end, ORIGIN);
      configurations.add(Configuration.of(values, warning -> {}));
    }
    return new Sweep.SweepGroup(
        name,
        Phrase.of("%s (epoch %d of %d)", title(search), end, epochs(search)),
        search.varied(),
        configurations,
        true);
  }
}
