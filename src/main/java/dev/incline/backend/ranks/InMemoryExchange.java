package dev.incline.backend.ranks;

import dev.incline.wording.Phrase;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Exchanger;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Between threads of one process. */
public final class InMemoryExchange implements Exchange {
  private final Duration limit;
  private final Exchanger<RankMessage>[][] pairs; // of the lower rank, then of the higher

  /**
   * @param limit of waiting for another rank
   */
  @SuppressWarnings({"unchecked", "rawtypes"}) // arrays have no type parameters
  public InMemoryExchange(int ranks, Duration limit) {
    this.limit = limit;
    this.pairs = new Exchanger[ranks][ranks];
    for (Exchanger<RankMessage>[] row : pairs) {
      for (int i = 0; i < ranks; i++) {
        row[i] = new Exchanger<>();
      }
    }
  }

  @Override
  public RankMessage swap(int rank, int with, RankMessage own) {
    Exchanger<RankMessage> pair = pairs[Math.min(rank, with)][Math.max(rank, with)];
    try {
      return pair.exchange(copy(own), limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw RankException.missing(
          Phrase.of("rank %d waited %d s for rank %d, for %s", rank, limit.toSeconds(), with, own));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RankException.missing(Phrase.of("rank %d was stopped at %s", rank, own));
    }
  }

  private static RankMessage copy(RankMessage message) {
    ByteBuffer data = ByteBuffer.allocate(message.data().remaining()).order(message.data().order());
    data.put(message.data().duplicate()).flip();
    return new RankMessage(message.kind(), message.step(), message.position(), data);
  }
}
