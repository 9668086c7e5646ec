package dev.incline.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.data.Dataset;
import dev.incline.data.Inputs;
import dev.incline.train.score.Assessment;
import dev.incline.train.score.ConfusionMatrix;
import dev.incline.train.score.Predictions;
import dev.incline.train.score.Score;
import java.util.List;
import org.junit.jupiter.api.Test;

class BestModelTest {
  private static final byte[] LABELS = {0, 0, 0, 1, 1, 2, 2};
  private static final int[] PREDICTED = {1, 1, 0, 0, 1, 2, 1};

  /** Of the predicted class; the rest is the next one's. */
  private static final double[] CERTAIN = {0.6, 0.9, 1, 0.7, 1, 1, 0.8};

  private static BestModel model() {
    double[] p = new double[3 * LABELS.length];
    for (int row = 0; row < LABELS.length; row++) {
      p[3 * row + PREDICTED[row]] = CERTAIN[row];
      p[3 * row + (PREDICTED[row] + 1) % 3] = 1 - CERTAIN[row];
    }
    Dataset test =
        new Dataset("x", new Inputs.Pixels(new byte[7]), LABELS, 7, 1, 1, List.of("a", "b", "c*"));
    Assessment assessment =
        new Assessment(
            new Score(1, 3 / 7.0),
            ConfusionMatrix.of(LABELS, PREDICTED, 3),
            new Predictions(3, PREDICTED, p));
    return new BestModel(null, null, test, assessment);
  }

  @Test
  void thePairsConfusedMostComeFirstWithTheMostCertainRows() {
    List<BestModel.Pair> pairs = model().confused(2);
    assertThat(pairs)
        .containsExactly(
            new BestModel.Pair(0, 1, List.of(1, 0)), new BestModel.Pair(1, 0, List.of(3)));
    List<String> names = model().test().classNames();
    assertThat(pairs.get(0).text(names)).isEqualTo("class a for class b: 2 rows");
    assertThat(model().confused(9)).hasSize(3);
    assertThat(model().confused(9).get(2).text(names)).isEqualTo("class c\\* for class b: 1 row");
  }

  @Test
  void wrongRowsAreSortedByCertainty() {
    assertThat(model().wrong()).containsExactly(1, 6, 3, 0);
  }
}
