package dev.incline.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.cpu.CpuBackend;
import dev.incline.data.NpyArray;
import dev.incline.model.Activation;
import dev.incline.model.Initializer;
import dev.incline.model.Momentum;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.model.Weights;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an optimizer keeps is in a trace; a hidden layer of one unit has matrices all the same. */
class OptimizerTraceTest {
  private static final Momentum MOMENTUM = new Momentum(0.5, 0.25, 0.5);
  private static final Network NETWORK = Network.mlp(3, List.of(1), 2, Activation.SIGMOID);
  private static final Batch BATCH =
      Batch.of(3, new byte[] {0, 1, 2, 3, 4, (byte) 255}, new byte[] {1, 0});

  private static Map<String, NpyArray> trace() {
    Weights weights = Initializer.parse("xavier").draw(NETWORK, 42);
    try (CpuBackend cpu = new CpuBackend(1)) {
      return StepTrace.of(cpu, weights, List.of(BATCH, BATCH), Recipe.of(MOMENTUM));
    }
  }

  @Test
  void eachStepGoesOnFromTheOneBefore() {
    Map<String, NpyArray> trace = trace();
    assertThat((float[]) trace.get("V1").values()).containsOnly(0f);
    for (String name : List.of("W1", "b1", "V1", "vb1", "V2", "vb2")) {
      assertThat(trace.get("2/" + name).values())
          .as(name)
          .isEqualTo(trace.get(name + "_new").values());
    }
    for (int i = 0; i < 3; i++) {
      double g = trace.get("2/dW1").get(i) + 0.25 * trace.get("2/W1").get(i);
      double v = 0.5 * trace.get("2/V1").get(i) + g;
      assertThat(trace.get("2/V1_new").get(i)).isEqualTo(v, within(v));
      double w = trace.get("2/W1").get(i) - 0.5 * v;
      assertThat(trace.get("2/W1_new").get(i)).isEqualTo(w, within(w));
    }
  }

  private static org.assertj.core.data.Offset<Double> within(double value) {
    return org.assertj.core.data.Offset.offset(1e-6 * Math.max(1, Math.abs(value)));
  }

  @Test
  void matricesOfOneRowAreMatrices() {
    Map<String, NpyArray> trace = trace();
    for (String matrix : List.of("W2", "dW2", "V2", "W2_new", "V2_new")) {
      assertThat(trace.get(matrix).shape()).as(matrix).isEqualTo(List.of(1, 2));
    }
    for (String vector : List.of("b2", "db2", "vb2", "vb2_new")) {
      assertThat(trace.get(vector).shape()).as(vector).isEqualTo(List.of(2));
    }
  }

  /** The update has no formula here yet: ours is the right one. */
  @Test
  void aTraceAgreesWithItself() {
    Map<String, NpyArray> trace = trace();
    StepComparison.Result result =
        StepComparison.of(NETWORK, 2, Recipe.of(MOMENTUM), 2, trace, trace);
    assertThat(result.differing()).isEmpty();
    assertThat(result.absent()).isEmpty();
    assertThat(result.findings()).hasSize(trace.size());
  }
}
