package dev.incline.backend.ranks;

import dev.incline.wording.Phrase;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Brings a few words of each rank to all, by recursive doubling. */
final class AllGather {
  private final Exchange exchange;
  private final int rank;
  private final int ranks;

  /**
   * @param ranks a power of two
   */
  AllGather(Exchange exchange, int rank, int ranks) {
    this.exchange = exchange;
    this.rank = rank;
    this.ranks = ranks;
  }

  /**
   * All ranks call it.
   *
   * @param step at which they do
   * @return everyone's, by rank
   * @throws RankException when a rank is missing, or at another place
   */
  List<ByteBuffer> of(long step, ByteBuffer own) {
    List<ByteBuffer> all = List.of(own);
    for (int distance = 1; distance < ranks; distance *= 2) {
      int with = rank ^ distance;
      RankMessage mine = new RankMessage(RankMessage.Kind.WORDS, step, 0, packed(all));
      RankMessage other = exchange.swap(rank, with, mine);
      TreeSum.requireBeside(rank, mine, with, other);
      List<ByteBuffer> theirs = unpacked(other, with, all.size());
      List<ByteBuffer> both = new ArrayList<>(rank < with ? all : theirs);
      both.addAll(rank < with ? theirs : all);
      all = both;
    }
    return all;
  }

  private static ByteBuffer packed(List<ByteBuffer> words) {
    int bytes = words.stream().mapToInt(word -> Integer.BYTES + word.remaining()).sum();
    ByteBuffer packed = ByteBuffer.allocate(bytes);
    words.forEach(word -> packed.putInt(word.remaining()).put(word.duplicate()));
    return packed.flip();
  }

  private static List<ByteBuffer> unpacked(RankMessage message, int from, int count) {
    ByteBuffer data = message.data();
    List<ByteBuffer> words = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        byte[] word = new byte[Math.min(data.getInt(), data.remaining())];
        data.get(word);
        words.add(ByteBuffer.wrap(word));
      }
    } catch (BufferUnderflowException | NegativeArraySizeException e) {
      throw RankException.wrong(Phrase.of("rank %d sent other words than belong there", from));
    }
    return words;
  }
}
