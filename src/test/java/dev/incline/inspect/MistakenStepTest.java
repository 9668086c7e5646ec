package dev.incline.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.data.NpyArray;
import dev.incline.inspect.StepComparison.Finding;
import dev.incline.inspect.StepComparison.Result;
import dev.incline.inspect.StepComparison.Verdict;
import dev.incline.inspect.Student.Mistake;
import dev.incline.model.Network;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A student's step with one mistake is told by it. */
@Tag("field")
class MistakenStepTest {
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
    Result result = StepComparisonTest.compare(StepComparisonTest.SIGMOID, mistake);
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
    Result result = StepComparisonTest.compare(StepComparisonTest.SIGMOID, mistake);
    assertThat(result.differing())
        .extracting(Finding::tensor)
        .containsExactly(tensors.split(",", -1));
    assertThat(result.differing()).allMatch(f -> f.words().startsWith(words));
  }

  @Test
  void theLogitsOfSoftmaxRegressionHaveAGate() {
    Result result =
        StepComparisonTest.compare(
            Network.softmaxRegression(StepComparisonTest.FEATURES, 4, true),
            Mistake.NO_GATE_AT_THE_LOGITS);
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
    for (Network network : StepComparisonTest.networks().toList()) {
      Map<String, NpyArray> ours = StepComparisonTest.ours(network, 1);
      Map<String, NpyArray> mine =
          Student.step(network, mistake, StepComparisonTest.LR, StepComparisonTest.L2, ours, "");
      mine.keySet().removeIf(name -> !name.matches("W\\d_new"));
      List<Finding> wrong = StepComparisonTest.compare(network, 1, ours, mine).differing();
      if (words == null) {
        assertThat(wrong).as("%s", network).isEmpty();
      } else {
        assertThat(wrong).as("%s", network).hasSize(network.layers().size());
        assertThat(wrong).as("%s", network).allMatch(f -> f.words().startsWith(words));
      }
    }
  }
}
