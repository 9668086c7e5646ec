package dev.incline.backend.ranks.socket;

import dev.incline.backend.ranks.RankException;
import dev.incline.wording.Phrase;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/**
 * How two ranks begin: each says who it is and proves that it knows the token. What others send is
 * turned away.
 *
 * <pre>
 *   connects                                   accepts
 *   "INCLINE1" rank, ranks, nonce  ──────────▶
 *                                  ◀──────────  "INCLINE1" rank, ranks, nonce
 *   proof                          ──────────▶
 *                                  ◀──────────  proof
 * </pre>
 */
final class Handshake {
  private static final byte[] MAGIC = "INCLINE1".getBytes(StandardCharsets.US_ASCII);
  private static final int HELLO = MAGIC.length + 2 * Integer.BYTES + LinkKey.BYTES;
  private static final Duration ANSWER = Duration.ofSeconds(60); // others may be before this one

  private final LinkKey key;
  private final int rank;
  private final int ranks;

  Handshake(byte[] token, int rank, int ranks) {
    this.key = new LinkKey(token);
    this.rank = rank;
    this.ranks = ranks;
  }

  /** The other side is no rank of this training. */
  static final class StrangerException extends IOException {
    private static final long serialVersionUID = 1L;

    StrangerException(String message) {
      super(message);
    }
  }

  /**
   * Of the side that connected.
   *
   * @return the other's rank
   */
  int connected(Wire wire) throws IOException {
    ByteBuffer mine = hello();
    wire.send(mine.duplicate(), ANSWER);
    ByteBuffer theirs = received(wire, HELLO, ANSWER);
    int peer = checked(theirs);
    wire.send(ByteBuffer.wrap(proof(0, mine, theirs)), ANSWER);
    require(wire, proof(1, mine, theirs));
    return peer;
  }

  /**
   * Of the side that accepted.
   *
   * @param first how long the other may say nothing, as a stranger may
   * @return the other's rank
   */
  int accepted(Wire wire, Duration first) throws IOException {
    ByteBuffer theirs = received(wire, HELLO, first);
    int peer = checked(theirs);
    ByteBuffer mine = hello();
    wire.send(mine.duplicate(), ANSWER);
    require(wire, proof(0, theirs, mine));
    wire.send(ByteBuffer.wrap(proof(1, theirs, mine)), ANSWER);
    return peer;
  }

  private ByteBuffer hello() {
    ByteBuffer hello = ByteBuffer.allocate(HELLO);
    return hello.put(MAGIC).putInt(rank).putInt(ranks).put(LinkKey.nonce()).flip();
  }

  private byte[] proof(int side, ByteBuffer connected, ByteBuffer accepted) {
    return key.proof(side, connected, accepted);
  }

  private int checked(ByteBuffer hello) throws StrangerException {
    byte[] magic = new byte[MAGIC.length];
    hello.get(0, magic);
    if (!Arrays.equals(magic, MAGIC)) {
      throw new StrangerException("what came is not from a rank of this program");
    }
    int peer = hello.getInt(MAGIC.length);
    int others = hello.getInt(MAGIC.length + Integer.BYTES);
    if (others != ranks) {
      throw new StrangerException(
          Phrase.of("it is rank %d of %d, and this is rank %d of %d", peer, others, rank, ranks));
    }
    if (peer < 0 || peer >= ranks || peer == rank) {
      throw new StrangerException(Phrase.of("it says that it is rank %d of %d", peer, ranks));
    }
    return peer;
  }

  private static void require(Wire wire, byte[] expected) throws IOException {
    if (!LinkKey.same(received(wire, LinkKey.BYTES, ANSWER).array(), expected)) {
      throw new StrangerException("it does not know the token");
    }
  }

  private static ByteBuffer received(Wire wire, int bytes, Duration limit) throws IOException {
    ByteBuffer in = ByteBuffer.allocate(bytes);
    wire.receive(in, limit);
    return in.flip();
  }

  /** The one who connects cannot go on without an answer. */
  static RankException refused(int rank, int peer, IOException e) {
    return RankException.missing(
        Phrase.of(
            "rank %d was not taken by rank %d: %s. All ranks need the same token and the same number of ranks",
            rank, peer, e.getMessage()));
  }
}
