package dev.incline.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.incline.data.FeatureScaling.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeatureScalingTest {
  private static final Dataset ROWS = rows(1, 5, 100, 3, 5, -7, 5, 5, 1e6f, 7, 5, -1000);

  @Test
  void standardHasMeanZeroAndDeviationOneOverTheRowsThatTrain() {
    int[] training = {2, 0, 1}; // the fourth row decides nothing
    FeatureScaling scaling = FeatureScaling.of(Kind.STANDARD, ROWS, training);
    assertThat(scaling.offset().get(0)).isEqualTo(3.0);
    assertThat(scaling.divisor().get(0)).isEqualTo(Math.sqrt(8 / 3.0));
    Dataset scaled = scaling.of(ROWS);
    for (int d : new int[] {0, 2}) {
      double sum = 0;
      double squares = 0;
      for (int row : training) {
        double x = scaled.numbers()[row * 3 + d];
        sum += x;
        squares += x * x;
      }
      assertThat(sum).isCloseTo(0, within(1e-6));
      assertThat(squares / 3).isCloseTo(1, within(1e-6));
    }
    assertThat(scaled.numbers()[9]).isEqualTo((float) ((7 - 3.0) / Math.sqrt(8 / 3.0)));
  }

  /** What does not vary is moved to 0, and never divided by 0. */
  @Test
  void aConstantFeatureBecomesZero() {
    for (Kind kind : List.of(Kind.STANDARD, Kind.UNIT)) {
      FeatureScaling scaling = FeatureScaling.of(kind, ROWS, new int[] {0, 1, 2});
      assertThat(scaling.divisor().get(1)).isEqualTo(1);
      assertThat(scaling.of(ROWS).numbers()[4]).isZero();
    }
    float third = 1 / 3f; // whose mean of three is another number
    FeatureScaling scaling =
        FeatureScaling.of(Kind.STANDARD, rows(third, 1, 2, third, 3, 4), new int[] {0, 1});
    assertThat(scaling.offset().get(0)).isEqualTo(third);
  }

  @Test
  void unitGoesFromZeroToOne() {
    float[] scaled = FeatureScaling.of(Kind.UNIT, ROWS, new int[] {0, 1, 2}).of(ROWS).numbers();
    assertThat(scaled).startsWith(0, 0, (float) (107 / 1_000_007.0), 0.5f, 0, 0, 1, 0, 1, 1.5f);
  }

  @Test
  void noneLeavesEveryBit() {
    FeatureScaling scaling = FeatureScaling.of(Kind.NONE, ROWS, new int[] {0});
    assertThat(scaling.of(ROWS).numbers()).isEqualTo(ROWS.numbers());
  }

  /** Sums run in one order, whichever order the rows train in. */
  @Test
  void theOrderOfTheRowsChangesNoBit() {
    Dataset far = rows(1e17f, 0, 0, 1, 0, 0, -1e17f, 0, 0, 1, 0, 0);
    FeatureScaling scaling = FeatureScaling.of(Kind.STANDARD, far, new int[] {3, 0, 2, 1});
    assertThat(scaling).isEqualTo(FeatureScaling.of(Kind.STANDARD, far, new int[] {0, 1, 2, 3}));
    assertThat(scaling.offset().get(0)).isEqualTo(0.25); // 1e17 + 1 - 1e17 + 1 is 1
  }

  @Test
  void whatScalesNothingIsRefused() {
    assertThatThrownBy(() -> new FeatureScaling(Kind.UNIT, List.of(0.0), List.of(0.0)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new FeatureScaling(Kind.UNIT, List.of(Double.NaN), List.of(1.0)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new FeatureScaling(Kind.UNIT, List.of(), List.of(1.0)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Dataset rows(float... values) {
    int rows = values.length / 3;
    return new Dataset(
        "rows", new Inputs.Numbers(values), new byte[rows], rows, 1, 3, List.of("a", "b"));
  }
}
