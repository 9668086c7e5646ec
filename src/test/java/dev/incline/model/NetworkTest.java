package dev.incline.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkTest {
  private static final Network DEEP = Network.mlp(6, List.of(5, 4), 3, Activation.SIGMOID);

  @Test
  void softmaxRegressionIsOneLayerWithoutBias() {
    assertThat(Network.softmaxRegression(6, 3, true).layers())
        .containsExactly(new Layer(6, 3, false, Activation.RELU));
    assertThat(Network.softmaxRegression(6, 3, false).layers())
        .containsExactly(new Layer(6, 3, false, Activation.IDENTITY));
  }

  @Test
  void hiddenLayersHaveTheActivationAndTheLastHasNone() {
    assertThat(DEEP.layers())
        .containsExactly(
            new Layer(6, 5, true, Activation.SIGMOID),
            new Layer(5, 4, true, Activation.SIGMOID),
            new Layer(4, 3, true, Activation.IDENTITY));
  }

  @Test
  void itsEndsAndItsSizeAreKnown() {
    assertThat(DEEP.inputs()).isEqualTo(6);
    assertThat(DEEP.classes()).isEqualTo(3);
    assertThat(DEEP.last()).isEqualTo(DEEP.layers().get(2));
    assertThat(DEEP.parameters()).isEqualTo(6 * 5 + 5 + 5 * 4 + 4 + 4 * 3 + 3);
    assertThat(Network.softmaxRegression(6, 3, true).parameters()).isEqualTo(18);
    assertThat(Network.softmaxRegression(1 << 20, 1 << 12, true).parameters()).isEqualTo(1L << 32);
  }

  @Test
  void itIsWrittenAsItsWidthsAndItsActivation() {
    assertThat(DEEP).hasToString("6-5-4-3 sigmoid");
    List<Activation> mixed = List.of(Activation.RELU, Activation.TANH);
    assertThat(Network.mlp(6, List.of(5, 4), mixed, 3)).hasToString("6-5-4-3 relu,tanh");
    assertThat(Network.softmaxRegression(6, 3, true)).hasToString("6-3 relu logits");
    assertThat(Network.softmaxRegression(6, 3, false)).hasToString("6-3");
  }

  @Test
  void layersThatDoNotFollowOnEachOtherAreRefusedByNumber() {
    Layer first = new Layer(6, 5, true, Activation.RELU);
    Layer third = new Layer(4, 3, true, Activation.IDENTITY);
    assertThatThrownBy(() -> new Network(List.of(first, third)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("layer 2 takes 4 inputs but layer 1 gives 5 outputs");
    assertThatThrownBy(() -> new Network(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one layer");
  }

  @Test
  void aLayerIsAtLeastOneByOne() {
    assertThat(new Layer(1, 1, false, Activation.IDENTITY).outputs()).isEqualTo(1);
    assertThatThrownBy(() -> new Layer(0, 1, false, Activation.IDENTITY))
        .hasMessageContaining("0 x 1");
    assertThatThrownBy(() -> new Layer(1, 0, false, Activation.IDENTITY))
        .hasMessageContaining("1 x 0");
  }
}
