package dev.incline.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.incline.chart.LineChart;
import dev.incline.chart.Panels;
import dev.incline.chart.Series;
import dev.incline.statistics.Estimate;
import dev.incline.train.EpochRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CurvesTest {
  @Test
  void meansOverRunsThatAreReadOnceAreThoseOfTheirValues() throws IOException {
    List<Run> runs = new ArrayList<>();
    for (int seed = 0; seed < 5; seed++) {
      runs.add(SyntheticRuns.run("r" + seed, "mlp", Map.of(), seed, 0.9, 3 + seed));
    }
    Estimate[][] means =
        EpochMeans.of(runs, List.of(EpochRecord::trainLoss, EpochRecord::validationAccuracy));
    assertThat(means[0]).hasSize(3); // as many as every run has
    for (int e = 0; e < 3; e++) {
      double[] values = new double[runs.size()];
      for (int r = 0; r < values.length; r++) {
        values[r] = runs.get(r).history().epochs().get(e).validationAccuracy();
      }
      Estimate expected = Estimate.of(values);
      Estimate got = means[1][e];
      assertThat(got.n()).isEqualTo(5);
      assertThat(got.mean()).isCloseTo(expected.mean(), within(1e-14));
      assertThat(got.deviation()).isCloseTo(expected.deviation(), within(1e-14));
    }
  }

  /** The lines of the first chart, of training loss. */
  private static List<Series> lines(Setting setting) throws IOException {
    return first(Curves.compared(List.of(setting)), Curves.Quantity.LOSS).series();
  }

  private static LineChart first(Map<Curves.Quantity, Panels> figures, Curves.Quantity quantity) {
    return (LineChart) Objects.requireNonNull(figures.get(quantity)).figures().get(0);
  }

  private static double last(Series line) {
    return line.y()[line.y().length - 1];
  }

  @Test
  void fewSeedsAreThinLinesUnderTheirMean() throws IOException {
    List<Series> lines = lines(SyntheticRuns.setting("g", "mlp", Map.of("lr", 0.1), 0.9, 3));
    assertThat(lines)
        .extracting(line -> line.look().faint())
        .containsExactly(true, true, true, false);
    assertThat(lines).extracting(Series::band).containsOnlyNulls();
    assertThat(lines).extracting(Series::label).containsExactly("", "", "", "η = 0.1");
    double mean = (last(lines.get(0)) + last(lines.get(1)) + last(lines.get(2))) / 3;
    assertThat(last(lines.get(3))).isCloseTo(mean, within(1e-12));
    assertThat(lines(SyntheticRuns.setting("g", "mlp", Map.of(), 0.9, 1))).hasSize(1);
  }

  @Test
  void moreSeedsAreABandAndOneThatDidNotLearnIsALineBesideIt() throws IOException {
    Setting six = SyntheticRuns.setting("g", "mlp", Map.of("lr", 0.1), 0.9, 6);
    assertThat(lines(six)).singleElement().extracting(Series::band).isNotNull();
    List<Run> runs = new ArrayList<>(six.runs());
    runs.set(0, SyntheticRuns.with(runs.get(0), 0.1));
    List<Series> lines = lines(new Setting(six.values(), runs, List.of()));
    assertThat(lines).extracting(line -> line.look().faint()).containsExactly(true, false);
    double sum = 0;
    for (Run run : runs.subList(1, 6)) {
      sum += run.history().epochs().get(9).trainLoss();
    }
    assertThat(last(lines.get(1))).isCloseTo(sum / 5, within(1e-12));
  }

  @Test
  void theLearningRateIsDrawnWhereItChanges() throws IOException {
    Setting setting = SyntheticRuns.setting("g", "mlp", Map.of("lr", 0.1), 0.9, 2);
    assertThat(Curves.compared(List.of(setting)))
        .containsOnlyKeys(Curves.Quantity.LOSS, Curves.Quantity.ACCURACY);
    Run first = setting.runs().get(0);
    List<EpochRecord> falling =
        first.history().epochs().stream()
            .map(
                e ->
                    new EpochRecord(
                        e.epoch(),
                        e.trainLoss(),
                        e.trainAccuracy(),
                        e.validationLoss(),
                        e.validationAccuracy(),
                        e.seconds(),
                        e.samplesPerSecond(),
                        0.1 / e.epoch()))
            .toList();
    Run run =
        new Run(
            first.name(),
            first.folder(),
            first.options(),
            first.result(),
            first.environment(),
            () -> falling);
    Setting changing = new Setting(setting.values(), List.of(run), List.of());
    LineChart rate = first(Curves.compared(List.of(changing)), Curves.Quantity.RATE);
    assertThat(rate.title()).isEqualTo("Learning rate");
    assertThat(last(rate.series().get(0))).isCloseTo(0.01, within(1e-12));
  }
}
