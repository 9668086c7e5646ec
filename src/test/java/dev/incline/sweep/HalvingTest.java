package dev.incline.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.experiment.Configuration;
import dev.incline.experiment.Failure;
import dev.incline.option.Options;
import dev.incline.sweep.SweepObserver.Result;
import dev.incline.sweep.SweepObserver.RunEnd;
import dev.incline.sweep.SweepObserver.Trained;
import dev.incline.testing.Given;
import dev.incline.wording.InvalidOptionException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HalvingTest {
  private static final Halving HALVING = new Halving(3);

  private static Sweep.SweepGroup search(int settings, int epochs) {
    List<Configuration> runs = new ArrayList<>();
    for (int i = 1; i <= settings; i++) {
      runs.add(
          Configuration.of(Given.flags("lr=" + i, "seed=42", "epochs=" + epochs), warning -> {}));
    }
    return new Sweep.SweepGroup("search", "Search", List.of("lr"), runs, true);
  }

  /** Every run of a rung is over; a higher rate is better. */
  private static Map<String, RunEnd> ends(Sweep.SweepGroup rung) {
    Map<String, RunEnd> ends = new LinkedHashMap<>();
    for (Configuration run : rung.configurations()) {
      ends.put(run.values().folderName(), finished(run.values().get(Options.LR) / 1000));
    }
    return ends;
  }

  private static RunEnd finished(double accuracy) {
    return new RunEnd(new Result(accuracy, 0, 1, "h"), null, Trained.HERE);
  }

  private static List<Double> rates(Sweep.SweepGroup rung) {
    return rung.configurations().stream().map(run -> run.values().get(Options.LR)).toList();
  }

  private static int end(Sweep.SweepGroup rung) {
    return rung.configurations().get(0).training().lastEpoch();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "27 | 27  | [1, 3, 9, 27]",
        "10 | 9   | [1, 3, 9]", // 10, 3, 1
        "8  | 100 | [33, 100]", // 8, 2
        "81 | 10  | [1, 3, 10]",
        "2  | 100 | [100]",
        "27 | 2   | [2]",
      })
  void rungsEndWithAllEpochsAndLeaveASetting(int settings, int epochs, String rungs) {
    assertThat(HALVING.rungs(settings, epochs)).hasToString(rungs);
  }

  @Test
  void theBestThirdGoesOnUpToTheLastEpoch() {
    Sweep.SweepGroup first = HALVING.first(search(10, 9));
    assertThat(end(first)).isEqualTo(1);
    assertThat(first.title()).isEqualTo("Search (epoch 1 of 9)");
    assertThat(HALVING.size(first)).isEqualTo(10 + 3 + 1);
    Sweep.SweepGroup second = HALVING.next(first, first, ends(first)).orElseThrow();
    assertThat(rates(second)).containsExactly(10.0, 9.0, 8.0);
    assertThat(end(second)).isEqualTo(3);
    assertThat(second.name()).isEqualTo("search.rung2");
    Sweep.SweepGroup third = HALVING.next(first, second, ends(second)).orElseThrow();
    assertThat(rates(third)).containsExactly(10.0);
    assertThat(end(third)).isEqualTo(9);
    assertThat(third.configurations().get(0).values().folderName()).doesNotContain("stop");
    assertThat(Halving.isWhole(third)).isTrue();
    assertThat(HALVING.next(first, third, ends(third))).isEmpty();
  }

  /** The planted mistake: a rung that is decided while the run of its best is not over. */
  @Test
  void aRungIsNotDecidedEarly() {
    Sweep.SweepGroup first = HALVING.first(search(10, 9));
    Map<String, RunEnd> ends = ends(first);
    String best = first.configurations().get(9).values().folderName();
    ends.remove(best);
    assertThat(HALVING.next(first, first, ends)).isEmpty();
    Failure failure = new Failure(Failure.Kind.FAILED, "m", null, null);
    ends.put(best, new RunEnd(null, failure, Trained.HERE));
    assertThat(HALVING.next(first, first, ends)).isEmpty();
    failure = new Failure(Failure.Kind.DIVERGED, "m", 1, 1);
    ends.put(best, new RunEnd(null, failure, Trained.HERE));
    assertThat(rates(HALVING.next(first, first, ends).orElseThrow()))
        .containsExactly(9.0, 8.0, 7.0);
  }

  /** Whoever ended first, here or elsewhere, decides nothing. */
  @Test
  void theOrderOfTheEndsDecidesNothingAndOfEqualOnesTheFirstDrawnGoesOn() {
    Sweep.SweepGroup first = HALVING.first(search(10, 9));
    Map<String, RunEnd> ends = ends(first);
    ends.replaceAll((run, end) -> finished(0.5));
    assertThat(rates(HALVING.next(first, first, ends).orElseThrow()))
        .containsExactly(1.0, 2.0, 3.0);
    List<String> backwards = new ArrayList<>(ends.keySet());
    Collections.reverse(backwards);
    Map<String, RunEnd> late = new LinkedHashMap<>();
    backwards.forEach(run -> late.put(run, ends.get(run)));
    assertThat(rates(HALVING.next(first, first, late).orElseThrow()))
        .containsExactly(1.0, 2.0, 3.0);
  }

  @Test
  void whatCannotBeHalvedIsRefused() {
    assertThatThrownBy(() -> HALVING.first(search(2, 9)))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessage(
            "--halving 3: group search has 2 settings and 9 epochs: it takes 3 of each to leave any out");
    List<Configuration> mixed = new ArrayList<>(search(5, 9).configurations());
    mixed.addAll(search(5, 3).configurations());
    assertThatThrownBy(
            () -> HALVING.first(new Sweep.SweepGroup("search", "S", List.of(), mixed, true)))
        .hasMessageContaining("must have one value of epochs");
  }
}
