package dev.incline.backend.ranks.socket;

import dev.incline.backend.ranks.RankException;
import dev.incline.backend.ranks.RankMessage;
import dev.incline.wording.Phrase;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.zip.CRC32C;

/**
 * One rank's connection to another. Each message has a head of 36 bytes:
 *
 * <pre>
 *   "INCL"  kind (int)  number of the message (long)  step (long)  position (int)  length (int)
 *   CRC-32C (int)
 * </pre>
 *
 * The number and the sum find what a proxy or a fault between the two has lost, doubled or changed;
 * TCP's own sum is too weak for millions of messages.
 */
final class Link implements AutoCloseable {
  private static final int MAGIC = 0x494e434c; // INCL
  private static final int HEAD = 36;
  private static final int LENGTH = 28; // where in it the length of the data stands

  private final int rank;
  private final int peer;
  private final Wire wire;
  private final Duration limit;
  private final ByteBuffer headOut = ByteBuffer.allocate(HEAD);
  private final ByteBuffer headIn = ByteBuffer.allocate(HEAD);
  private ByteBuffer room = ByteBuffer.allocate(0);
  private long number;

  /**
   * @param wire over which both have shown who they are; closed with this
   * @param limit of waiting for a byte
   */
  Link(int rank, int peer, Wire wire, Duration limit) {
    this.rank = rank;
    this.peer = peer;
    this.wire = wire;
    this.limit = limit;
  }

  /** This end of the connection. */
  InetSocketAddress here() throws IOException {
    return wire.here();
  }

  /**
   * Sends a message while the other's comes.
   *
   * @return valid until the next swap
   * @throws RankException when none comes in time, the other is gone, or the message is not what it
   *     sent
   */
  RankMessage swap(RankMessage own) {
    number++;
    ByteBuffer data = own.data().duplicate();
    headOut.clear();
    headOut.putInt(MAGIC).putInt(own.kind().code()).putLong(number).putLong(own.step());
    headOut.putInt(own.position()).putInt(data.remaining()).putInt(sum(data)).flip();
    headIn.clear();
    try {
      wire.swap(headOut, data, headIn, this::body, limit);
    } catch (IOException e) {
      throw broken(e, own);
    }
    room.flip();
    headIn.position(Integer.BYTES);
    RankMessage.Kind kind = RankMessage.Kind.of(headIn.getInt());
    long sent = headIn.getLong();
    if (kind == null) {
      throw damaged();
    }
    RankMessage other = new RankMessage(kind, headIn.getLong(), headIn.getInt(), room);
    headIn.getInt();
    if (headIn.getInt() != sum(room.duplicate())) {
      throw damaged();
    }
    if (sent != number) {
      throw RankException.wrong(
          Phrase.of(
              "message %d of rank %d came to rank %d in the place of message %d: between them one was lost, or came twice",
              sent, peer, rank, number));
    }
    return other;
  }

  /** Room for what the head announces. */
  private ByteBuffer body() {
    int length = headIn.getInt(LENGTH);
    if (headIn.getInt(0) != MAGIC || length < 0) {
      throw damaged();
    }
    if (room.capacity() < length) {
      room = ByteBuffer.allocate(length);
    }
    return room.clear().limit(length);
  }

  private static int sum(ByteBuffer data) {
    CRC32C sum = new CRC32C();
    sum.update(data.duplicate());
    return (int) sum.getValue();
  }

  private RankException damaged() {
    return RankException.wrong(
        Phrase.of("a message of rank %d came to rank %d damaged", peer, rank));
  }

  private RankException broken(IOException e, RankMessage own) {
    if (e instanceof SocketTimeoutException) {
      return RankException.missing(
          Phrase.of(
              "rank %d waited %d s for rank %d, for %s: its machine or the network is gone, or it is too slow (--rank-timeout)",
              rank, limit.toSeconds(), peer, own));
    } else if (e instanceof EOFException) {
      return RankException.missing(
          Phrase.of("rank %d has ended, and rank %d waits for %s", peer, rank, own));
    } else if (e instanceof InterruptedIOException) {
      Thread.currentThread().interrupt();
      return RankException.missing(Phrase.of("rank %d was stopped at %s", rank, own));
    }
    return RankException.missing(
        Phrase.of(
            "rank %d has ended, or the network lost it (%s), and rank %d waits for %s",
            peer, e.getMessage(), rank, own));
  }

  @Override
  public void close() {
    try {
      wire.close();
    } catch (IOException e) {
      // the system gives it back when the process ends
    }
  }
}
