package dev.incline.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.experiment.Configuration;
import dev.incline.experiment.Failure;
import dev.incline.option.Options;
import dev.incline.sweep.SweepObserver.Result;
import dev.incline.sweep.SweepObserver.RunEnd;
import dev.incline.sweep.SweepObserver.Trained;
import dev.incline.testing.Given;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WinnerTest {
  private static final List<String> RATES = List.of("0.1", "0.2", "0.3");

  private final List<Configuration> runs = new ArrayList<>();
  private final Map<String, RunEnd> ends = new LinkedHashMap<>();

  /** Two seeds for each rate, with these validation accuracies. */
  private Sweep.SweepGroup search(double... accuracies) {
    for (String rate : RATES) {
      for (int seed = 42; seed < 44; seed++) {
        runs.add(Configuration.of(Given.flags("lr=" + rate, "seed=" + seed), warning -> {}));
        double accuracy = accuracies[ends.size()];
        ends.put(
            name(ends.size()), new RunEnd(new Result(accuracy, 0, 1, "h"), null, Trained.HERE));
      }
    }
    return new Sweep.SweepGroup("search", "Search", List.of("lr"), runs, true);
  }

  private String name(int run) {
    return runs.get(run).values().folderName();
  }

  private void fail(int run, Failure.Kind kind) {
    ends.put(name(run), new RunEnd(null, new Failure(kind, "m", null, null), Trained.HERE));
  }

  private String rate(Sweep.SweepGroup search) {
    return Winner.of(search, search, ends, 3)
        .map(winner -> String.valueOf(winner.best().values().get(Options.LR)))
        .orElse("none");
  }

  @Test
  void theHighestMeanWinsAndGetsSeedsThatNoRunHad() {
    Sweep.SweepGroup search = search(0.99, 0.1, 0.7, 0.8, 0.7, 0.7);
    Winner winner = Winner.of(search, search, ends, 3).orElseThrow();
    assertThat(rate(search)).isEqualTo("0.2"); // the luckiest seed alone does not decide
    assertThat(winner.score()).isEqualTo(0.75);
    assertThat(winner.settings()).isEqualTo(3);
    assertThat(winner.fresh())
        .extracting(run -> run.values().get(Options.SEED))
        .containsExactly(44L, 45L, 46L);
    assertThat(winner.fresh()).allMatch(run -> run.values().get(Options.LR) == 0.2);
    assertThat(winner.group().name()).isEqualTo("search.winner");
  }

  @Test
  void ofEqualOnesTheFirstWins() {
    assertThat(rate(search(0.1, 0.1, 0.7, 0.8, 0.8, 0.7))).isEqualTo("0.2");
  }

  /** The planted mistake: to decide while a run is under way, that may be the best. */
  @Test
  void nothingIsDecidedEarly() {
    Sweep.SweepGroup search = search(0.1, 0.1, 0.7, 0.8, 0.9, 0.9);
    ends.remove(name(5));
    assertThat(rate(search)).isEqualTo("none");
    fail(5, Failure.Kind.FAILED);
    assertThat(rate(search)).isEqualTo("none");
  }

  @Test
  void whatDivergedOnASeedDoesNotWin() {
    Sweep.SweepGroup search = search(0.1, 0.1, 0.7, 0.8, 0.9, 0.9);
    fail(5, Failure.Kind.DIVERGED);
    assertThat(rate(search)).isEqualTo("0.2");
    for (int run = 0; run < 6; run++) {
      fail(run, Failure.Kind.DIVERGED);
    }
    assertThat(rate(search)).isEqualTo("none");
  }
}
