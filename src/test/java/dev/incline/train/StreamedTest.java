package dev.incline.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.Backend;
import dev.incline.backend.Executable;
import dev.incline.backend.RowRange;
import dev.incline.backend.cpu.CpuBackend;
import dev.incline.data.Permutation;
import dev.incline.plan.Parameters;
import dev.incline.plan.Plan;
import dev.incline.plan.Slot;
import dev.incline.plan.Source;
import dev.incline.testing.BackendInBetween;
import dev.incline.train.feed.Chunk;
import dev.incline.train.feed.Feed;
import dev.incline.train.feed.Pass;
import dev.incline.train.feed.Streamed;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** In plain Java, where the equality is also shown to catch what it is for. */
class StreamedTest extends StreamingContract {
  private static final Setup CHUNKS = setup(MLP, 16, 48);

  @Override
  Backend open() {
    return new CpuBackend(2);
  }

  private static String hash(Backend backend) {
    return train(backend, CHUNKS).finalSha256();
  }

  @Test
  void aBackendInBetweenChangesNothing() {
    assertThat(hash(new Between())).isEqualTo(hash(new CpuBackend(1)));
  }

  @Test
  void rowsOffByOneAreCaught() {
    Backend shifted =
        new Between() {
          @Override
          public <A> void write(Slot<A> slot, A array) {
            super.write(slot, array);
            if (array instanceof byte[] rows && slot.name().endsWith(".images")) {
              byte[] moved = new byte[rows.length];
              System.arraycopy(rows, 0, moved, slot.cols(), rows.length - slot.cols());
              super.write(Slot.bytes(slot.name(), slot.rows(), slot.cols()), moved);
            }
          }
        };
    assertThat(hash(shifted)).isNotEqualTo(hash(new CpuBackend(1)));
  }

  @Test
  void labelsOfTheChunkBeforeAreCaught() {
    Backend stale =
        new Between() {
          private Object held = new byte[48];

          @Override
          public <A> void write(Slot<A> slot, A array) {
            if (slot.name().endsWith(".labels")) {
              Object before = held;
              held = ((byte[]) array).clone();
              super.write(slot, slot.type().cast(before));
            } else {
              super.write(slot, array);
            }
          }
        };
    assertThat(hash(stale)).isNotEqualTo(hash(new CpuBackend(1)));
  }

  /** An upload overtakes the steps that still read what it overwrites. */
  @Test
  void aWriteThatDoesNotWaitForTheStepsIsCaught() {
    Backend hasty =
        new Between() {
          private final List<Runnable> queue = new ArrayList<>();

          @Override
          public <A> A read(Slot<A> slot) {
            queue.forEach(Runnable::run);
            queue.clear();
            return super.read(slot);
          }

          @Override
          public Executable compile(Plan plan) {
            Executable now = super.compile(plan);
            return cursor -> queue.add(() -> now.run(cursor));
          }
        };
    assertThat(hash(hasty)).isNotEqualTo(hash(new CpuBackend(1)));
  }

  /** Of three batches: two, then one; what comes next is never more than the chunk. */
  @Test
  void theStepsOfAChunkAreAskedForInTwoTurns() {
    try (Backend backend = new CpuBackend(1)) {
      List<Source> sources = CHUNKS.training();
      Streamed.Needed all = (position, rows) -> new RowRange(0, rows);
      Feed feed = new Streamed(backend, TRAINING, sources, 3, 16, all, Chunk.of(TRAINING, 48));
      assertThat(IntStream.of(0, 31, 32, 47, 48, 80, 144).map(feed::end))
          .containsExactly(32, 32, 48, 48, 80, 96, 176);
    }
  }

  /** Steps may begin in the midst of a pass, as those of a resumed epoch do. */
  @Test
  void aPassMayBeginAnywhere() {
    int[] order = Permutation.shuffled(CHUNKS.split().training(), 42, 1);
    try (Backend whole = new CpuBackend(1);
        Backend parts = new CpuBackend(1)) {
      Pass expected = Passes.over(whole, setup(MLP, 16, 0), TRAINING, TEST).training();
      Pass actual = Passes.over(parts, CHUNKS, TRAINING, TEST).training();
      for (int from : new int[] {4, 9, 2}) { // the middle of a chunk, the last step, a chunk's end
        expected.begin(order);
        expected.run(from, expected.steps());
        actual.begin(order);
        actual.run(from, actual.steps());
      }
      assertThat(actual.scored().loss()).isEqualTo(expected.scored().loss());
      assertThat(actual.scored().loss()[151]).isPositive();
      assertThat(parts.read(secondMatrix())).isEqualTo(whole.read(secondMatrix()));
    }
  }

  private static Slot<float[]> secondMatrix() {
    return Parameters.of(MLP).get(1).weight();
  }

  /** Plain Java, through a backend whose methods can be overridden. */
  private static class Between extends BackendInBetween {
    Between() {
      super(new CpuBackend(1));
    }
  }
}
