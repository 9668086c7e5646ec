package dev.incline.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.incline.backend.Backend;
import dev.incline.backend.cpu.CpuBackend;
import dev.incline.backend.ranks.Exchange;
import dev.incline.backend.ranks.Meeting;
import dev.incline.backend.ranks.RankException;
import dev.incline.backend.ranks.RankMessage;
import dev.incline.backend.reference.ReferenceBackend;
import dev.incline.model.Activation;
import dev.incline.model.Initializer;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.model.Sgd;
import dev.incline.testing.TestTrainer;
import dev.incline.train.RankProcesses.RankEnd;
import dev.incline.train.score.Reference;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ranks that share a training over TCP, and what can go wrong between them. */
@Timeout(120)
@Tag("slow")
class RankProcessesTest {
  static final Duration LIMIT = Duration.ofSeconds(3);
  static final Network NETWORK = ShardsTest.DEEP;
  static final Recipe FOUR = ShardsTest.recipes().get(2); // dropout and class weights

  static Backend device(int rank) {
    return rank % 2 == 0 ? new CpuBackend(1) : new ReferenceBackend();
  }

  static Function<Backend, TrainResult> training(Recipe recipe) {
    return backend -> ShardsTest.train(backend, NETWORK, recipe, 0);
  }

  static RankProcesses ranks(int count) throws Exception {
    return new RankProcesses(count, LIMIT);
  }

  /** All of them, with the last batch's rows too few for all. */
  @ParameterizedTest
  @MethodSource("dev.incline.train.ShardsTest#recipes")
  void theSameBitsOnEveryRank(Recipe recipe) throws Exception {
    TrainResult one = ShardsTest.train(new CpuBackend(1), NETWORK, recipe, 0);
    for (int count = 2; count <= recipe.shards(); count *= 2) {
      for (RankEnd end : ranks(count).run(RankProcessesTest::device, training(recipe))) {
        assertThat(end.failure()).isNull();
        TrainResult shared = Objects.requireNonNull(end.result());
        assertThat(shared.finalSha256()).isEqualTo(one.finalSha256());
        assertThat(shared.weights().sha256()).isEqualTo(one.weights().sha256());
        assertThat(shared.test()).isEqualTo(one.test());
        assertThat(losses(shared)).isEqualTo(losses(one)); // of every row, summed in order
      }
    }
  }

  private static List<Double> losses(TrainResult result) {
    return result.history().epochs().stream().map(EpochRecord::trainLoss).toList();
  }

  /** What fits one machine's memory need not fit another's. */
  @Test
  void oneRankMayStreamItsRowsAndAnotherHoldThem() throws Exception {
    String one = ShardsTest.train(new CpuBackend(1), NETWORK, FOUR, 0).finalSha256();
    List<RankEnd> ends =
        ranks(2)
            .run(
                RankProcessesTest::device,
                backend ->
                    ShardsTest.train(
                        backend, NETWORK, FOUR, backend.name().startsWith("plain") ? 0 : 32));
    assertThat(ends)
        .allSatisfy(
            end -> assertThat(Objects.requireNonNull(end.result()).finalSha256()).isEqualTo(one));
  }

  /**
   * The best epoch may be one of before. Then the rank that compares scores needs what the others
   * score of it again.
   */
  @ParameterizedTest
  @ValueSource(ints = {3, 6})
  void ranksGoOnWhereOneDeviceStopped(int step) throws Exception {
    EveryStep alone = new EveryStep();
    TrainOptions options =
        new TrainOptions(
            ShardsTest.EPOCHS, ShardsTest.BATCH, FOUR, Initializer.parse("xavier"), 42, 0.2);
    TrainingState start =
        TrainingState.initial(options.initializer().draw(NETWORK, 42), FOUR.optimizer());
    String whole;
    try (Backend backend = new CpuBackend(1)) {
      whole =
          new TestTrainer(backend, NETWORK, options, alone)
              .train(ShardsTest.TRAINING, ShardsTest.TEST, start)
              .finalSha256();
    }
    TrainingState middle = alone.states().get(step);
    List<RankEnd> ends =
        ranks(4)
            .run(
                RankProcessesTest::device,
                backend ->
                    new TestTrainer(
                            backend, NETWORK, options, TrainingListener.SILENT, beside(backend))
                        .train(ShardsTest.TRAINING, ShardsTest.TEST, middle));
    assertThat(ends)
        .allSatisfy(
            end -> assertThat(Objects.requireNonNull(end.result()).finalSha256()).isEqualTo(whole));
  }

  /** One rank has looked at the state since, as for a checkpoint, and the others have not. */
  @Test
  void aDivergenceIsThatOfOneProcessWhoeverLooked() throws Exception {
    Recipe steep = Recipe.of(new Sgd(1e12, 0)).sharded(4);
    Network relu = Network.mlp(16, List.of(9, 5), 10, Activation.RELU);
    DivergedException alone =
        catchThrowableOfType(
            DivergedException.class, () -> diverges(new CpuBackend(1), relu, steep, false));
    List<RankEnd> ends =
        ranks(2)
            .run(
                RankProcessesTest::device,
                backend -> diverges(backend, relu, steep, backend.scores(0, 2)));
    assertThat(ends)
        .allSatisfy(
            end ->
                assertThat(end.failure())
                    .isInstanceOfSatisfying(
                        DivergedException.class,
                        e -> {
                          assertThat(e.epoch()).isEqualTo(alone.epoch());
                          assertThat(e.step()).isEqualTo(alone.step()).isGreaterThan(1);
                        }));
  }

  private static TrainResult diverges(
      Backend backend, Network network, Recipe recipe, boolean looks) {
    TrainingListener looking =
        new TrainingListener() {
          @Override
          public void epochFinished(EpochRecord record) {}

          @Override
          public void between(PausedTraining training) {
            if (training.step() == 1) {
              training.state();
            }
          }

          @Override
          public long stopBefore(long step) {
            return step + 1;
          }
        };
    return new TestTrainer(
            backend, network, ShardsTest.options(recipe), looks ? looking : TrainingListener.SILENT)
        .train(ShardsTest.TRAINING, ShardsTest.TEST);
  }

  /** Only one of two ranks compares its scores. */
  private static @Nullable Reference beside(Backend backend) {
    return backend.scores(0, 2) ? new Reference(() -> new CpuBackend(1), true) : null;
  }

  static void fail(List<RankEnd> ends, boolean wrong, String message) {
    assertThat(ends)
        .allSatisfy(
            end -> {
              assertThat(end.result()).isNull();
              assertThat(end.failure()).isInstanceOf(RankException.class);
            })
        .anySatisfy(
            end -> {
              assertThat(end.failure()).hasMessageContaining(message);
              assertThat(((RankException) Objects.requireNonNull(end.failure())).isWrong())
                  .isEqualTo(wrong);
            });
  }

  @Test
  void otherTermsAreNamedBeforeTheFirstStep() throws Exception {
    List<RankEnd> ends =
        ranks(4)
            .terms(rank -> Map.of("--lr", "0.1", "file train (SHA-256)", rank == 2 ? "b" : "a"))
            .run(
                RankProcessesTest::device,
                backend -> {
                  throw new AssertionError("trained");
                });
    assertThat(ends)
        .allSatisfy(
            end ->
                assertThat(end.failure())
                    .isInstanceOf(RankException.class)
                    .hasMessage(
                        "rank 0 and rank 2 do not have the same file train (SHA-256): a, and b. Nothing was trained"));
  }

  /** The second rank starts with another weight. */
  @Test
  void otherWeightsAreNamed() throws Exception {
    List<RankEnd> ends =
        ranks(2)
            .run(
                rank -> rank == 0 ? device(0) : RanksTest.writing("W1", device(1)), training(FOUR));
    fail(ends, true, "rank 0 and rank 1 hold other values of W1 after ");
  }

  @Test
  void aRankOneStepBehindIsNamed() throws Exception {
    UnaryOperator<Exchange> behind =
        right ->
            (rank, with, own) ->
                right.swap(rank, with, new RankMessage(own.kind(), own.step() - 1, 0, own.data()));
    List<RankEnd> ends =
        ranks(2)
            .exchanges(rank -> rank == 1 ? behind : right -> right)
            .run(RankProcessesTest::device, training(FOUR));
    fail(ends, true, "rank 1 is at the words of step -1, and rank 0 at the words of step 0");
  }

  /** Two ranks take each other's number once they have met. */
  @Test
  void ranksThatChangeTheirNumbersAreNotLetIn() throws Exception {
    List<RankEnd> ends =
        ranks(4)
            .meetings(rank -> met -> rank == 1 || rank == 2 ? numbered(met, 3 - rank) : met)
            .run(RankProcessesTest::device, training(FOUR));
    fail(ends, false, "rank 3 was not taken by rank 2: rank 1 answers there");
  }

  private static Meeting numbered(Meeting right, int rank) {
    return new MeetingInBetween(right) {
      @Override
      public int rank() {
        return rank;
      }
    };
  }
}
