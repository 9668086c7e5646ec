package dev.incline.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.backend.Backend;
import dev.incline.backend.Executable;
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
import dev.incline.model.Weights;
import dev.incline.plan.Parameters;
import dev.incline.plan.Planner;
import dev.incline.plan.Slot;
import dev.incline.plan.Source;
import dev.incline.plan.Tensors;
import dev.incline.testing.SyntheticData;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An optimizer with a state of its own and a rate that changes with each step. */
class MomentumTest {
  private static final Dataset TRAINING = SyntheticData.of("training", 63, 4, 1);
  private static final Dataset TEST = SyntheticData.of("test", 30, 4, 2);
  private static final Network NETWORK = Network.mlp(16, List.of(5), 10, Activation.SIGMOID);
  private static final Initializer START = Initializer.parse("xavier");
  private static final Schedule LINEAR = Schedule.parse("linear:0.01");
  private static final int EPOCHS = 3;
  private static final int BATCH = 16;

  private static TrainOptions options(Optimizer optimizer) {
    return new TrainOptions(EPOCHS, BATCH, Recipe.of(optimizer).with(LINEAR), START, 42, 0.2);
  }

  private static Momentum momentum() {
    return new Momentum(0.3, 1e-2, 0.9);
  }

  private static TrainResult train(Optimizer optimizer, int chunk) {
    Setup setup = new Setup(NETWORK, options(optimizer), TRAINING.rows(), TEST.rows(), chunk);
    try (Backend backend = new CpuBackend(2)) {
      return new Trainer(backend, NETWORK, options(optimizer), TrainingListener.SILENT)
          .train(TRAINING, TEST, setup);
    }
  }

  /** v = μ v + (dW + λ W), W = W - lr v; biases without λ; each rounded as the op says. */
  @Test
  void aTrainingIsThatOfItsDefinition() {
    int[] rows = Split.of(63, 0.2).training();
    Source source = Source.of("rows", 63, 16, rows.length);
    List<Slot<float[]>> parameters = Parameters.slots(NETWORK);
    Map<Slot<float[]>, float[]> v = new HashMap<>();
    parameters.forEach(p -> v.put(p, new float[p.size()]));
    int step = 0;
    try (Backend backend = new CpuBackend(1)) {
      backend.write(source.images(), TRAINING.images());
      backend.write(source.labels(), TRAINING.labels());
      backend.write(Tensors.of(START.draw(NETWORK, 42)));
      for (int epoch = 1; epoch <= EPOCHS; epoch++) {
        backend.write(source.order(), Permutation.shuffled(rows, 42, epoch));
        for (int at = 0; at < rows.length; at += BATCH) {
          int size = Math.min(BATCH, rows.length - at);
          Executable gradient = backend.compile(Planner.gradientStep(NETWORK, source, size));
          gradient.run(at);
          double share = step++ / 11.0; // the last of 12 steps has the final rate
          float rate = (float) ((1 - share) * 0.3 + share * 0.01);
          for (Slot<float[]> p : parameters) {
            float[] d = backend.read(Planner.gradientOf(p));
            float[] w = backend.read(p);
            float decay = p.name().startsWith("W") ? 1e-2f : 0;
            for (int i = 0; i < w.length; i++) {
              v.get(p)[i] = Math.fma(0.9f, v.get(p)[i], Math.fma(decay, w[i], d[i]));
              w[i] = Math.fma(-rate, v.get(p)[i], w[i]);
            }
            backend.write(p, w);
          }
        }
      }
      Weights expected = backend.read(parameters).weights(NETWORK);
      assertThat(train(momentum(), 0).finalSha256()).isEqualTo(expected.sha256());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 32, 48})
  void streamedItEndsTheSame(int chunk) {
    assertThat(train(momentum(), chunk).finalSha256())
        .isEqualTo(train(momentum(), 0).finalSha256());
  }

  @Test
  void everyNumberOfItDecidesTheResult() {
    List<Optimizer> all =
        List.of(
            momentum(),
            new Momentum(0.3, 1e-2, 0.8),
            new Momentum(0.3, 0, 0.9),
            new Momentum(0.2, 1e-2, 0.9),
            new Sgd(0.3, 1e-2));
    assertThat(all.stream().map(each -> train(each, 0).finalSha256())).doesNotHaveDuplicates();
  }

  /** What is kept from step to step, and the number of the step, are in a state. */
  @Test
  void fromEachStepItGoesOnToTheSameEnd() {
    List<TrainingState> states = states(momentum());
    assertThat(states).hasSize(EPOCHS * 4 + 1);
    String end = train(momentum(), 0).finalSha256();
    for (TrainingState state : states) {
      assertThat(state.state().slots())
          .containsExactlyElementsOf(Planner.state(NETWORK, momentum()));
      assertThat(goOn(momentum(), state).finalSha256()).isEqualTo(end);
    }
    TrainingState middle = states.get(5);
    middle.state().get(Slot.floats("vb2", 1, 10))[3] += 1e-3f;
    assertThat(goOn(momentum(), middle).finalSha256()).isNotEqualTo(end);
  }

  @Test
  void aStateOfAnotherOptimizerIsRefused() {
    TrainingState plain = states(new Sgd(0.3, 1e-2)).get(3);
    assertThatThrownBy(() -> goOn(momentum(), plain))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("V1");
  }

  /** Its parameters are finite then still. */
  @Test
  void aVelocityThatOverflowsIsNamed() {
    Momentum wild = new Momentum(1e-30, 1e6, 0);
    Weights large = START.draw(NETWORK, 42);
    large.matrices().forEach(matrix -> matrix[0] = 1e33f);
    assertThatThrownBy(() -> goOn(wild, TrainingState.initial(large, wild)))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("epoch 1 at step 1: V1 is the first tensor that is not finite (1 of");
  }

  private static TrainResult goOn(Optimizer optimizer, TrainingState from) {
    return goOn(optimizer, from, TrainingListener.SILENT);
  }

  private static TrainResult goOn(
      Optimizer optimizer, TrainingState from, TrainingListener listener) {
    try (Backend backend = new CpuBackend(1)) {
      return new Trainer(backend, NETWORK, options(optimizer), listener)
          .train(TRAINING, TEST, from);
    }
  }

  private static List<TrainingState> states(Optimizer optimizer) {
    List<TrainingState> states = new ArrayList<>();
    TrainingListener eachStep =
        new TrainingListener() {
          @Override
          public void epochFinished(EpochRecord record) {}

          @Override
          public long stopBefore(long step) {
            return step + 1;
          }

          @Override
          public void between(PausedTraining paused) {
            states.add(paused.state());
          }
        };
    goOn(optimizer, TrainingState.initial(START.draw(NETWORK, 42), optimizer), eachStep);
    return states;
  }
}
