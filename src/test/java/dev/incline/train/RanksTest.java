package dev.incline.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.backend.Backend;
import dev.incline.backend.Executable;
import dev.incline.backend.cpu.CpuBackend;
import dev.incline.backend.ranks.Exchange;
import dev.incline.backend.ranks.InMemoryExchange;
import dev.incline.backend.ranks.RankException;
import dev.incline.backend.ranks.RankMessage;
import dev.incline.backend.ranks.RankedBackend;
import dev.incline.backend.reference.ReferenceBackend;
import dev.incline.model.Initializer;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.plan.Plan;
import dev.incline.plan.Slot;
import dev.incline.testing.BackendInBetween;
import dev.incline.testing.TestTrainer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Several ranks, of plain Java and of the reference's loops, train as one device does. */
@Timeout(60)
class RanksTest {
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final Network NETWORK = ShardsTest.DEEP;
  private static final Recipe FOUR = ShardsTest.recipes().get(2); // dropout and class weights

  /** With 8 shards, the last batch, of 3 rows, leaves ranks without any. */
  static List<Recipe> recipes() {
    return ShardsTest.recipes();
  }

  private static List<Backend> backends(int count) {
    List<Backend> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(i % 2 == 0 ? new CpuBackend(1) : new ReferenceBackend());
    }
    return all;
  }

  static Backend ranked(List<Backend> backends) {
    return new RankedBackend(backends, new InMemoryExchange(backends.size(), LIMIT));
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void theSameBits(Recipe recipe) {
    TrainResult one = ShardsTest.train(new CpuBackend(1), NETWORK, recipe, 0);
    for (int count = 2; count <= recipe.shards(); count *= 2) {
      for (int chunk : new int[] {0, 32}) {
        TrainResult shared = ShardsTest.train(ranked(backends(count)), NETWORK, recipe, chunk);
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

  @Test
  void ranksGoOnWhereOneDeviceStopped() {
    EveryStep alone = new EveryStep();
    TrainOptions options =
        new TrainOptions(
            ShardsTest.EPOCHS, ShardsTest.BATCH, FOUR, Initializer.parse("xavier"), 42, 0.2);
    TrainingState start =
        TrainingState.initial(options.initializer().draw(NETWORK, 42), FOUR.optimizer());
    String whole = from(new CpuBackend(1), options, alone, start);
    EveryStep shared = new EveryStep();
    assertThat(from(ranked(backends(2)), options, shared, start)).isEqualTo(whole);
    for (int step : new int[] {1, 4, 6}) {
      assertThat(
              from(ranked(backends(4)), options, TrainingListener.SILENT, alone.states().get(step)))
          .isEqualTo(whole);
      assertThat(
              from(new CpuBackend(1), options, TrainingListener.SILENT, shared.states().get(step)))
          .isEqualTo(whole);
    }
  }

  private static String from(
      Backend opened, TrainOptions options, TrainingListener listener, TrainingState state) {
    try (Backend backend = opened) {
      return new TestTrainer(backend, NETWORK, options, listener)
          .train(ShardsTest.TRAINING, ShardsTest.TEST, state)
          .finalSha256();
    }
  }

  /** A rank's steps or messages, done otherwise. */
  private static void fails(
      List<Backend> backends, Exchange exchange, boolean wrong, String... message) {
    assertThatThrownBy(
            () -> ShardsTest.train(new RankedBackend(backends, exchange), NETWORK, FOUR, 0))
        .isInstanceOfSatisfying(RankException.class, e -> assertThat(e.isWrong()).isEqualTo(wrong))
        .satisfies(e -> assertThat(e.getMessage()).contains(message));
  }

  private static Exchange memory(int ranks) {
    return new InMemoryExchange(ranks, LIMIT);
  }

  /** Ranks 1 and 2 meet whom the other should. */
  @Test
  void ranksThatMeetTheWrongOneAreNamed() {
    Exchange right = memory(4);
    int[] place = {0, 2, 1, 3};
    fails(
        backends(4),
        (rank, with, own) -> right.swap(rank, place[place[rank] ^ (rank ^ with)], own),
        true,
        " numbers of the sums of step 1, at row 0 of its epoch, where ");
  }

  /** The second of two ranks says that it is elsewhere. */
  private static Exchange elsewhere(UnaryOperator<RankMessage> place) {
    Exchange right = memory(2);
    return (rank, with, own) -> right.swap(rank, with, rank == 1 ? place.apply(own) : own);
  }

  @Test
  void aRankOneStepBehindIsNamed() {
    fails(
        backends(2),
        elsewhere(m -> new RankMessage(m.kind(), m.step() - 1, m.position(), m.data())),
        true,
        "rank ",
        " is at the sums of step ");
  }

  /** Both have taken as many steps, but not the same ones. */
  @Test
  void aRankAtOtherRowsIsNamed() {
    fails(
        backends(2),
        elsewhere(m -> new RankMessage(m.kind(), m.step(), 16, m.data())),
        true,
        "rank 1 is at the sums of step 1, at row 16 of its epoch, and rank 0 at the sums of step 1, at row 0");
  }

  @Test
  void aSilentRankIsMissedInTime() {
    Exchange right = memory(2);
    fails(
        backends(2),
        (rank, with, own) -> {
          if (rank == 1 && own.step() == 4) {
            asleep();
          }
          return right.swap(rank, with, own);
        },
        false,
        "rank 0 waited 2 s for rank 1, for the sums of step 4, at row 48 of its epoch");
  }

  private static void asleep() {
    try {
      Thread.sleep(3 * LIMIT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The second rank starts with another weight. */
  @Test
  void otherWeightsAreNamed() {
    fails(
        List.of(new CpuBackend(1), writing("W1", new ReferenceBackend())),
        memory(2),
        true,
        "rank 0 (plain Java, 1 thread)",
        "rank 1 (",
        "hold other values of W1");
  }

  /** One that holds another value of a slot than it was given. */
  static Backend writing(String name, Backend right) {
    return new BackendInBetween(right) {
      @Override
      public <A> void write(Slot<A> slot, A array) {
        super.write(slot, array);
        if (slot.name().equals(name) && array instanceof float[] weights) {
          float[] changed = weights.clone();
          changed[3] = Math.nextUp(changed[3]);
          super.write(slot, slot.type().cast(changed));
        }
      }
    };
  }

  @Test
  void whatARankFailsOfIsTold() {
    Supplier<Backend> broken =
        () ->
            new BackendInBetween(new CpuBackend(1)) {
              @Override
              public Executable compile(Plan plan) {
                Executable right = super.compile(plan);
                return cursor -> {
                  if (cursor >= 24) {
                    throw new IllegalStateException("the device is lost");
                  }
                  right.run(cursor);
                };
              }
            };
    long start = System.nanoTime();
    assertThatThrownBy(
            () ->
                ShardsTest.train(
                    ranked(List.of(new CpuBackend(1), broken.get())), NETWORK, FOUR, 0))
        .hasMessage("the device is lost");
    assertThat(System.nanoTime() - start).isLessThan(LIMIT.toNanos() + 5_000_000_000L);
  }
}
