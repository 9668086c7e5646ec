package dev.incline.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;
import static org.assertj.core.data.Percentage.withPercentage;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightsTest {
  private static final Network NETWORK = Network.mlp(2, List.of(2), 1, Activation.RELU);
  private static final List<float[]> MATRICES =
      List.of(new float[] {1, 2, 3, 4}, new float[] {5, 6});
  private static final List<float[]> BIASES = List.of(new float[] {7, 8}, new float[] {9});

  /** By sha256sum, of 1 2 3 4 7 8 5 6 9 as little-endian floats. */
  @Test
  void theChecksumIsOverAllValuesInLayerOrder() {
    assertThat(new Weights(NETWORK, MATRICES, BIASES).sha256())
        .isEqualTo("fd40fae56152d6a1346c95ed2331e441b414acd57d6080ff9166370eaad87be6");
  }

  @Test
  void arraysThatDoNotFitAreRefusedWithTheLayer() {
    refuses(MATRICES, List.of(new float[2], new float[2]), "layer 2");
    refuses(List.of(new float[3], new float[2]), BIASES, "layer 1");
    refuses(MATRICES, List.of(new float[0], new float[1]), "layer 1");
    refuses(List.of(new float[4]), BIASES, "one matrix and one bias per layer");
    refuses(MATRICES, List.of(new float[2]), "one matrix and one bias per layer");
    Network bare = Network.softmaxRegression(2, 1, false);
    assertThatThrownBy(() -> new Weights(bare, List.of(new float[2]), List.of(new float[1])))
        .hasMessageContaining("layer 1");
  }

  private static void refuses(List<float[]> matrices, List<float[]> biases, String why) {
    assertThatThrownBy(() -> new Weights(NETWORK, matrices, biases))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @ValueSource(strings = {"normal:0.5", "half-normal:0.25", "xavier", "he"})
  void anInitialisationIsReadAsItIsWritten(String text) {
    assertThat(Initializer.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "normal",
        "normal:",
        "normal:0",
        "normal:-1",
        "normal:NaN",
        "normal:Infinity",
        "half-normal:0",
        "xavier:1",
        "he:1",
        "uniform"
      })
  void anyOtherTextIsRefusedWithTheSyntax(String text) {
    assertThatThrownBy(() -> Initializer.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'" + text + "' is not " + Initializer.SYNTAX);
  }

  @Test
  void theDefaultFollowsFromTheLogits() {
    assertThat(Initializer.defaultFor(Network.softmaxRegression(2, 3, true)))
        .isEqualTo(Initializer.parse("half-normal:0.01"));
    assertThat(Initializer.defaultFor(Network.softmaxRegression(2, 3, false)))
        .isEqualTo(Initializer.parse("normal:0.001"));
    assertThat(Initializer.defaultFor(NETWORK)).isEqualTo(Initializer.parse("normal:0.001"));
  }

  /** 40,000 draws: a mean is within 5 of its standard errors, a variance within 5 %. */
  @Test
  void drawsHaveTheMomentsOfTheirDistribution() {
    moments("normal:0.5", 0, 0.25);
    moments("half-normal:0.5", 0.5 * Math.sqrt(2 / Math.PI), 0.25 * (1 - 2 / Math.PI));
    moments("xavier", 0, 2.0 / 500);
    moments("he", 0, 2.0 / 400);
  }

  private static void moments(String text, double mean, double variance) {
    Network wide = Network.softmaxRegression(400, 100, false);
    float[] values = Initializer.parse(text).draw(wide, 3).matrices().get(0);
    double sum = 0;
    double squares = 0;
    for (float value : values) {
      sum += value;
      squares += (double) value * value;
    }
    double average = sum / values.length;
    assertThat(average).isCloseTo(mean, offset(5 * Math.sqrt(variance / values.length)));
    assertThat(squares / values.length - average * average).isCloseTo(variance, withPercentage(5));
    float bound = (float) Math.sqrt(6.0 / 500);
    if (text.equals("xavier")) {
      for (float value : values) {
        assertThat(Math.abs(value)).isLessThanOrEqualTo(bound);
      }
    }
    if (text.startsWith("half")) {
      for (float value : values) {
        assertThat(value).isNotNegative();
      }
    }
  }

  @Test
  void biasesStartAtZeroWhereThereAreAny() {
    Weights drawn = Initializer.parse("he").draw(NETWORK, 1);
    assertThat(drawn.biases().get(0)).containsExactly(0, 0);
    assertThat(drawn.biases().get(1)).containsExactly(0);
    assertThat(
            Initializer.parse("he").draw(Network.softmaxRegression(2, 3, true), 1).biases().get(0))
        .isEmpty();
  }
}
