package dev.incline.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.backend.cpu.CpuBackend;
import dev.incline.data.DataException;
import dev.incline.data.NpyArray;
import dev.incline.inspect.StepComparison.Finding;
import dev.incline.inspect.StepComparison.Result;
import dev.incline.inspect.StepComparison.Verdict;
import dev.incline.inspect.Student.Mistake;
import dev.incline.model.Activation;
import dev.incline.model.Initializer;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.model.Sgd;
import dev.incline.model.Weights;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A student's step is compared with ours, whatever form its tensors have. */
@Tag("field")
class StepComparisonTest {
  private static final int ROWS = 8;
  static final int FEATURES = 12;
  static final double LR = 0.1;
  static final double L2 = 0.001;

  static Stream<Network> networks() {
    return Stream.of(
        Network.softmaxRegression(FEATURES, 4, true),
        Network.softmaxRegression(FEATURES, 4, false),
        Network.mlp(FEATURES, List.of(6), 4, Activation.SIGMOID),
        Network.mlp(FEATURES, List.of(9, 5), 4, Activation.RELU),
        Network.mlp(FEATURES, List.of(6), 4, Activation.TANH));
  }

  static final Network SIGMOID = Network.mlp(FEATURES, List.of(6), 4, Activation.SIGMOID);

  private static Batch batch(int steps) {
    Random random = new Random(3);
    byte[] pixels = new byte[steps * ROWS * FEATURES];
    random.nextBytes(pixels);
    byte[] labels = new byte[steps * ROWS];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) random.nextInt(4);
    }
    return Batch.of(FEATURES, pixels, labels);
  }

  static Map<String, NpyArray> ours(Network network, int steps) {
    try (CpuBackend backend = new CpuBackend(1)) {
      Weights drawn = Initializer.parse("xavier").draw(network, 5);
      Random random = new Random(6);
      for (float[] bias : drawn.biases()) {
        for (int i = 0; i < bias.length; i++) {
          bias[i] = random.nextFloat() - 0.5f;
        }
      }
      return StepTraces.constant(backend, drawn, batch(steps).parts(steps), new Sgd(LR, L2));
    }
  }

  static Result compare(
      Network network, int steps, Map<String, NpyArray> ours, Map<String, NpyArray> mine) {
    return StepComparison.of(
        network, ROWS, StepRates.constant(Recipe.of(new Sgd(LR, L2))), steps, ours, mine);
  }

  static Result compare(Network network, Mistake mistake) {
    Map<String, NpyArray> ours = ours(network, 1);
    return compare(network, 1, ours, Student.step(network, mistake, LR, L2, ours, ""));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void aRightProgramAgrees(Network network) {
    Result result = compare(network, Mistake.NONE);
    assertThat(result.differing()).isEmpty();
    assertThat(result.absent()).isEmpty();
    assertThat(result.unknown()).isEmpty();
    assertThat(result.findings()).hasSize(ours(network, 1).size());
    assertThat(result.findings()).noneMatch(f -> f.verdict() == Verdict.FOLLOWS);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void aProgramInSinglePrecisionAgrees(Network network) {
    Map<String, NpyArray> ours = ours(network, 1);
    Map<String, NpyArray> mine = Student.step(network, Mistake.NONE, LR, L2, ours, "");
    mine.replaceAll((name, tensor) -> single(tensor));
    assertThat(compare(network, 1, ours, mine).differing()).isEmpty();
  }

  private static NpyArray single(NpyArray tensor) {
    float[] values = new float[tensor.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) tensor.get(i);
    }
    return new NpyArray(tensor.shape(), values);
  }

  @Test
  void aStrangeValueIsNeverTakenForRounding() {
    Map<String, NpyArray> ours = ours(SIGMOID, 1);
    for (String name : ours.keySet()) {
      Map<String, NpyArray> mine = Student.step(SIGMOID, Mistake.NONE, LR, L2, ours, "");
      double[] values = (double[]) mine.get(name).values();
      int at = values.length / 2;
      values[at] = values[at] == 0 ? 0.01 : values[at] * 1.001;
      List<Finding> wrong = compare(SIGMOID, 1, ours, mine).differing();
      assertThat(wrong).as(name).extracting(Finding::tensor).containsExactly(name);
      assertThat(wrong.get(0).words())
          .as(name)
          .matches("no mistake that is known.*|.* times the right value");
      values[at] = Double.NaN;
      wrong = compare(SIGMOID, 1, ours, mine).differing();
      assertThat(wrong).as(name).extracting(Finding::tensor).containsExactly(name);
      assertThat(wrong.get(0).words()).as(name).startsWith("it holds NaN at ");
    }
  }

  @Test
  void theRightValuesInTheWrongPlacesAreTold() {
    Map<String, NpyArray> ours = ours(SIGMOID, 1);
    double[] w = doubles(ours.get("W1"));
    double[] turned = new double[w.length];
    for (int i = 0; i < w.length; i++) {
      turned[i % 6 * FEATURES + i / 6] = w[i];
    }
    told(ours, "W1", NpyArray.of(turned, 6, FEATURES), "it is transposed: its shape is 6 x 12");
    told(ours, "W1", NpyArray.of(turned, FEATURES, 6), "its values go down the columns");
    told(ours, "W1", NpyArray.of(turned, 72), "its shape is 72, and 12 x 6 is wanted");
    double[] shuffled = new double[w.length];
    for (int i = 0; i < w.length; i++) {
      shuffled[(i + 6) % w.length] = w[i];
    }
    told(ours, "W1", NpyArray.of(shuffled, FEATURES, 6), "its rows are the right ones in another");
    double[] first = doubles(ours.get("W1"));
    Arrays.setAll(first, i -> first[i % 6]);
    told(ours, "W1", NpyArray.of(first, FEATURES, 6), "no mistake that is known");
    told(ours, "W1", ours.get("W1_new"), "it is W1_new: was it changed in place");
    double[] pixels = doubles(ours.get("X"));
    Arrays.setAll(pixels, i -> pixels[i] * 255);
    told(ours, "X", NpyArray.of(pixels, ROWS, FEATURES), "it is 255 times as large");
    double[] dw = doubles(ours.get("dW1"));
    Arrays.setAll(dw, i -> dw[i] * 3.5);
    told(ours, "dW1", NpyArray.of(dw, FEATURES, 6), "it is 3.5 times the right value");
  }

  private static double[] doubles(NpyArray tensor) {
    double[] values = new double[tensor.size()];
    Arrays.setAll(values, tensor::get);
    return values;
  }

  private static void told(Map<String, NpyArray> ours, String name, NpyArray tensor, String words) {
    List<Finding> wrong = compare(SIGMOID, 1, ours, Map.of(name, tensor)).differing();
    assertThat(wrong).as(name).hasSize(1);
    assertThat(wrong.get(0).words()).startsWith(words);
  }

  @Test
  void labelsMayBeOneHotAndRowsMayBeColumns() {
    Map<String, NpyArray> ours = ours(SIGMOID, 1);
    int[] hot = new int[ROWS * 4];
    for (int i = 0; i < ROWS; i++) {
      hot[i * 4 + (int) ours.get("y").get(i)] = 1;
    }
    NpyArray column = new NpyArray(List.of(ROWS, 1), ours.get("losses").values());
    Map<String, NpyArray> mine = Map.of("y", NpyArray.of(hot, ROWS, 4), "losses", column);
    assertThat(compare(SIGMOID, 1, ours, mine).findings())
        .hasSize(2)
        .allMatch(f -> f.verdict() == Verdict.EQUAL);
  }

  @Test
  void laterStepsBeginWithTheNewWeights() {
    Map<String, NpyArray> ours = ours(SIGMOID, 2);
    assertThat(ours.get("2/W1").values()).isEqualTo(ours.get("W1_new").values());
    Map<String, NpyArray> first = Student.step(SIGMOID, Mistake.NONE, LR, L2, ours, "");
    for (Mistake mistake : List.of(Mistake.NONE, Mistake.NO_L2)) {
      Map<String, NpyArray> start = new LinkedHashMap<>();
      start.put("X", ours.get("2/X"));
      start.put("y", ours.get("2/y"));
      for (String name : List.of("W1", "b1", "W2", "b2")) {
        start.put(name, first.get(name + "_new"));
      }
      Map<String, NpyArray> mine = new LinkedHashMap<>(first);
      mine.putAll(Student.step(SIGMOID, mistake, LR, L2, start, "2/"));
      Result result = compare(SIGMOID, 2, ours, mine);
      assertThat(result.findings()).hasSize(ours.size());
      assertThat(result.differing())
          .extracting(Finding::tensor)
          .isEqualTo(mistake == Mistake.NONE ? List.of() : List.of("2/W1_new", "2/W2_new"));
    }
    Map<String, NpyArray> stale = Map.of("2/W1", ours.get("W1"));
    assertThat(compare(SIGMOID, 2, ours, stale).differing())
        .extracting(Finding::words)
        .containsExactly("it is as before step 1");
  }

  @Test
  void whatIsNotGivenAndWhatIsUnknownIsListed() {
    Map<String, NpyArray> ours = ours(SIGMOID, 1);
    Map<String, NpyArray> mine = Map.of("dW1", ours.get("dW1"), "mine", ours.get("X"));
    Result result = compare(SIGMOID, 1, ours, mine);
    assertThat(result.unknown()).containsExactly("mine");
    assertThat(result.absent()).hasSize(ours.size() - 1).contains("X", "W2_new");
    assertThatThrownBy(() -> compare(SIGMOID, 1, ours, Map.of("mine", ours.get("X"))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("it holds no tensor of a step by its name, but [mine]");
  }
}
