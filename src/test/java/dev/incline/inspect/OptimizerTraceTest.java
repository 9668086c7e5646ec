package dev.incline.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.cpu.CpuBackend;
import dev.incline.data.NpyArray;
import dev.incline.model.Activation;
import dev.incline.model.Adam;
import dev.incline.model.Initializer;
import dev.incline.model.Momentum;
import dev.incline.model.Network;
import dev.incline.model.Optimizer;
import dev.incline.model.Recipe;
import dev.incline.model.Sgd;
import dev.incline.model.Weights;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What an optimizer keeps is in a trace; a hidden layer of one unit has matrices all the same. */
class OptimizerTraceTest {
  private static final Momentum MOMENTUM = new Momentum(0.5, 0.25, 0.5, false);
  private static final Network NETWORK = Network.mlp(3, List.of(1), 2, Activation.SIGMOID);
  private static final Batch BATCH =
      Batch.of(3, new byte[] {0, 1, 2, 3, 4, (byte) 255}, new byte[] {1, 0});

  private static Map<String, NpyArray> trace() {
    Weights weights = Initializer.parse("xavier").draw(NETWORK, 42);
    try (CpuBackend cpu = new CpuBackend(1)) {
      return StepTraces.constant(cpu, weights, List.of(BATCH, BATCH), MOMENTUM);
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

  private static final double LR = 0.05;
  private static final double L2 = 0.25;
  private static final Network WIDER = Network.mlp(12, List.of(6), 4, Activation.SIGMOID);

  static List<Optimizer> optimizers() {
    return List.of(
        new Sgd(LR, L2),
        new Momentum(LR, L2, 0.5, false),
        new Momentum(LR, L2, 0.5, true),
        new Adam(LR, L2, 0.75, 0.875, 0.03, false),
        new Adam(LR, L2, 0.75, 0.875, 0.03, true),
        new Adam(0.001, 0, 0.9, 0.999, 1e-8, false));
  }

  /** Two steps of 8 rows. */
  private static Map<String, NpyArray> trace(Optimizer optimizer) {
    Random random = new Random(3);
    byte[] pixels = new byte[16 * 12];
    random.nextBytes(pixels);
    byte[] labels = new byte[16];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) random.nextInt(4);
    }
    List<Batch> batches = Batch.of(12, pixels, labels).parts(2);
    Weights weights = Initializer.parse("xavier").draw(WIDER, 42);
    try (CpuBackend cpu = new CpuBackend(1)) {
      return StepTraces.constant(cpu, weights, batches, optimizer);
    }
  }

  private static StepComparison.Result compare(
      Optimizer optimizer, Map<String, NpyArray> ours, Map<String, NpyArray> mine) {
    return StepComparison.of(WIDER, 8, StepRates.constant(Recipe.of(optimizer)), 2, ours, mine);
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void aTraceAgreesWithItself(Optimizer optimizer) {
    Map<String, NpyArray> trace = trace(optimizer);
    StepComparison.Result result = compare(optimizer, trace, trace);
    assertThat(result.differing()).isEmpty();
    assertThat(result.absent()).isEmpty();
    assertThat(result.findings()).hasSize(trace.size());
  }

  /** What a program makes of one element: w, its gradient, and what it keeps of it. */
  private interface Update {
    /**
     * @param kept of the step before; after it, what follows
     * @param l2 0 for biases
     * @return the new w
     */
    double of(double w, double d, double[] kept, double l2);
  }

  private static final int T = 2; // the step that is wrong

  private static Update momentum(double share, double beside, boolean ahead, double lr) {
    return (w, d, v, l2) -> {
      double g = d + (1 - beside) * l2 * w;
      v[0] = 0.5 * v[0] + share * g;
      return w - lr * ((ahead ? g + 0.5 * v[0] : v[0]) + beside * l2 * w);
    };
  }

  private static Update adam(
      double mixed, double shrinks, int first, int second, double inside, double outside) {
    return (w, d, kept, l2) -> {
      double g = d + mixed * l2 * w;
      kept[0] = 0.75 * kept[0] + 0.25 * g;
      kept[1] = 0.875 * kept[1] + 0.125 * g * g;
      double mean = kept[0] / (1 - Math.pow(0.75, first));
      double square = kept[1] / (1 - Math.pow(0.875, second));
      return w * (1 - shrinks * l2) - LR * mean / (Math.sqrt(square + inside) + outside);
    };
  }

  private static final int NEVER = 1000; // 1 - beta^t is 1 there

  private static Map<String, Update> updates() {
    Map<String, Update> all = new HashMap<>();
    all.put("momentum", momentum(1, 0, false, LR));
    all.put("nesterov", momentum(1, 0, true, LR));
    all.put("dampening", momentum(0.5, 0, false, LR));
    all.put("beside", momentum(1, 1, false, LR));
    all.put("rate", momentum(1, 0, false, 0.1));
    all.put("adam", adam(1, 0, T, T, 0, 0.03));
    all.put("adamw", adam(0, LR, T, T, 0, 0.03));
    all.put("uncorrected", adam(1, 0, NEVER, NEVER, 0, 0.03));
    all.put("late", adam(1, 0, T + 1, T + 1, 0, 0.03));
    all.put("early", adam(1, 0, T - 1, T - 1, 0, 0.03));
    all.put("inside", adam(1, 0, T, T, 0.03, 0));
    all.put("mixed", adam(1, 0, T, T, 0, 0.03));
    all.put("never", adam(0, 0, T, T, 0, 0.03));
    return all;
  }

  /** Ours, but for the second step's update. */
  private static Map<String, NpyArray> with(
      Optimizer optimizer, Map<String, NpyArray> ours, Update update) {
    Map<String, NpyArray> mine = new LinkedHashMap<>(ours);
    for (String p : List.of("W1", "b1", "W2", "b2")) {
      NpyArray w = ours.get("2/" + p);
      List<String> names =
          optimizer.state().stream()
              .map(x -> p.startsWith("W") ? x + p.charAt(1) : x.toLowerCase(Locale.ROOT) + p)
              .toList();
      double[][] after = new double[1 + names.size()][w.size()];
      for (int i = 0; i < w.size(); i++) {
        double[] kept = new double[names.size()];
        for (int k = 0; k < kept.length; k++) {
          kept[k] = ours.get("2/" + names.get(k)).get(i);
        }
        double l2 = p.startsWith("W") ? L2 : 0;
        after[0][i] = update.of(w.get(i), ours.get("2/d" + p).get(i), kept, l2);
        for (int k = 0; k < kept.length; k++) {
          after[k + 1][i] = kept[k];
        }
      }
      mine.put("2/" + p + "_new", new NpyArray(w.shape(), after[0]));
      for (int k = 0; k < names.size(); k++) {
        mine.put("2/" + names.get(k) + "_new", new NpyArray(w.shape(), after[k + 1]));
      }
    }
    return mine;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "1 | momentum    | none   | none",
        "2 | nesterov    | none   | none",
        "3 | adam        | none   | none",
        "4 | adamw       | none   | none",
        "1 | nesterov    | W1_new | it looks ahead, as Nesterov's momentum does",
        "1 | dampening   | V1_new | the gradient is times 1 - momentum, which PyTorch calls dampen",
        "1 | beside      | V1_new | L2 is missing: it is momentum V + dW",
        "1 | rate        | b2_new | lr is 0.1 in the place of 0.05",
        "2 | momentum    | W1_new | the look-ahead is missing: it is W1 - lr V1_new",
        "3 | uncorrected | W1_new | the bias corrections are missing",
        "3 | late        | W2_new | t is one too large: the first step is 1",
        "3 | early       | W2_new | t is one too small: the first step is 1",
        "3 | inside      | W1_new | epsilon is inside the root",
        "3 | adamw       | M1_new | L2 is missing: the gradient is dW + l2 W",
        "3 | adamw       | W1_new | W shrinks by 1 - lr l2: that is adamw's",
        "4 | mixed       | S1_new | L2 is in the gradient: that is adam's, not adamw's",
        "4 | mixed       | W1_new | l2 does not shrink the weights",
        "4 | never       | W2_new | l2 does not shrink the weights",
      })
  void aWrongUpdateIsTold(int optimizer, String update, String tensor, String words) {
    Optimizer right = optimizers().get(optimizer);
    Map<String, NpyArray> ours = trace(right);
    StepComparison.Result result = compare(right, ours, with(right, ours, updates().get(update)));
    if (tensor == null) {
      assertThat(result.differing()).isEmpty();
      return;
    }
    assertThat(result.differing())
        .filteredOn(f -> f.tensor().equals("2/" + tensor))
        .singleElement()
        .satisfies(f -> assertThat(f.words()).startsWith(words));
    assertThat(result.differing()).allMatch(f -> f.tensor().endsWith("_new"));
  }
}
