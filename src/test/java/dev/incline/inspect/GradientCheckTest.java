package dev.incline.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.backend.Backend;
import dev.incline.backend.cpu.CpuBackend;
import dev.incline.data.DataException;
import dev.incline.inspect.GradientCheck.Tensor;
import dev.incline.inspect.GradientCheck.Verdict;
import dev.incline.model.Activation;
import dev.incline.model.Draw;
import dev.incline.model.Initializer;
import dev.incline.model.Layer;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.model.Weights;
import dev.incline.plan.Slot;
import dev.incline.plan.Tensors;
import dev.incline.testing.BackendInBetween;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GradientCheckTest {
  private static final Initializer INIT = new Initializer(Initializer.Kind.NORMAL, 0.4);

  static Stream<Network> networks() {
    return Stream.of(
        Network.softmaxRegression(12, 4, true),
        Network.softmaxRegression(12, 4, false),
        Network.mlp(12, List.of(6), 4, Activation.SIGMOID),
        Network.mlp(12, List.of(8, 5), 4, Activation.RELU),
        Network.mlp(12, List.of(8, 5), 4, Activation.TANH));
  }

  private static Batch batch() {
    Random random = new Random(3);
    float[] x = new float[6 * 12];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
    }
    return new Batch(6, 12, x, null, new byte[] {0, 1, 2, 3, 1, 1});
  }

  private static GradientCheck check(Network network, Backend backend) {
    try (backend) {
      return GradientCheck.of(
          backend, INIT.draw(network, 5), batch(), Recipe.STANDARD, Draw.first(1), 1000, 1);
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void aRightGradientPassesAndEveryControlIsSeen(Network network) {
    GradientCheck check = check(network, new CpuBackend(1));
    assertThat(check.isWrong()).isFalse();
    assertThat(check.isConclusive()).isTrue();
    assertThat(check.rows() + check.rowsLeftOut()).isEqualTo(6);
    assertThat(check.tensors())
        .allSatisfy(
            t -> {
              assertThat(t.checked() + t.kinks()).isEqualTo(t.size());
              assertThat(t.worst()).isLessThan(1e-5);
              assertThat(t.control()).isGreaterThan(1e-2);
            });
  }

  /** One plain mistake of backpropagation at a time, by what a device leaves in memory. */
  @ParameterizedTest
  @MethodSource("networks")
  void aMistakeInAnyTensorIsNamed(Network network) {
    for (Layer layer : network.layers()) {
      int number = network.layers().indexOf(layer) + 1;
      for (String name : layer.bias() ? List.of("dW" + number, "db" + number) : List.of("dW1")) {
        Map<String, Backend> mistakes =
            Map.of(
                "a sign", new Mistaken(name, 0, -1),
                "one of two rows forgotten", new Mistaken(name, 0, 0.5f),
                "5 rows taken for 6", new Mistaken(name, 0, 1.2f),
                "not a number", new Mistaken(name, Float.NaN, 1));
        mistakes.forEach(
            (what, backend) -> {
              GradientCheck check = check(network, backend);
              assertThat(check.isWrong()).as(what + " in " + name).isTrue();
              assertThat(check.tensors())
                  .filteredOn(t -> t.verdict() == Verdict.MISMATCH)
                  .extracting(Tensor::name)
                  .as(what)
                  .containsExactly(name);
            });
      }
    }
  }

  @Test
  void aSignErrorInOneCoordinateOfManyIsSeen() {
    float[] gradient = {0.1f, -0.2f, 0.3f, 0.05f};
    double[] slopes = {0.1, -0.2, 0.3, -0.05};
    Tensor tensor = GradientCheck.compare("dW1", 2, gradient, new int[] {0, 1, 2, 3}, slopes);
    assertThat(tensor.verdict()).isEqualTo(Verdict.MISMATCH);
    assertThat(tensor.worstAt()).isEqualTo("1, 1");
  }

  @Test
  void coordinatesAtKinksAreCountedAndNotJudged() {
    float[] gradient = {0.1f, 7};
    Tensor tensor =
        GradientCheck.compare("db1", 2, gradient, new int[] {0, 1}, new double[] {0.1, Double.NaN});
    assertThat(tensor.verdict()).isEqualTo(Verdict.OK);
    assertThat(tensor.kinks()).isEqualTo(1);
    assertThat(tensor.checked()).isEqualTo(1);
  }

  @Test
  void whereNothingCanBeSeenTheVerdictIsNotOk() {
    int[] both = {0, 1};
    double[] nan = {Double.NaN, Double.NaN};
    assertThat(GradientCheck.compare("d", 2, new float[2], both, nan).verdict())
        .isEqualTo(Verdict.BLIND);
    assertThat(GradientCheck.compare("d", 2, new float[2], both, new double[2]).verdict())
        .isEqualTo(Verdict.BLIND);
  }

  @Test
  void theStepAcrossAKinkIsNoticed() {
    Network network = Network.softmaxRegression(1, 2, true);
    Batch one = new Batch(1, 1, new float[] {1}, null, new byte[1]);
    Weights weights = new Weights(network, List.of(new float[] {5e-6f, 1}), List.of(new float[0]));
    DoublePrecisionLoss loss = new DoublePrecisionLoss(weights, one, Recipe.STANDARD, Tensors.NONE);
    assertThat(loss.valueWith(0, 0, 0, -1e-5)).isNaN();
    assertThat(loss.valueWith(0, 0, 0, 1e-5)).isFinite();
    assertThat(loss.valueWith(0, 0, 1, -1e-5)).isFinite();
  }

  @Test
  void aRowWhoseReluStandsAtItsKinkIsLeftOut() {
    Network network = Network.softmaxRegression(2, 2, true);
    // 1 · 1 - 1 · (1 - 2^-24) is 2^-24 above the kink: less than a sum of floats may be off
    float[] w = {1, 1, -Math.nextDown(1f), 1};
    Weights weights = new Weights(network, List.of(w), List.of(new float[0]));
    Batch two = new Batch(2, 2, new float[] {1, 1, 1, 0.5f}, null, new byte[2]);
    assertThat(new DoublePrecisionLoss(weights, two, Recipe.STANDARD, Tensors.NONE).clearRows())
        .containsExactly(1);
    Batch none = two.choose(new int[] {0});
    try (CpuBackend cpu = new CpuBackend(1)) {
      assertThatThrownBy(
              () -> GradientCheck.of(cpu, weights, none, Recipe.STANDARD, Draw.first(1), 9, 1))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("kink");
    }
  }

  /** Plain Java, but for one tensor, which reads as {@code times} itself plus {@code plus}. */
  private static final class Mistaken extends BackendInBetween {
    private final String tensor;
    private final float plus;
    private final float times;

    Mistaken(String tensor, float plus, float times) {
      super(new CpuBackend(1));
      this.tensor = tensor;
      this.plus = plus;
      this.times = times;
    }

    @Override
    public <A> A read(Slot<A> slot) {
      A array = super.read(slot);
      if (slot.name().equals(tensor)) {
        float[] values = (float[]) array;
        for (int i = 0; i < values.length; i++) {
          values[i] = values[i] * times + plus;
        }
      }
      return array;
    }
  }
}
