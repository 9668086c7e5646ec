package dev.incline.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.cpu.CpuBackend;
import dev.incline.data.Dataset;
import dev.incline.data.NpyArray;
import dev.incline.data.Permutation;
import dev.incline.data.Split;
import dev.incline.model.Activation;
import dev.incline.model.Adam;
import dev.incline.model.Draw;
import dev.incline.model.Initializer;
import dev.incline.model.Momentum;
import dev.incline.model.Network;
import dev.incline.model.Optimizer;
import dev.incline.model.Recipe;
import dev.incline.model.Schedule;
import dev.incline.model.Sgd;
import dev.incline.model.Weights;
import dev.incline.plan.Parameters;
import dev.incline.testing.SyntheticData;
import dev.incline.testing.TestTrainer;
import dev.incline.train.EveryStep;
import dev.incline.train.TrainOptions;
import dev.incline.train.TrainingState;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A traced step has the learning rate that its place in a training gives it: 4 steps an epoch. */
class ScheduledTraceTest {
  private static final Dataset TRAINING = SyntheticData.of("training", 63, 4, 1);
  private static final Dataset TEST = SyntheticData.of("test", 30, 4, 2);
  private static final Network NETWORK = Network.mlp(16, List.of(5), 10, Activation.SIGMOID);
  private static final Initializer START = Initializer.parse("xavier");
  private static final int BATCH = 16;
  private static final int STEPS = 4;
  private static final int EPOCHS = 3;

  private static Recipe recipe(Optimizer optimizer, String schedule) {
    return Recipe.of(optimizer).with(Schedule.parse(schedule).withWarmup(0.75));
  }

  private static StepRates rates(Recipe recipe, long first) {
    return new StepRates(recipe, first, STEPS, EPOCHS);
  }

  private static Map<String, NpyArray> trace(
      Weights weights, List<Batch> batches, StepRates rates) {
    try (CpuBackend cpu = new CpuBackend(1)) {
      return StepTrace.of(cpu, weights, batches, rates, Draw.first(1), Map.of());
    }
  }

  /** Whether each step of a training, traced with a rate so many steps off, ends as it did. */
  private static boolean endsAsTrained(String schedule, int off) {
    Recipe recipe = recipe(new Sgd(0.3, 1e-2), schedule);
    TrainOptions options = new TrainOptions(EPOCHS, BATCH, recipe, START, 42, 0.2);
    EveryStep eachStep = new EveryStep();
    try (CpuBackend cpu = new CpuBackend(1)) {
      new TestTrainer(cpu, NETWORK, options, eachStep).train(TRAINING, TEST);
    }
    int[] rows = Split.of(TRAINING.rows(), 0.2).training();
    boolean all = true;
    for (int step = 0; step < EPOCHS * STEPS; step++) {
      TrainingState before = eachStep.states().get(step);
      TrainingState after = eachStep.states().get(step + 1);
      int[] order = Permutation.shuffled(rows, 42, step / STEPS + 1);
      int from = step % STEPS * BATCH;
      int[] chosen = Arrays.copyOfRange(order, from, Math.min(order.length, from + BATCH));
      Map<String, NpyArray> trace =
          trace(
              before.state().weights(NETWORK),
              List.of(Batch.of(TRAINING, chosen)),
              rates(recipe, step + off));
      for (var slot : Parameters.slots(NETWORK)) {
        float[] traced = (float[]) trace.get(slot.name() + "_new").values();
        all &= Arrays.equals(traced, after.state().get(slot));
      }
    }
    return all;
  }

  @ParameterizedTest
  @ValueSource(strings = {"constant", "step:1:0.5", "exponential:0.5", "cosine:0.1", "linear"})
  void aTracedStepEndsWithTheBitsOfTheTraining(String schedule) {
    assertThat(endsAsTrained(schedule, 0)).isTrue();
    assertThat(endsAsTrained(schedule, 1)).as("planted: a step too late").isFalse();
  }

  static List<Optimizer> optimizers() {
    return List.of(
        new Sgd(0.3, 0.01),
        new Momentum(0.3, 0.01, 0.5, true),
        new Adam(0.3, 0.01, 0.75, 0.875, 0.03, true));
  }

  /** Two steps from step 5 on; the other program's second update has a rate of another step. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "step:1:0.5 | 0.15  | ",
        "step:1:0.5 | 0.3   | : the schedule is missing",
        "step:1:0.5 | 0.075 | , that of the epoch after it",
        "linear     | 0.15  | , that of the step after it",
        "linear     | 0.02  | it is not",
      })
  void aWrongRateIsTold(String schedule, double lr, String words) {
    for (Optimizer optimizer : optimizers()) {
      Recipe recipe = recipe(optimizer, schedule);
      StepRates rates = rates(recipe, 5);
      List<Batch> batches = Batch.of(TRAINING, IntStream.range(0, 32).toArray()).parts(2);
      Weights weights = START.draw(NETWORK, 42);
      Map<String, NpyArray> ours = trace(weights, batches, rates);
      Map<String, NpyArray> mine = new LinkedHashMap<>(ours);
      for (String p : List.of("W1", "b1", "W2", "b2")) {
        mine.put("2/" + p + "_new", moved(ours, "2/" + p, lr / rates.of(1)));
      }
      var differing = StepComparison.of(NETWORK, BATCH, rates, 2, ours, mine).differing();
      if (words == null) {
        assertThat(differing).isEmpty();
      } else if (words.startsWith("it is not")) {
        assertThat(differing).hasSize(4);
      } else {
        assertThat(differing)
            .hasSize(4)
            .allSatisfy(
                found ->
                    assertThat(found.words())
                        .startsWith("lr is " + lr + " in the place of ")
                        .endsWith(words));
      }
    }
  }

  /** The step in double precision, so many times as long. */
  private static NpyArray moved(Map<String, NpyArray> ours, String p, double times) {
    NpyArray before = ours.get(p);
    double[] after = new double[before.size()];
    for (int i = 0; i < after.length; i++) {
      double w = before.get(i);
      after[i] = w + (ours.get(p + "_new").get(i) - w) * times;
    }
    return new NpyArray(before.shape(), after);
  }

  @Test
  void aPlateauIsAsBeforeTheFirst() {
    Recipe recipe = Recipe.of(new Sgd(0.3, 0)).with(Schedule.parse("plateau:1:0.5"));
    assertThat(rates(recipe, 11).of(0)).isEqualTo(0.3);
  }
}
