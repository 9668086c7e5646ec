package dev.incline.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The judges judged: against each other, and against values worked out by hand. */
class ReferenceMlpTest {
  @ParameterizedTest
  @MethodSource("smooth")
  void itsGradientIsTheSlopeOfItsLoss(JudgedCase judged) {
    double[][] x = judged.x(judged.batch());
    int[] y = judged.y(judged.batch());
    ReferenceMlp mlp = judged.reference();
    ReferenceMlp.Gradient gradient = mlp.gradient(x, y);
    FiniteDifferences differences = new FiniteDifferences(mlp, x, y);
    double tolerance = Tolerance.FINITE_DIFFERENCE * (1 + mlp.loss(x, y));
    for (int l = 0; l < mlp.w.length; l++) {
      for (int i = 0; i < Math.min(mlp.w[l].length, 20); i++) {
        for (int j = 0; j < mlp.w[l][i].length; j++) {
          double slope = differences.slope(mlp.w[l][i], j);
          assertThat(gradient.w()[l][i][j]).isEqualTo(slope, within(tolerance));
        }
      }
      for (int j = 0; j < mlp.b[l].length; j++) {
        double slope = differences.slope(mlp.b[l], j);
        assertThat(gradient.b()[l][j]).isEqualTo(slope, within(tolerance));
      }
    }
  }

  static List<JudgedCase> smooth() {
    return JudgedCases.smooth();
  }

  @Test
  void twoLogitsAreTheLogisticFunction() {
    // x = 2, W = [0.5 -0.25], so Z = [1 -0.5]; label 1: L = log(1 + e^1.5), S = 1 / (1 + e^-1.5).
    ReferenceMlp mlp = softmax(false, 0.5, -0.25);
    double[][] x = {{2}};
    double s = 1 / (1 + Math.exp(-1.5));
    assertThat(mlp.loss(x, new int[] {1})).isEqualTo(Math.log1p(Math.exp(1.5)), within(1e-15));
    assertThat(mlp.prediction(x[0])).isZero();
    mlp.step(x, new int[] {1}, 0.1, 0.01);
    assertThat(mlp.w[0][0][0]).isEqualTo(0.5 - 0.1 * (2 * s + 0.01 * 0.5), within(1e-15));
    assertThat(mlp.w[0][0][1]).isEqualTo(-0.25 + 0.1 * (2 * s + 0.01 * 0.25), within(1e-15));
  }

  @Test
  void reluOnTheLogitsCutsThemAndTheirGradient() {
    // Z = [1 -0.5], so R = [1 0]; label 1: L = log(1 + e), and the second logit is off.
    ReferenceMlp mlp = softmax(true, 0.5, -0.25);
    double[][] x = {{2}};
    assertThat(mlp.loss(x, new int[] {1})).isEqualTo(Math.log1p(Math.E), within(1e-15));
    double[] dw = mlp.gradient(x, new int[] {1}).w()[0][0];
    assertThat(dw[0]).isEqualTo(2 * Math.E / (1 + Math.E), within(1e-15));
    assertThat(dw[1]).isZero();
  }

  @Test
  void aHiddenLayerByHand() {
    // x = 1, W1 = 0, b1 = 0, so h = sigmoid(0) = 1/2, h' = 1/4; W2 = [1 3], b2 = [1 0]: Z = [1.5
    // 1.5].
    // Label 0: dZ = [-1/2 1/2], dW2 = h dZ, dh = 1 · -1/2 + 3 · 1/2 = 1, dW1 = db1 = 1/4.
    ReferenceMlp mlp =
        new ReferenceMlp(
            ReferenceMlp.Hidden.SIGMOID,
            false,
            new double[][][] {{{0}}, {{1, 3}}},
            new double[][] {{0}, {1, 0}});
    ReferenceMlp.Gradient g = mlp.gradient(new double[][] {{1}}, new int[] {0});
    assertThat(mlp.loss(new double[][] {{1}}, new int[] {0})).isEqualTo(Math.log(2), within(1e-15));
    assertThat(g.w()[1][0]).containsExactly(new double[] {-0.25, 0.25}, within(1e-15));
    assertThat(g.b()[1]).containsExactly(new double[] {-0.5, 0.5}, within(1e-15));
    assertThat(g.w()[0][0]).containsExactly(new double[] {0.25}, within(1e-15));
    assertThat(g.b()[0]).containsExactly(new double[] {0.25}, within(1e-15));
  }

  @Test
  void reluHasSlopeZeroAtZero() {
    ReferenceMlp mlp = softmax(true, 0, 0);
    assertThat(mlp.gradient(new double[][] {{2}}, new int[] {1}).w()[0][0]).containsExactly(0, 0);
  }

  @Test
  void theLossIsFiniteForAnyFiniteLogits() {
    assertThat(ReferenceMlp.logSumExp(new double[] {1e300, -1e300})).isEqualTo(1e300);
    assertThat(ReferenceMlp.logSumExp(new double[] {-5000, -5000}))
        .isEqualTo(-5000 + Math.log(2), within(1e-12));
  }

  @Test
  void anEpochIsItsStepsAndTheLastBatchHasItsOwnSize() {
    double[][] x = {{1}, {2}, {3}};
    int[] y = {0, 1, 1};
    ReferenceMlp whole = softmax(false, 0.5, -0.25);
    ReferenceMlp stepped = softmax(false, 0.5, -0.25);
    ReferenceMlp.Epoch epoch = whole.epoch(x, y, 2, 0.1, 0.01);
    stepped.step(new double[][] {{1}, {2}}, new int[] {0, 1}, 0.1, 0.01);
    double lastLoss = stepped.loss(x[2], 1);
    stepped.step(new double[][] {{3}}, new int[] {1}, 0.1, 0.01);
    assertThat(whole.w[0][0]).containsExactly(stepped.w[0][0]);
    assertThat(epoch.losses()[2]).isEqualTo(lastLoss);
  }

  @Test
  void aValueThatIsNotANumberIsWithinNoTolerance() {
    assertThatThrownBy(() -> Tolerance.check("loss", Double.NaN, 1, 1e9))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("loss is NaN");
  }

  private static ReferenceMlp softmax(boolean relu, double... row) {
    return new ReferenceMlp(
        ReferenceMlp.Hidden.RELU, relu, new double[][][] {{row.clone()}}, new double[1][0]);
  }
}
