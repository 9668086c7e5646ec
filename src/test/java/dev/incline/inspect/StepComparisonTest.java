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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A student's step, right or with one mistake, is told by what is wrong in it. */
@Tag("field")
class StepComparisonTest {
  private static final int ROWS = 8;
  private static final int FEATURES = 12;
  private static final double LR = 0.1;
  private static final double L2 = 0.001;

  static Stream<Network> networks() {
    return Stream.of(
        Network.softmaxRegression(FEATURES, 4, true),
        Network.softmaxRegression(FEATURES, 4, false),
        Network.mlp(FEATURES, List.of(6), 4, Activation.SIGMOID),
        Network.mlp(FEATURES, List.of(9, 5), 4, Activation.RELU),
        Network.mlp(FEATURES, List.of(6), 4, Activation.TANH));
  }

  private static final Network SIGMOID = Network.mlp(FEATURES, List.of(6), 4, Activation.SIGMOID);

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

  private static Map<String, NpyArray> ours(Network network, int steps) {
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

  private static Result compare(
      Network network, int steps, Map<String, NpyArray> ours, Map<String, NpyArray> mine) {
    return StepComparison.of(
        network, ROWS, StepRates.constant(Recipe.of(new Sgd(LR, L2))), steps, ours, mine);
  }

  private static Result compare(Network network, Mistake mistake) {
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

  /** One mistake is told at one place, and all that follows from it follows. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NO_BIAS                     | Z1     | it is X W1: was the bias not added?",
        "NO_ACTIVATION               | H1     | it is Z1: was no activation taken?",
        "SOFTMAX_OVER_THE_BATCH      | S      | it is the softmax over the rows of the batch",
        "LOSS_IS_A_SUM               | loss   | it is the sum of the losses, not their mean",
        "L2_IN_THE_LOSS              | loss   | it has l2/2 times the squares of the weights added",
        "NO_MEAN_IN_THE_GRADIENT     | dZ     | it is N times as large: is 1/N missing?",
        "MEAN_AT_THE_END             | dZ     | it is N times as large: is 1/N missing?",
        "MEAN_TWICE                  | dZ     | it is 1/N of it: is 1/N taken twice?",
        "SIGN_OF_THE_GRADIENT        | dZ     | the sign is turned",
        "NO_SUBTRACTION_AT_THE_LABEL | dZ     | 1 was not subtracted in the column of the label",
        "WEIGHTS_CHANGED_FIRST       | dH1    | it follows from W2_new: were the weights changed",
        "NO_DERIVATIVE               | dZ1    | it is dH1: was the derivative of the activation",
      })
  void aMistakeIsToldWhereItIsMade(Mistake mistake, String tensor, String words) {
    Result result = compare(SIGMOID, mistake);
    assertThat(result.differing()).extracting(Finding::tensor).containsExactly(tensor);
    assertThat(result.differing().get(0).words()).startsWith(words);
    assertThat(result.findings())
        .filteredOn(f -> f.verdict() == Verdict.FOLLOWS)
        .allMatch(f -> f.words().equals(tensor));
  }

  /** A mistake in what each layer does is told of each. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BIAS_GRADIENT_IS_A_MEAN | db2,db1         | it is the mean over the rows, not their sum",
        "L2_IN_DW                | dW2,dW1         | it has l2 W added: so do many programs",
        "NO_L2                   | W1_new,W2_new   | L2 is missing: W - lr dW",
        "L2_TWICE                | W1_new,W2_new   | L2 is taken twice",
        "L2_WITHOUT_LR           | W1_new,W2_new   | L2 is not times lr",
        "REGULARISED_BIAS        | b1_new,b2_new   | the bias is regularised: b - lr (db + l2 b)",
        "UPHILL                  | W1_new,b1_new,W2_new,b2_new | the step goes up, not down",
        "LR_TWICE                | W1_new,b1_new,W2_new,b2_new | lr is taken twice",
      })
  void aMistakeOfEachLayerIsToldOfEach(Mistake mistake, String tensors, String words) {
    Result result = compare(SIGMOID, mistake);
    assertThat(result.differing())
        .extracting(Finding::tensor)
        .containsExactly(tensors.split(",", -1));
    assertThat(result.differing()).allMatch(f -> f.words().startsWith(words));
  }

  @Test
  void theLogitsOfSoftmaxRegressionHaveAGate() {
    Result result =
        compare(Network.softmaxRegression(FEATURES, 4, true), Mistake.NO_GATE_AT_THE_LOGITS);
    assertThat(result.differing()).extracting(Finding::tensor).containsExactly("dZ");
    assertThat(result.differing().get(0).words()).startsWith("it is dR: was the derivative");
  }

  /** Of a program that keeps its new weights alone, the mistakes that show there are told. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NONE                    |",
        "NO_MEAN_IN_THE_GRADIENT | the step is N times as large: is 1/N missing?",
        "MEAN_TWICE              | the step is 1/N of it: is 1/N taken twice?",
        "NO_L2                   | L2 is missing: W - lr dW",
        "L2_TWICE                | L2 is taken twice",
        "LR_TWICE                | lr is taken twice",
      })
  void theNewWeightsAloneTell(Mistake mistake, String words) {
    for (Network network : networks().toList()) {
      Map<String, NpyArray> ours = ours(network, 1);
      Map<String, NpyArray> mine = Student.step(network, mistake, LR, L2, ours, "");
      mine.keySet().removeIf(name -> !name.matches("W\\d_new"));
      List<Finding> wrong = compare(network, 1, ours, mine).differing();
      if (words == null) {
        assertThat(wrong).as("%s", network).isEmpty();
      } else {
        assertThat(wrong).as("%s", network).hasSize(network.layers().size());
        assertThat(wrong).as("%s", network).allMatch(f -> f.words().startsWith(words));
      }
    }
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
