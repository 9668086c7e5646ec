package dev.incline.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.backend.Backend;
import dev.incline.backend.Executable;
import dev.incline.backend.cpu.CpuBackend;
import dev.incline.backend.reference.ReferenceBackend;
import dev.incline.data.Dataset;
import dev.incline.model.Activation;
import dev.incline.model.Adam;
import dev.incline.model.ClassWeights;
import dev.incline.model.Initializer;
import dev.incline.model.Momentum;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.model.Sgd;
import dev.incline.plan.Add;
import dev.incline.plan.ColumnSums;
import dev.incline.plan.MatMul;
import dev.incline.plan.Op;
import dev.incline.plan.Plan;
import dev.incline.plan.SoftmaxCrossEntropy;
import dev.incline.testing.BackendInBetween;
import dev.incline.testing.SyntheticData;
import dev.incline.testing.TestTrainer;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Gradients in shards, in plain Java. */
class ShardsTest {
  static final Dataset TRAINING = SyntheticData.of("training", 63, 4, 1);
  static final Dataset TEST = SyntheticData.of("test", 30, 4, 2);
  static final int BATCH = 16; // of 51 rows: the last batch has 3
  static final int EPOCHS = 2;
  private static final Network RELU = Network.mlp(16, List.of(5), 10, Activation.RELU);
  private static final Initializer START = Initializer.parse("xavier");
  private static final Recipe SGD = Recipe.of(new Sgd(0.3, 1e-2));

  static TrainOptions options(Recipe recipe) {
    return new TrainOptions(EPOCHS, BATCH, recipe, START, 42, 0.2);
  }

  static TrainResult train(Backend opened, Network network, Recipe recipe, int chunk) {
    return train(opened, network, recipe, chunk, TRAINING, TEST);
  }

  static TrainResult train(
      Backend opened, Network network, Recipe recipe, int chunk, Dataset training, Dataset test) {
    Setup setup =
        new Setup(network, options(recipe), TRAINING.rows(), TEST.rows(), chunk, byte[].class);
    try (Backend backend = opened) {
      return new TestTrainer(backend, network, options(recipe), TrainingListener.SILENT)
          .train(training, test, setup);
    }
  }

  private static String hash(int shards) {
    return train(new CpuBackend(2), RELU, SGD.sharded(shards), 0).finalSha256();
  }

  private static String byTheLoop(int shards) {
    return new ShardedLoop(RELU, START.draw(RELU, 42), BATCH, shards, 0.3, 1e-2)
        .train(TRAINING, EPOCHS)
        .sha256();
  }

  /** 8 shards leave some of the last batch's empty, 64 some of every batch's. */
  @ParameterizedTest
  @ValueSource(ints = {2, 4, 8, 16, 64})
  void aTrainingIsThatOfItsDefinition(int shards) {
    assertThat(hash(shards)).isEqualTo(byTheLoop(shards));
    assertThat(train(new ReferenceBackend(), RELU, SGD.sharded(shards), 0).finalSha256())
        .isEqualTo(byTheLoop(shards));
  }

  @Test
  void theirNumberDecidesTheResult() {
    assertThat(List.of(hash(1), hash(2), hash(4), hash(8), hash(16))).doesNotHaveDuplicates();
    assertThat(hash(64)).isEqualTo(hash(16)); // a row each
  }

  /** What every backend must give the same bits of. */
  static List<Recipe> recipes() {
    Recipe adam = Recipe.of(new Adam(0.01, 1e-2, 0.9, 0.99, 1e-6, true));
    return List.of(
        SGD.sharded(8),
        Recipe.of(new Momentum(0.1, 1e-2, 0.9, true)).sharded(2),
        adam.with(ClassWeights.BALANCED).dropping(List.of(0.3, 0.2)).sharded(4));
  }

  static final Network DEEP = Network.mlp(16, List.of(9, 5), 10, Activation.SIGMOID);

  @ParameterizedTest
  @MethodSource("recipes")
  void streamedItEndsTheSame(Recipe recipe) {
    String whole = train(new CpuBackend(2), DEEP, recipe, 0).finalSha256();
    for (int chunk : new int[] {16, 48}) {
      assertThat(train(new CpuBackend(1), DEEP, recipe, chunk).finalSha256()).isEqualTo(whole);
    }
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void itGoesOnFromAnyStep(Recipe recipe) {
    EveryStep steps = new EveryStep();
    TrainingState start = TrainingState.initial(START.draw(DEEP, 42), recipe.optimizer());
    String whole = from(recipe, steps, start).finalSha256();
    assertThat(steps.states()).hasSizeGreaterThan(6);
    for (TrainingState state : steps.states()) {
      assertThat(from(recipe, TrainingListener.SILENT, state).finalSha256()).isEqualTo(whole);
    }
  }

  private static TrainResult from(Recipe recipe, TrainingListener listener, TrainingState state) {
    try (Backend backend = new CpuBackend(1)) {
      return new TestTrainer(backend, DEEP, options(recipe), listener).train(TRAINING, TEST, state);
    }
  }

  /** A thing done wrong in the plan of a step with four shards. */
  @SuppressWarnings("ImmutableEnumChecker") // its operators hold no state
  private enum Bug {
    /** (0 + 2) + (1 + 3) in the place of (0 + 1) + (2 + 3). */
    PARTS_SWAPPED(plan -> rows(plan, first -> first == 4 ? 8 : first == 8 ? 4 : first)),

    OFFSET_LEFT_OUT(plan -> rows(plan, first -> 0)),

    /** The mean is over a shard. */
    DIVISOR_OF_A_SHARD(
        plan ->
            edited(
                plan,
                op ->
                    op instanceof SoftmaxCrossEntropy s
                        ? new SoftmaxCrossEntropy(
                            s.logits(),
                            s.labels(),
                            s.order(),
                            s.gradient(),
                            s.gate(),
                            4 * s.scale(),
                            s.loss(),
                            s.prediction())
                        : op)),

    /** What the right half comes to is not added, as if it were empty. */
    HALF_LEFT_OUT(
        plan ->
            new Plan(
                plan.name(),
                plan.given(),
                plan.ops().stream().filter(op -> !(op instanceof Add)).toList()));

    private final UnaryOperator<Plan> wrong;

    Bug(UnaryOperator<Plan> wrong) {
      this.wrong = wrong;
    }

    private static Plan edited(Plan plan, UnaryOperator<Op> edit) {
      return new Plan(plan.name(), plan.given(), plan.ops().stream().map(edit).toList());
    }

    private static Plan rows(Plan plan, IntUnaryOperator first) {
      return edited(
          plan,
          op -> {
            if (op instanceof MatMul p && p.isOfRows() && p.k() == 4) {
              return new MatMul(
                  p.a(),
                  p.b(),
                  p.c(),
                  true,
                  false,
                  first.applyAsInt(p.first()),
                  p.k(),
                  1,
                  p.beta(),
                  p.epilogue());
            }
            return op instanceof ColumnSums s && s.isOfRows() && s.rows() == 4
                ? new ColumnSums(s.a(), s.c(), first.applyAsInt(s.first()), s.rows(), 1, s.beta())
                : op;
          });
    }
  }

  @ParameterizedTest
  @EnumSource(Bug.class)
  void aPlantedMistakeIsSeen(Bug bug) {
    BackendInBetween planted =
        new BackendInBetween(new CpuBackend(1)) {
          @Override
          public Executable compile(Plan plan) {
            return super.compile(plan.name().startsWith("training") ? bug.wrong.apply(plan) : plan);
          }
        };
    assertThat(train(planted, RELU, SGD.sharded(4), 0).finalSha256()).isNotEqualTo(byTheLoop(4));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 6, 128, -2})
  void otherNumbersAreRefused(int shards) {
    assertThatThrownBy(() -> SGD.sharded(shards))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a batch has 1, 2, 4, ... 64 shards, not " + shards);
  }
}
