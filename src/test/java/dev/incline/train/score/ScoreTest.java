package dev.incline.train.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.train.feed.Scored;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No number that is impossible is a score. */
@Tag("field")
class ScoreTest {
  @ParameterizedTest
  @CsvSource({"-0.8788,0.1", "NaN,0.1", "Infinity,0.1", "0.5,-0.1", "0.5,1.01", "0.5,NaN"})
  void anImpossibleScoreIsRefused(double loss, double accuracy) {
    assertThatThrownBy(() -> new Score(loss, accuracy))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("impossible");
  }

  @Test
  void aRowThatWasNotWrittenIsSeen() {
    float[] loss = {0.5f, Scored.NO_LOSS, 0.5f, Float.NaN, -1e-3f, 0, 1};
    int[] prediction = {3, 3, Scored.NO_PREDICTION, 0, 1, 9, 10};
    Scored scored = new Scored(loss, prediction);
    assertThat(scored.impossible(0, 10)).isNull();
    assertThat(scored.impossible(1, 10)).contains("wrote no score");
    assertThat(scored.impossible(2, 10)).contains("wrote no score");
    assertThat(scored.impossible(3, 10)).isNull(); // a divergence
    assertThat(scored.impossible(4, 10)).contains("is negative");
    assertThat(scored.impossible(5, 10)).isNull();
    assertThat(scored.impossible(6, 10)).contains("none of the 10 classes");
  }

  @Test
  void aPredictionOfNoClassIsCountedNowhere() {
    for (int wrong : new int[] {-1, 3}) {
      assertThatThrownBy(() -> ConfusionMatrix.of(new byte[2], new int[] {0, wrong}, 3))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("prediction " + wrong);
      double[] even = new double[6];
      Arrays.fill(even, 1 / 3.0);
      assertThatThrownBy(() -> new Predictions(3, new int[] {0, wrong}, even))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> ConfusionMatrix.of(new byte[] {3}, new int[] {0}, 3))
        .isInstanceOf(IllegalArgumentException.class);
    for (double wrong : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThatThrownBy(() -> new Predictions(1, new int[1], new double[] {wrong}))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
