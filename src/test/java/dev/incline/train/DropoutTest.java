package dev.incline.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.incline.backend.Backend;
import dev.incline.backend.Executable;
import dev.incline.backend.cpu.CpuBackend;
import dev.incline.data.Dataset;
import dev.incline.model.Activation;
import dev.incline.model.ClassWeights;
import dev.incline.model.Draw;
import dev.incline.model.Initializer;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.model.Sgd;
import dev.incline.plan.Op;
import dev.incline.plan.Plan;
import dev.incline.plan.Planner;
import dev.incline.plan.Source;
import dev.incline.testing.SyntheticData;
import dev.incline.testing.TestTrainer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dropout and class weights in whole trainings: what masks follow from, and what they do not. */
class DropoutTest {
  private static final Dataset TRAINING = SyntheticData.of("training", 63, 4, 1);
  private static final Dataset TEST = SyntheticData.of("test", 30, 4, 2);
  private static final Network NETWORK = Network.mlp(16, List.of(9, 6), 10, Activation.TANH);
  private static final Initializer START = Initializer.parse("xavier");
  private static final int UNITS = 9;
  private static final Recipe PLAIN = Recipe.of(new Sgd(0.3, 1e-2));
  private static final ClassWeights WEIGHTS =
      new ClassWeights(false, List.of(2., 1., 1., 1., 1., 0.5, 1., 1., 1., 0.));
  private static final Recipe DROPPING = PLAIN.dropping(List.of(0.3, 0.2));

  private static TrainOptions options(Recipe recipe) {
    return new TrainOptions(3, 16, recipe, START, 42, 0.2);
  }

  private static TrainResult train(Recipe recipe, int chunk) {
    Setup setup =
        new Setup(NETWORK, options(recipe), TRAINING.rows(), TEST.rows(), chunk, byte[].class);
    try (Backend backend = new CpuBackend(2)) {
      return new TestTrainer(backend, NETWORK, options(recipe), TrainingListener.SILENT)
          .train(TRAINING, TEST, setup);
    }
  }

  /** [samples x units] of the first layer. */
  private static float[] masks(Draw draw, int samples, int batch) {
    Source source = Source.of("rows", 1, 16, samples);
    float[] all = new float[samples * UNITS];
    try (Backend backend = new CpuBackend(1)) {
      backend.write(source.draw(), draw.words());
      for (int at = 0; at < samples; at += batch) {
        int size = Math.min(batch, samples - at);
        Op mask =
            Planner.trainingStep(NETWORK, source, size, DROPPING).ops().stream()
                .filter(op -> op.writes().contains(Planner.mask(1, size, UNITS)))
                .findFirst()
                .orElseThrow();
        try (Executable drawn = backend.compile(Plan.of(mask))) {
          drawn.run(at);
        }
        float[] part = backend.read(Planner.mask(1, size, UNITS));
        System.arraycopy(part, 0, all, at * UNITS, part.length);
      }
    }
    return all;
  }

  @Test
  void aMaskFollowsFromSeedEpochAndPositionAlone() {
    Draw draw = new Draw(42, 3, 0);
    float[] all = masks(draw, 50, 50);
    assertThat(masks(draw, 50, 7)).isEqualTo(all);
    assertThat(masks(draw.plus(20), 30, 16))
        .isEqualTo(Arrays.copyOfRange(all, 20 * UNITS, 50 * UNITS));
    assertThat(masks(new Draw(42, 4, 0), 50, 50)).isNotEqualTo(all);
    assertThat(masks(new Draw(43, 3, 0), 50, 50)).isNotEqualTo(all);
    assertThat(masks(new Draw(42 + (1L << 32), 3, 0), 50, 50)).isNotEqualTo(all);
  }

  /** Within five standard deviations. */
  @Test
  void aMaskDropsItsShareAndKeepsTheMean() {
    float[] all = masks(Draw.first(1), 4000, 4000);
    assertThat(all).containsOnly(0f, (float) (1 / 0.7));
    double dropped = 0;
    for (float factor : all) {
      dropped += factor == 0 ? 1 : 0;
    }
    assertThat(dropped / all.length).isCloseTo(0.3, offset(5 * Math.sqrt(0.3 * 0.7 / all.length)));
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 32, 48})
  void streamedItEndsTheSame(int chunk) {
    Recipe both = DROPPING.with(WEIGHTS);
    assertThat(train(both, chunk).finalSha256()).isEqualTo(train(both, 0).finalSha256());
  }

  @Test
  void everyNumberOfItDecidesTheResult() {
    List<Recipe> all =
        List.of(
            PLAIN,
            DROPPING,
            PLAIN.dropping(List.of(0.3, 0.3)),
            PLAIN.dropping(List.of(0.0, 0.2)),
            PLAIN.with(WEIGHTS));
    assertThat(all.stream().map(each -> train(each, 0).finalSha256())).doesNotHaveDuplicates();
    String plain = train(PLAIN, 0).finalSha256();
    assertThat(train(PLAIN.dropping(List.of(0.0, 0.0)), 0).finalSha256()).isEqualTo(plain);
  }

  /** Neither is in an evaluation: the best weights are tested as they are. */
  @Test
  void scoresAreThoseOfTheWholeNetwork() {
    Recipe both = DROPPING.with(WEIGHTS);
    assertThat(Planner.trainingStep(NETWORK, Source.of("rows", 9, 16, 9), 9, both).toString())
        .contains("mask1", "rows.order.classWeights");
    assertThat(Planner.evaluation(NETWORK, Source.of("rows", 9, 16, 9), 9).toString())
        .doesNotContain("mask", "classWeights");
  }

  @Test
  void fromEachStepItGoesOnToTheSameEnd() {
    Recipe both = DROPPING.with(WEIGHTS);
    EveryStep eachStep = new EveryStep();
    List<TrainingState> states = eachStep.states();
    TrainingState start = TrainingState.initial(START.draw(NETWORK, 42), both.optimizer());
    String end = goOn(both, start, eachStep);
    assertThat(states).hasSize(3 * 4 + 1);
    for (TrainingState state : states) {
      assertThat(goOn(both, state, TrainingListener.SILENT)).isEqualTo(end);
    }
  }

  private static String goOn(Recipe recipe, TrainingState from, TrainingListener listener) {
    try (Backend backend = new CpuBackend(1)) {
      return new TestTrainer(backend, NETWORK, options(recipe), listener)
          .train(TRAINING, TEST, from)
          .finalSha256();
    }
  }
}
