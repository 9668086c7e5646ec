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
import dev.incline.model.Adam;
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
import dev.incline.testing.TestTrainer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Optimizers with a state of their own, and numbers that change with each step. */
class OptimizersTest {
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

  static List<Optimizer> optimizers() {
    return List.of(
        new Momentum(0.3, 1e-2, 0.9, false),
        new Momentum(0.3, 1e-2, 0.9, true),
        new Adam(0.03, 1e-2, 0.9, 0.99, 1e-6, false),
        new Adam(0.03, 1e-2, 0.9, 0.99, 1e-6, true));
  }

  private static TrainResult train(Optimizer optimizer, int chunk) {
    Setup setup =
        new Setup(NETWORK, options(optimizer), TRAINING.rows(), TEST.rows(), chunk, byte[].class);
    try (Backend backend = new CpuBackend(2)) {
      return new TestTrainer(backend, NETWORK, options(optimizer), TrainingListener.SILENT)
          .train(TRAINING, TEST, setup);
    }
  }

  /**
   * One element of a parameter, its gradient d and what is kept of it; each rounded as the ops say.
   */
  private static float moved(
      Optimizer optimizer, float w, float d, float[] kept, int step, double lr) {
    float l2 = (float) optimizer.l2();
    if (optimizer instanceof Momentum momentum) {
      float mu = (float) momentum.momentum();
      float g = Math.fma(l2, w, d);
      kept[0] = Math.fma(mu, kept[0], g);
      return Math.fma((float) -lr, momentum.nesterov() ? Math.fma(mu, kept[0], g) : kept[0], w);
    }
    boolean decoupled = ((Adam) optimizer).decoupled();
    float rate = (float) (lr / (1 - Math.pow(0.9, step)));
    float correction = (float) (1 / Math.sqrt(1 - Math.pow(0.99, step)));
    float g = decoupled ? d : Math.fma(l2, w, d);
    kept[0] = Math.fma((float) (1 - 0.9), g - kept[0], kept[0]);
    kept[1] = Math.fma((float) (1 - 0.99), Math.fma(g, g, -kept[1]), kept[1]);
    float root = (float) Math.sqrt(kept[1]);
    float ratio = kept[0] * (1 / Math.fma(root, correction, 1e-6f));
    float from = decoupled && l2 != 0 ? (float) (1 - lr * optimizer.l2()) * w : w;
    return Math.fma(-rate, ratio, from);
  }

  /** The same without L2, as biases have it. */
  private static Optimizer plain(Optimizer optimizer) {
    return optimizer instanceof Momentum m
        ? new Momentum(m.learningRate(), 0, m.momentum(), m.nesterov())
        : new Adam(0.03, 0, 0.9, 0.99, 1e-6, ((Adam) optimizer).decoupled());
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void aTrainingIsThatOfItsDefinition(Optimizer optimizer) {
    int[] rows = Split.of(63, 0.2).training();
    Source source = Source.of("rows", 63, 16, rows.length);
    List<Slot<float[]>> parameters = Parameters.slots(NETWORK);
    Map<Slot<float[]>, float[][]> kept = new HashMap<>();
    parameters.forEach(p -> kept.put(p, new float[p.size()][2]));
    int step = 0;
    try (Backend backend = new CpuBackend(1)) {
      backend.write(source.images(), TRAINING.images());
      backend.write(source.labels(), TRAINING.labels());
      backend.write(Tensors.of(START.draw(NETWORK, 42)));
      for (int epoch = 1; epoch <= EPOCHS; epoch++) {
        backend.write(source.order(), Permutation.shuffled(rows, 42, epoch));
        for (int at = 0; at < rows.length; at += BATCH) {
          int size = Math.min(BATCH, rows.length - at);
          Executable gradient =
              backend.compile(Planner.gradientStep(NETWORK, source, size, Recipe.STANDARD));
          gradient.run(at);
          double share = step++ / 11.0; // the last of 12 steps has the final rate
          double lr = (1 - share) * optimizer.learningRate() + share * 0.01;
          for (Slot<float[]> p : parameters) {
            float[] d = backend.read(Planner.gradientOf(p));
            float[] w = backend.read(p);
            Optimizer own = p.name().startsWith("W") ? optimizer : plain(optimizer);
            for (int i = 0; i < w.length; i++) {
              w[i] = moved(own, w[i], d[i], kept.get(p)[i], step, lr);
            }
            backend.write(p, w);
          }
        }
      }
      Weights expected = backend.read(parameters).weights(NETWORK);
      assertThat(train(optimizer, 0).finalSha256()).isEqualTo(expected.sha256());
    }
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void streamedItEndsTheSame(Optimizer optimizer) {
    String whole = train(optimizer, 0).finalSha256();
    for (int chunk : new int[] {16, 32, 48}) {
      assertThat(train(optimizer, chunk).finalSha256()).isEqualTo(whole);
    }
  }

  @Test
  void everyNumberOfItDecidesTheResult() {
    List<Optimizer> all =
        List.of(
            new Momentum(0.3, 1e-2, 0.9, false),
            new Momentum(0.3, 1e-2, 0.9, true),
            new Momentum(0.3, 1e-2, 0.8, false),
            new Momentum(0.3, 0, 0.9, false),
            new Momentum(0.2, 1e-2, 0.9, false),
            new Sgd(0.3, 1e-2),
            new Adam(0.03, 1e-2, 0.9, 0.99, 1e-6, false),
            new Adam(0.03, 1e-2, 0.9, 0.99, 1e-6, true),
            new Adam(0.03, 1e-2, 0.9, 0.99, 1e-5, false),
            new Adam(0.03, 1e-2, 0.9, 0.98, 1e-6, false),
            new Adam(0.03, 1e-2, 0.8, 0.99, 1e-6, false),
            new Adam(0.03, 0, 0.9, 0.99, 1e-6, false),
            new Adam(0.02, 1e-2, 0.9, 0.99, 1e-6, false));
    assertThat(all.stream().map(each -> train(each, 0).finalSha256())).doesNotHaveDuplicates();
  }

  /** What is kept from step to step, and the number of the step, are in a state. */
  @ParameterizedTest
  @MethodSource("optimizers")
  void fromEachStepItGoesOnToTheSameEnd(Optimizer optimizer) {
    List<TrainingState> states = states(optimizer);
    assertThat(states).hasSize(EPOCHS * 4 + 1);
    String end = train(optimizer, 0).finalSha256();
    for (TrainingState state : states) {
      assertThat(state.state().slots())
          .containsExactlyElementsOf(Planner.state(NETWORK, optimizer));
      assertThat(goOn(optimizer, state).finalSha256()).isEqualTo(end);
    }
    TrainingState middle = states.get(5);
    for (String letter : optimizer.state()) {
      float[] kept = middle.state().get(Slot.floats(letter.toLowerCase(Locale.ROOT) + "b2", 1, 10));
      kept[3] += 1e-3f;
      assertThat(goOn(optimizer, middle).finalSha256()).isNotEqualTo(end);
      kept[3] -= 1e-3f;
    }
  }

  @Test
  void aStateOfAnotherOptimizerIsRefused() {
    TrainingState plain = states(new Sgd(0.3, 1e-2)).get(3);
    assertThatThrownBy(() -> goOn(optimizers().get(0), plain))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("V1");
  }

  /** Its parameters are finite then still. */
  @Test
  void aVelocityThatOverflowsIsNamed() {
    Momentum wild = new Momentum(1e-30, 1e6, 0, false);
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
      return new TestTrainer(backend, NETWORK, options(optimizer), listener)
          .train(TRAINING, TEST, from);
    }
  }

  private static List<TrainingState> states(Optimizer optimizer) {
    EveryStep eachStep = new EveryStep();
    List<TrainingState> states = eachStep.states();
    goOn(optimizer, TrainingState.initial(START.draw(NETWORK, 42), optimizer), eachStep);
    return states;
  }
}
