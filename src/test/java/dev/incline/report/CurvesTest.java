package dev.incline.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.incline.statistics.Estimate;
import dev.incline.train.EpochRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CurvesTest {
  @Test
  void meansOverRunsThatAreReadOnceAreThoseOfTheirValues() throws IOException {
    List<Run> runs = new ArrayList<>();
    for (int seed = 0; seed < 5; seed++) {
      runs.add(SyntheticRuns.run("r" + seed, "mlp", Map.of(), seed, 0.9, 3 + seed));
    }
    Estimate[][] means =
        Curves.means(runs, List.of(EpochRecord::trainLoss, EpochRecord::validationAccuracy));
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
}
