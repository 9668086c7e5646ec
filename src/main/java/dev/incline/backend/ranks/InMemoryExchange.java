package dev.incline.backend.ranks;

import dev.incline.wording.Phrase;
import java.time.Duration;
import java.util.concurrent.Exchanger;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Between threads of one process. */
public final class InMemoryExchange implements Exchange {
  private final Duration limit;
  private final Exchanger<RankSums>[][] pairs; // of the lower rank, then of the higher

  /**
   * @param limit of waiting for another rank
   */
  @SuppressWarnings({"unchecked", "rawtypes"}) // arrays have no type parameters
  public InMemoryExchange(int ranks, Duration limit) {
    this.limit = limit;
    this.pairs = new Exchanger[ranks][ranks];
    for (Exchanger<RankSums>[] row : pairs) {
      for (int i = 0; i < ranks; i++) {
        row[i] = new Exchanger<>();
      }
    }
  }

  @Override
  public RankSums swap(int rank, int with, RankSums own) {
    Exchanger<RankSums> pair = pairs[Math.min(rank, with)][Math.max(rank, with)];
    try {
      return pair.exchange(own, limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw RankException.missing(
          Phrase.of(
              "rank %d waited %d s for the sums of rank %d in step %d",
              rank, limit.toSeconds(), with, own.step()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RankException.missing(Phrase.of("rank %d was stopped in step %d", rank, own.step()));
    }
  }
}
