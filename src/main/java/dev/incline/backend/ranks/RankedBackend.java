package dev.incline.backend.ranks;

import dev.incline.backend.Backend;
import dev.incline.backend.Capacity;
import dev.incline.backend.Demand;
import dev.incline.backend.Executable;
import dev.incline.backend.ScoringStep;
import dev.incline.plan.Plan;
import dev.incline.plan.Slot;
import dev.incline.plan.Tensors;
import dev.incline.plan.TrainingStep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Devices that share each step of a training, and score a part of the other rows each. All hold the
 * same rows and the same state; what else there is, the first one computes.
 */
public final class RankedBackend implements Backend {
  private final List<Rank> ranks = new ArrayList<>();
  private final Exchange exchange;
  private final ScoreOwners owners = new ScoreOwners();
  private final CompletableFuture<?> failure = new CompletableFuture<>(); // completes by the first
  private long steps;

  /**
   * @param backends a power of two of them, which hold nothing yet; closed with this one
   */
  public RankedBackend(List<Backend> backends, Exchange exchange) {
    for (Backend backend : backends) {
      ranks.add(new Rank(ranks.size(), backend));
    }
    this.exchange = exchange;
  }

  @Override
  public String name() {
    return ranks.stream().map(rank -> rank.backend().name()).collect(Collectors.joining(" + "));
  }

  /** Of the smallest. */
  @Override
  public Capacity capacity() {
    List<Capacity> all = ranks.stream().map(rank -> rank.backend().capacity()).toList();
    return new Capacity(
        all.stream().mapToLong(Capacity::total).min().orElseThrow(),
        all.stream().mapToLong(Capacity::piece).min().orElseThrow());
  }

  /** At most what the whole step takes. */
  @Override
  public Demand demand(Collection<Plan> plans) {
    return ranks.get(0).backend().demand(plans);
  }

  @Override
  public SortedSet<String> kernels(Collection<Plan> plans) {
    return ranks.get(0).backend().kernels(plans);
  }

  @Override
  public <A> void write(Slot<A> slot, A array) {
    all(
        rank -> {
          rank.backend().write(slot, array);
          return slot;
        });
  }

  @Override
  public <A> A read(Slot<A> slot) {
    ScoreOwners.Scores scores = owners.of(slot);
    if (scores == null) {
      return first(backend -> backend.read(slot));
    }
    List<A> scored = all(rank -> rank.backend().read(slot));
    A merged = scored.get(0);
    for (int p = 0; p < slot.size(); p++) {
      System.arraycopy(scored.get(scores.owner(p)), p, merged, p, 1);
    }
    return merged;
  }

  /**
   * The same, and all ranks must hold the same.
   *
   * @throws RankException naming one that does not
   */
  @Override
  public Tensors read(Collection<Slot<float[]>> slots) {
    List<Tensors> all = all(rank -> rank.backend().read(slots));
    for (Slot<float[]> slot : slots) {
      for (int r = 1; r < all.size(); r++) {
        if (!same(all.get(0).get(slot), all.get(r).get(slot))) {
          throw RankException.wrong(
              "%s and %s hold other values of %s after the same steps"
                  .formatted(ranks.get(0), ranks.get(r), slot.name()));
        }
      }
    }
    return all.get(0);
  }

  /** Bit by bit; all NaN are the same. */
  private static boolean same(float[] a, float[] b) {
    return Arrays.equals(a, b);
  }

  @Override
  public void release(Collection<? extends Slot<?>> slots) {
    owners.forget(slots);
    all(
        rank -> {
          rank.backend().release(slots);
          return slots;
        });
  }

  @Override
  public Executable compile(Plan plan) {
    Executable first = first(backend -> backend.compile(plan));
    return new RunsInARow() {
      @Override
      public void run(int cursor, int count, int stride) {
        later(ranks.get(0), () -> first.run(cursor, count, stride));
      }

      @Override
      public void close() {
        later(ranks.get(0), first::close);
      }
    };
  }

  @Override
  public Executable compile(TrainingStep step) {
    return new Shared(step);
  }

  /** A step of training, of which each rank does its part. */
  private final class Shared implements Executable {
    private final TrainingStep step;
    private final List<RankStep> parts;

    Shared(TrainingStep step) {
      this.step = step;
      this.parts =
          all(rank -> new RankStep(rank.number(), ranks.size(), rank.backend(), exchange, step));
    }

    @Override
    public void run(int cursor) {
      steps++;
      long number = steps;
      for (Rank rank : ranks) {
        RankStep part = parts.get(rank.number());
        later(rank, () -> part.take(number, cursor));
      }
      owners.scored(step, ranks.size(), cursor);
    }

    @Override
    public void close() {
      ranks.forEach(rank -> later(rank, parts.get(rank.number())::close));
    }
  }

  @Override
  public Executable compile(ScoringStep step) {
    List<ScoringPart> parts =
        all(rank -> new ScoringPart(rank.number(), ranks.size(), rank.backend(), step));
    return new RunsInARow() {
      @Override
      public void run(int cursor, int runs, int stride) {
        for (Rank rank : ranks) {
          later(rank, () -> parts.get(rank.number()).run(cursor, runs, stride));
        }
        owners.scored(step, ranks.size(), cursor, runs, stride);
      }

      @Override
      public void close() {
        ranks.forEach(rank -> later(rank, parts.get(rank.number())::close));
      }
    };
  }

  /** Asks a rank for something and waits for nothing; who reads next hears of a failure. */
  private void later(Rank rank, Runnable work) {
    if (failure.isDone()) {
      return;
    }
    rank.tell(
        () -> {
          try {
            work.run();
          } catch (RuntimeException | Error e) {
            fail(e);
          }
        });
  }

  /** The first failure counts; the others wait for it in vain. */
  private void fail(Throwable e) {
    if (failure.completeExceptionally(e)) {
      ranks.forEach(Rank::stop);
    }
  }

  private <T> T first(Function<Backend, T> work) {
    return of(List.of(ranks.get(0)), rank -> work.apply(rank.backend())).get(0);
  }

  private <T> List<T> all(Function<Rank, T> work) {
    return of(ranks, work);
  }

  /** Has ranks do something after all that they were asked for, and waits until it is done. */
  private <T> List<T> of(List<Rank> some, Function<Rank, T> work) {
    try {
      if (failure.isDone()) {
        failure.join();
      }
      List<CompletableFuture<T>> answers = new ArrayList<>();
      for (Rank rank : some) {
        answers.add(rank.ask(() -> work.apply(rank)));
      }
      CompletableFuture<?> done =
          CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new));
      CompletableFuture.anyOf(done, failure).join();
      return answers.stream().map(CompletableFuture::join).toList();
    } catch (CompletionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  @Override
  public void close() {
    ranks.forEach(Rank::stop);
    ranks.forEach(Rank::close);
    exchange.close();
  }
}
