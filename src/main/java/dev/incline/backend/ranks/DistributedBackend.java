package dev.incline.backend.ranks;

import dev.incline.backend.Backend;
import dev.incline.backend.Capacity;
import dev.incline.backend.Demand;
import dev.incline.backend.Executable;
import dev.incline.backend.RowRange;
import dev.incline.backend.ScoringStep;
import dev.incline.plan.Plan;
import dev.incline.plan.Slot;
import dev.incline.plan.Tensors;
import dev.incline.plan.TrainingStep;
import dev.incline.wording.Phrase;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The device of one rank, where the others are in other processes: all take the same training, and
 * each computes its part of every step, and scores its part of the other rows.
 */
public final class DistributedBackend implements Backend {
  private final Backend own;
  private final Meeting meeting;
  private final Function<Meeting, Exchange> connect;
  private final ScoreOwners owners = new ScoreOwners();
  private @Nullable Exchange exchange; // once they have met
  private String name;
  private long steps;

  /**
   * @param own holds nothing yet; closed with this one
   * @param connect opens the way to the other ranks
   */
  public DistributedBackend(Backend own, Meeting meeting, Function<Meeting, Exchange> connect) {
    this.own = own;
    this.name = own.name();
    this.meeting = meeting;
    this.connect = connect;
  }

  /**
   * Waits for the other ranks, and connects to them. Before that, no step of a training is taken.
   *
   * @param terms what must be the same on all ranks, by what it is called
   * @throws RankException when one does not come, or comes for another training
   */
  public void meet(Map<String, String> terms) {
    new Agreement(meeting).require(terms);
    name = String.join(" + ", meeting.gather(own.name()));
    exchange = connect.apply(meeting);
  }

  private Exchange others() {
    return Objects.requireNonNull(exchange, "the ranks have not met");
  }

  private List<ByteBuffer> gather(ByteBuffer word) {
    return new AllGather(others(), meeting.rank(), meeting.ranks()).of(steps, word);
  }

  /** Of all ranks, once they have met. */
  @Override
  public String name() {
    return name;
  }

  /** The device of this rank alone. */
  public Backend device() {
    return own;
  }

  @Override
  public RowRange own(int rows, int shards) {
    return new RowRange(
        TrainingStep.first(rows, shards, meeting.rank(), meeting.ranks()),
        TrainingStep.first(rows, shards, meeting.rank() + 1, meeting.ranks()));
  }

  @Override
  public boolean scores(int position, int samples) {
    return ScoringStep.owner(position, samples, meeting.ranks()) == meeting.rank();
  }

  @Override
  public Capacity capacity() {
    return own.capacity();
  }

  @Override
  public Demand demand(Collection<Plan> plans) {
    return own.demand(plans);
  }

  @Override
  public SortedSet<String> kernels(Collection<Plan> plans) {
    return own.kernels(plans);
  }

  @Override
  public <A> void write(Slot<A> slot, A array) {
    ScoreOwners.Scores scores = owners.of(slot);
    if (scores != null) {
      scores.broughtTogether();
    }
    own.write(slot, array);
  }

  /** Scores, which the ranks have each a part of, are brought together: all call it. */
  @Override
  public <A> A read(Slot<A> slot) {
    A array = own.read(slot);
    ScoreOwners.Scores scores = owners.of(slot);
    if (scores == null || scores.end() == 0) {
      return array;
    }
    ByteBuffer mine = ByteBuffer.allocate((scores.end() - scores.first()) * Integer.BYTES);
    for (int p = scores.first(); p < scores.end(); p++) {
      if (scores.owner(p) == meeting.rank()) {
        mine.putInt(bits(array, p));
      }
    }
    List<ByteBuffer> all = gather(mine.flip());
    for (int p = scores.first(); p < scores.end(); p++) {
      put(array, p, all.get(scores.owner(p)).getInt());
    }
    scores.broughtTogether();
    own.write(slot, array); // as one device would have left it
    return array;
  }

  private static int bits(Object array, int p) {
    return array instanceof float[] values
        ? Float.floatToRawIntBits(values[p])
        : ((int[]) array)[p];
  }

  private static void put(Object array, int p, int bits) {
    if (array instanceof float[] values) {
      values[p] = Float.intBitsToFloat(bits);
    } else {
      ((int[]) array)[p] = bits;
    }
  }

  /** The first rank's number. */
  @Override
  public int agreed(int number) {
    return gather(ByteBuffer.allocate(Integer.BYTES).putInt(number).flip()).get(0).getInt();
  }

  @Override
  public boolean isShared() {
    return true;
  }

  /**
   * All ranks must hold the same state.
   *
   * @throws RankException naming one that does not
   */
  @Override
  public void requireShared(Tensors state) {
    String sums = StateSums.text(state);
    List<String> all =
        gather(StandardCharsets.UTF_8.encode(sums)).stream()
            .map(word -> StandardCharsets.UTF_8.decode(word).toString())
            .toList();
    for (int rank = 1; rank < all.size(); rank++) {
      String other = StateSums.difference(all.get(0), all.get(rank));
      if (other != null) {
        throw RankException.wrong(
            Phrase.of(
                "rank 0 and rank %d hold other values of %s after %d steps", rank, other, steps));
      }
    }
  }

  @Override
  public Tensors read(Collection<Slot<float[]>> slots) {
    return own.read(slots);
  }

  @Override
  public void release(Collection<? extends Slot<?>> slots) {
    owners.forget(slots);
    own.release(slots);
  }

  @Override
  public Executable compile(Plan plan) {
    return own.compile(plan);
  }

  @Override
  public Executable compile(TrainingStep step) {
    RankStep part = new RankStep(meeting.rank(), meeting.ranks(), own, others(), step);
    return new Executable() {
      @Override
      public void run(int cursor) {
        steps++;
        part.take(steps, cursor);
        owners.scored(step, meeting.ranks(), cursor);
      }

      @Override
      public void close() {
        part.close();
      }
    };
  }

  @Override
  public Executable compile(ScoringStep step) {
    ScoringPart part = new ScoringPart(meeting.rank(), meeting.ranks(), own, step);
    return new RunsInARow() {
      @Override
      public void run(int cursor, int runs, int stride) {
        part.run(cursor, runs, stride);
        owners.scored(step, meeting.ranks(), cursor, runs, stride);
      }

      @Override
      public void close() {
        part.close();
      }
    };
  }

  /** The others hear that this rank is gone. */
  @Override
  public void close() {
    if (exchange != null) {
      exchange.close();
    }
    own.close();
  }
}
