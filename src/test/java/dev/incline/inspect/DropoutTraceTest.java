package dev.incline.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.cpu.CpuBackend;
import dev.incline.data.NpyArray;
import dev.incline.model.Activation;
import dev.incline.model.ClassWeights;
import dev.incline.model.Draw;
import dev.incline.model.Initializer;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.model.Sgd;
import dev.incline.model.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Masks and class weights in a trace, and the mistakes that are made with them. */
class DropoutTraceTest {
  private static final Network NETWORK = Network.mlp(5, List.of(8), 3, Activation.TANH);
  private static final Weights WEIGHTS = Initializer.parse("xavier").draw(NETWORK, 42);
  private static final List<Double> COUNTS = List.of(0.5, 1.0, 2.0);
  private static final Recipe RECIPE =
      Recipe.of(new Sgd(0.5, 0.01)).with(new ClassWeights(false, COUNTS)).dropping(List.of(0.4));
  private static final StepRates RATES = StepRates.constant(RECIPE);

  private static Batch batch() {
    byte[] pixels = new byte[6 * 5];
    new Random(3).nextBytes(pixels);
    return Batch.of(5, pixels, new byte[] {0, 1, 2, 1, 2, 0});
  }

  private static Map<String, NpyArray> trace(Draw draw, Map<String, NpyArray> masks) {
    try (CpuBackend cpu = new CpuBackend(1)) {
      return StepTrace.of(cpu, WEIGHTS, List.of(batch(), batch()), RATES, draw, masks);
    }
  }

  private static StepComparison.Result compare(Map<String, NpyArray> mine) {
    Map<String, NpyArray> ours = trace(Draw.first(1), mine);
    return StepComparison.of(NETWORK, 6, RATES, 2, ours, mine);
  }

  @Test
  void theSecondStepHasOtherMasks() {
    Map<String, NpyArray> trace = trace(Draw.first(1), Map.of());
    assertThat(trace).containsKeys("class_weights", "H1_dropped", "dH1_dropped", "2/mask1");
    assertThat((float[]) trace.get("mask1").values()).containsOnly(0f, (float) (1 / 0.6));
    assertThat(trace.get("2/mask1").values()).isNotEqualTo(trace.get("mask1").values());
    assertThat(trace(new Draw(1, 1, 6), Map.of()).get("mask1").values())
        .isEqualTo(trace.get("2/mask1").values());
    assertThat(trace(new Draw(1, 2, 0), Map.of()).get("mask1").values())
        .isNotEqualTo(trace.get("mask1").values());
  }

  @Test
  void theMasksOfAnotherProgramCount() {
    Map<String, NpyArray> mine = trace(new Draw(77, 5, 1000), Map.of());
    StepComparison.Result result = compare(mine);
    assertThat(result.differing()).isEmpty();
    assertThat(result.findings()).hasSize(mine.size());
  }

  /** Each with what is computed from it left away. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mask1       | mask1       | 0.6    | kept units are 1",
        "H1_dropped  | H1_dropped  | 0.6    | kept units are not divided by 1 - P",
        "H1_dropped  | H1          | 1      | was nothing dropped",
        "dH1         | dH1_dropped | 1      | was the mask left out on the way back",
        "dH1         | dH1         | 0.6    | it is not divided by 1 - P",
        "dH1_dropped | dH1_dropped | 2      | it is 2 times the right value"
      })
  void aMistakeIsNamed(String tensor, String from, double factor, String words) {
    Map<String, NpyArray> right = trace(Draw.first(1), Map.of());
    Map<String, NpyArray> mine = new LinkedHashMap<>();
    mine.put("mask1", right.get("mask1"));
    NpyArray values = right.get(from);
    float[] wrong = new float[values.size()];
    for (int i = 0; i < wrong.length; i++) {
      wrong[i] = (float) (factor * values.get(i));
    }
    mine.put(tensor, NpyArray.of(wrong, 6, 8));
    assertThat(compare(mine).differing())
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.tensor()).isEqualTo(tensor);
              assertThat(found.words()).contains(words);
            });
  }

  @Test
  void weightsOnTheLossAloneAreNamed() {
    Map<String, NpyArray> right = trace(Draw.first(1), Map.of());
    float[] plain = new float[6 * 3];
    for (int i = 0; i < plain.length; i++) {
      int label = batch().labels()[i / 3];
      plain[i] = (float) (right.get("dZ").get(i) / COUNTS.get(label));
    }
    assertThat(compare(Map.of("dZ", NpyArray.of(plain, 6, 3))).differing())
        .singleElement()
        .satisfies(found -> assertThat(found.words()).contains("are they in the loss alone"));
  }

  @Test
  void theGradientIsTheSlopeOfTheLoss() {
    try (CpuBackend cpu = new CpuBackend(1)) {
      GradientCheck check =
          GradientCheck.of(cpu, WEIGHTS, batch(), RECIPE, new Draw(1, 3, 9), 100, 1);
      assertThat(check.isWrong()).isFalse();
      assertThat(check.isConclusive()).isTrue();
      assertThat(check.dropped())
          .singleElement()
          .satisfies(
              d -> {
                assertThat(d.mask()).isEqualTo("mask1");
                assertThat(d.units()).isBetween(5, 35);
                assertThat(d.of()).isEqualTo(48);
              });
    }
  }
}
