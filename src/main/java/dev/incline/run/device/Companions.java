package dev.incline.run.device;

import dev.incline.backend.Backend;
import dev.incline.backend.ranks.DistributedBackend;
import dev.incline.backend.ranks.Meeting;
import dev.incline.backend.ranks.socket.SocketExchange;
import dev.incline.backend.ranks.socket.SocketMeeting;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * The other ranks of a training, each in a process of its own.
 *
 * @param meeting where they come together; left with this
 * @param limit of waiting for one of them
 */
public record Companions(Meeting meeting, Duration limit) implements AutoCloseable {
  /**
   * Waits until all of them have come.
   *
   * @param place of rank 0
   * @param token what all of them know, and nobody else
   * @throws dev.incline.backend.ranks.RankException when one does not come
   */
  public static Companions meet(
      int rank, int ranks, InetSocketAddress place, byte[] token, Duration limit) {
    return new Companions(new SocketMeeting(rank, ranks, place, token, limit), limit);
  }

  /** A device that shares the steps of a training with theirs. */
  Backend beside(Backend own) {
    return new DistributedBackend(own, meeting, met -> new SocketExchange(met, limit));
  }

  /** The device of this process. */
  public static Backend own(Backend backend) {
    return backend instanceof DistributedBackend shared ? shared.device() : backend;
  }

  @Override
  public void close() {
    meeting.close();
  }
}
