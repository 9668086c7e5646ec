package dev.incline.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.Backend;
import dev.incline.backend.cpu.CpuBackend;
import dev.incline.data.Dataset;
import dev.incline.data.Permutation;
import dev.incline.data.Split;
import dev.incline.model.Activation;
import dev.incline.model.Initializer;
import dev.incline.model.Momentum;
import dev.incline.model.Network;
import dev.incline.model.Optimizer;
import dev.incline.model.Recipe;
import dev.incline.model.Schedule;
import dev.incline.model.Sgd;
import dev.incline.plan.Parameters;
import dev.incline.plan.Planner;
import dev.incline.plan.Slot;
import dev.incline.plan.Source;
import dev.incline.plan.Tensors;
import dev.incline.testing.SyntheticData;
import dev.incline.testing.TestTrainer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Trainings whose learning rate changes, and trainings that stop early: 4 steps an epoch. */
class ScheduledTrainingTest {
  private static final Dataset TRAINING = SyntheticData.of("training", 63, 4, 1);
  private static final Dataset TEST = SyntheticData.of("test", 30, 4, 2);
  private static final Network NETWORK = Network.mlp(16, List.of(5), 10, Activation.SIGMOID);
  private static final Initializer START = Initializer.parse("xavier");
  private static final int BATCH = 16;
  private static final int STEPS = 4;
  private static final Optimizer SGD = new Sgd(0.3, 1e-2);

  private static TrainOptions options(int epochs, Recipe recipe, Monitor monitor, int patience) {
    return new TrainOptions(
        epochs, BATCH, recipe, START, 42, 0.2, Split.Choice.LAST, monitor, patience, 0);
  }

  private static TrainOptions options(Optimizer optimizer, String schedule, double warmup) {
    Schedule changing = Schedule.parse(schedule).withWarmup(warmup);
    return options(3, Recipe.of(optimizer).with(changing), Monitor.ACCURACY, 0);
  }

  private static TrainResult goOn(
      TrainOptions options, TrainingState from, TrainingListener listener) {
    try (Backend backend = new CpuBackend(1)) {
      return new TestTrainer(backend, NETWORK, options, listener).train(TRAINING, TEST, from);
    }
  }

  private static TrainingState start(TrainOptions options) {
    return TrainingState.initial(START.draw(NETWORK, 42), options.optimizer());
  }

  private static TrainResult train(TrainOptions options) {
    return goOn(options, start(options), TrainingListener.SILENT);
  }

  /** One before each step, and one at the end. */
  private static List<TrainingState> states(TrainOptions options) {
    EveryStep eachStep = new EveryStep();
    List<TrainingState> states = eachStep.states();
    goOn(options, start(options), eachStep);
    return states;
  }

  /** W = fma(-rate, fma(λ, W, dW), W) with a cosine after a warm-up of 2 steps. */
  @Test
  void sgdWithAScheduleIsItsDefinition() {
    int[] rows = Split.of(63, 0.2).training();
    Source source = Source.of("rows", 63, 16, rows.length);
    List<Slot<float[]>> parameters = Parameters.slots(NETWORK);
    int step = 0;
    try (Backend backend = new CpuBackend(1)) {
      backend.write(source.images(), TRAINING.images());
      backend.write(source.labels(), TRAINING.labels());
      backend.write(Tensors.of(START.draw(NETWORK, 42)));
      for (int epoch = 1; epoch <= 3; epoch++) {
        backend.write(source.order(), Permutation.shuffled(rows, 42, epoch));
        for (int at = 0; at < rows.length; at += BATCH) {
          int size = Math.min(BATCH, rows.length - at);
          backend.compile(Planner.gradientStep(NETWORK, source, size, Recipe.STANDARD)).run(at);
          float rate = cosine(step++);
          for (Slot<float[]> p : parameters) {
            float[] d = backend.read(Planner.gradientOf(p));
            float[] w = backend.read(p);
            float decay = p.name().startsWith("W") ? 1e-2f : 0;
            for (int i = 0; i < w.length; i++) {
              w[i] = Math.fma(-rate, Math.fma(decay, w[i], d[i]), w[i]);
            }
            backend.write(p, w);
          }
        }
      }
      String expected = backend.read(parameters).weights(NETWORK).sha256();
      TrainOptions options = options(SGD, "cosine:0.1", 0.5);
      assertThat(train(options).finalSha256()).isEqualTo(expected);
      for (int chunk : new int[] {16, 32}) {
        Setup streamed =
            new Setup(NETWORK, options, TRAINING.rows(), TEST.rows(), chunk, byte[].class);
        try (Backend other = new CpuBackend(2)) {
          TrainResult result =
              new TestTrainer(other, NETWORK, options, TrainingListener.SILENT)
                  .train(TRAINING, TEST, streamed);
          assertThat(result.finalSha256()).isEqualTo(expected);
        }
      }
    }
  }

  /** From 0.3 at step 2 to 0.1 at step 11. */
  private static float cosine(int step) {
    double share = (1 - StrictMath.cos(Math.PI * Math.max(0, (step - 2) / 9.0))) / 2;
    double rate = (1 - share) * 0.3 + share * 0.1;
    return (float) (step == 0 ? rate / 2 : rate);
  }

  static Stream<TrainOptions> scheduled() {
    Optimizer momentum = new Momentum(0.3, 1e-2, 0.9, false);
    return Stream.of(
        options(SGD, "constant", 1.5),
        options(SGD, "step:1:0.5", 0),
        options(SGD, "cosine", 0.75),
        options(SGD, "linear:0.5", 0.75),
        options(momentum, "exponential:0.5", 0.75),
        options(momentum, "plateau:1:0.25", 0),
        options(6, Recipe.of(SGD).with(Schedule.parse("plateau:1:0.25")), Monitor.LOSS, 2));
  }

  /** The number of the step and what the validations were decide the rate, and are in a state. */
  @ParameterizedTest
  @MethodSource("scheduled")
  void fromEachStepItGoesOnToTheSameEnd(TrainOptions options) {
    TrainResult whole = train(options);
    for (TrainingState state : states(options)) {
      TrainResult result = goOn(options, state, TrainingListener.SILENT);
      assertThat(result.finalSha256()).isEqualTo(whole.finalSha256());
      assertThat(result.weights().sha256()).isEqualTo(whole.weights().sha256());
      assertThat(result.stopped()).isEqualTo(whole.stopped());
      assertThat(rates(result)).isEqualTo(rates(whole));
    }
  }

  private static List<Double> rates(TrainResult result) {
    return result.history().epochs().stream().map(EpochRecord::learningRate).toList();
  }

  @Test
  void theRateOfEachEpochsLastStepIsRecorded() {
    assertThat(rates(train(options(SGD, "constant", 0)))).containsExactly(0.3, 0.3, 0.3);
    assertThat(rates(train(options(SGD, "step:1:0.5", 0)))).containsExactly(0.3, 0.15, 0.075);
    assertThat(rates(train(options(SGD, "constant", 1.25)))).containsExactly(0.24, 0.3, 0.3);
  }

  /** A rate that is below what a float tells from 0 moves nothing: no epoch is better. */
  @ParameterizedTest
  @CsvSource({"1, 0.5 0.5 0.25 0.125 0.0625", "2, 0.5 0.5 0.5 0.25 0.25"})
  void aPlateauReducesTheRateOfTheEpochAfter(int patience, String factors) {
    double lr = 1e-30;
    Schedule plateau = Schedule.parse("plateau:" + patience + ":0.5");
    Recipe recipe = Recipe.of(new Sgd(lr, 0)).with(plateau);
    List<Double> expected =
        Stream.of(factors.split(" ")).map(f -> 2 * lr * Double.parseDouble(f)).toList();
    assertThat(rates(train(options(5, recipe, Monitor.ACCURACY, 0)))).isEqualTo(expected);
  }

  @Test
  void itStopsWhenItsPatienceRunsOut() {
    Recipe still = Recipe.of(new Sgd(1e-30, 0));
    TrainResult result = train(options(9, still, Monitor.LOSS, 3));
    assertThat(result.history().epochs()).hasSize(4);
    assertThat(result.stopped())
        .isEqualTo(
            "after epoch 4 of 9: 3 epochs without a better validation loss than that of epoch 1");
    assertThat(train(options(4, still, Monitor.LOSS, 3)).stopped()).isEmpty();
    assertThat(train(options(9, still, Monitor.LOSS, 0)).history().epochs()).hasSize(9);
  }

  /** Also a state that was kept between that epoch's validation and the test. */
  @Test
  void goingOnItStopsAtTheSameEpoch() {
    TrainOptions options = options(9, Recipe.of(new Sgd(1e-30, 0)), Monitor.ACCURACY, 2);
    List<TrainingState> states = states(options);
    assertThat(states).hasSize(3 * STEPS + 1);
    for (TrainingState state : states) {
      assertThat(goOn(options, state, TrainingListener.SILENT).history().epochs()).hasSize(3);
    }
  }

  /** Without a schedule the step stays the fused one: the bits are those of before. */
  @Test
  void aConstantRateOfSgdNeedsNoSlot() {
    Source source = Source.of("rows", 63, 16, 50);
    Recipe constant = Recipe.of(SGD);
    assertThat(source.scalars(constant, 0, new double[] {0.3}, BATCH)).isEqualTo(Tensors.NONE);
    assertThat(Planner.trainingStep(NETWORK, source, BATCH, constant).toString())
        .doesNotContain("scalars");
    Recipe warmed = constant.with(Schedule.CONSTANT.withWarmup(0.5));
    assertThat(Planner.trainingStep(NETWORK, source, BATCH, warmed).toString())
        .contains("W1 = W1 - rows.order.scalars · (dW1 + 0.01 · W1)");
  }

  @Test
  void theMonitorSaysWhichWeightsAreKept() {
    Recipe wild = Recipe.of(new Sgd(2, 0));
    TrainOptions byAccuracy = options(12, wild, Monitor.ACCURACY, 0);
    TrainOptions byLoss = options(12, wild, Monitor.LOSS, 0);
    List<EpochRecord> epochs = train(byLoss).history().epochs();
    int lowest = 0;
    int highest = 0;
    for (int e = 1; e < epochs.size(); e++) {
      EpochRecord epoch = epochs.get(e);
      lowest = epoch.validationLoss() < epochs.get(lowest).validationLoss() ? e : lowest;
      boolean higher = epoch.validationAccuracy() > epochs.get(highest).validationAccuracy();
      highest = higher ? e : highest;
    }
    assertThat(lowest).as("the two differ").isNotEqualTo(highest);
    assertThat(train(byLoss).weights().sha256()).isEqualTo(after(byLoss, lowest));
    assertThat(train(byAccuracy).weights().sha256()).isEqualTo(after(byLoss, highest));
  }

  /** The weights after an epoch, from 0. */
  private static String after(TrainOptions options, int epoch) {
    TrainingState state = states(options).get((epoch + 1) * STEPS);
    return state.state().weights(NETWORK).sha256();
  }
}
