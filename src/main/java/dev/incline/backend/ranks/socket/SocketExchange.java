package dev.incline.backend.ranks.socket;

import dev.incline.backend.ranks.Exchange;
import dev.incline.backend.ranks.Meeting;
import dev.incline.backend.ranks.RankException;
import dev.incline.backend.ranks.RankMessage;
import dev.incline.wording.Phrase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Between processes: of two ranks that swap, the higher one has connected to the lower one. */
public final class SocketExchange implements Exchange {
  private final Map<Integer, Link> links = new HashMap<>();

  /**
   * Connects this process with each that it swaps messages with.
   *
   * @param limit of waiting for another rank, now and at every swap
   * @throws RankException when one does not come, or is not let in
   */
  public SocketExchange(Meeting meeting, Duration limit) {
    int rank = meeting.rank();
    Handshake handshake = new Handshake(meeting.token(), rank, meeting.ranks());
    boolean whole = false;
    try (Door door = door(meeting, handshake, limit)) {
      List<String> places = meeting.gather(place(meeting, door));
      for (int distance = 1; distance < meeting.ranks(); distance *= 2) {
        int with = rank ^ distance;
        links.put(
            with,
            with > rank
                ? door.await(with)
                : connected(places.get(with), rank, with, handshake, limit));
      }
      whole = true;
    } catch (IOException e) {
      throw RankException.missing(
          Phrase.of("rank %d cannot be reached by others: %s", rank, e.getMessage()));
    } finally {
      if (!whole) {
        close();
      }
    }
  }

  private static Door door(Meeting meeting, Handshake handshake, Duration limit)
      throws IOException {
    return new Door(new InetSocketAddress(meeting.address(), 0), meeting.rank(), handshake, limit);
  }

  private static String place(Meeting meeting, Door door) throws IOException {
    return door.port() + " " + meeting.address().getHostAddress();
  }

  private static Link connected(
      String place, int rank, int with, Handshake handshake, Duration limit) throws IOException {
    String[] parts = place.split(" ", 2);
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getByName(parts[1]), Integer.parseInt(parts[0]));
    try {
      return link(open(address, limit), rank, with, handshake, limit);
    } catch (IOException e) {
      throw Handshake.refused(rank, with, e);
    }
  }

  /**
   * Has this rank let in by another.
   *
   * @param channel connected to it; closed where it is not the one
   * @throws RankException when it is not the one, or does not let this rank in
   */
  static Link link(SocketChannel channel, int rank, int with, Handshake handshake, Duration limit)
      throws IOException {
    boolean in = false;
    try {
      Wire wire = new Wire(channel);
      int peer = handshake.connected(wire);
      if (peer != with) {
        throw new IOException(Phrase.of("rank %d answers there", peer));
      }
      in = true;
      return new Link(rank, with, wire, limit);
    } catch (IOException e) {
      throw Handshake.refused(rank, with, e);
    } finally {
      if (!in) {
        channel.close();
      }
    }
  }

  /** Connects, within a time. */
  static SocketChannel open(InetSocketAddress address, Duration limit) throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      channel.socket().connect(address, (int) Math.min(Integer.MAX_VALUE, limit.toMillis()));
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public RankMessage swap(int rank, int with, RankMessage own) {
    return Objects.requireNonNull(links.get(with), "no link").swap(own);
  }

  @Override
  public void close() {
    links.values().forEach(Link::close);
  }
}
