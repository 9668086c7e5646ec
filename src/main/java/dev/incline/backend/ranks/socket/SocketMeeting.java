package dev.incline.backend.ranks.socket;

import dev.incline.backend.ranks.Meeting;
import dev.incline.backend.ranks.RankException;
import dev.incline.backend.ranks.RankMessage;
import dev.incline.wording.Phrase;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Processes that were started one by one: all know where the first one is. */
public final class SocketMeeting implements Meeting {
  private static final Duration PAUSE = Duration.ofMillis(200); // between two tries to connect

  private final int rank;
  private final int ranks;
  private final byte[] token;
  private final InetAddress address;
  private final List<Link> links = new ArrayList<>(); // of rank 0 to all others, or of one to it

  /**
   * Waits until all are there.
   *
   * @param place of rank 0
   * @param limit of waiting for another rank
   * @throws RankException when one does not come in time, or is not let in
   */
  public SocketMeeting(int rank, int ranks, InetSocketAddress place, byte[] token, Duration limit) {
    this.rank = rank;
    this.ranks = ranks;
    this.token = token.clone();
    Handshake handshake = new Handshake(token, rank, ranks);
    boolean whole = false;
    try {
      if (rank == 0) {
        try (Door door = new Door(place, rank, handshake, limit)) {
          for (int peer = 1; peer < ranks; peer++) {
            links.add(door.await(peer));
          }
        }
      } else {
        links.add(first(place, handshake, limit));
      }
      address = links.isEmpty() ? place.getAddress() : links.get(0).here().getAddress();
      whole = true;
    } catch (UnknownHostException e) {
      throw RankException.missing(Phrase.of("there is no host %s", place.getHostString()));
    } catch (IOException e) {
      throw RankException.missing(
          Phrase.of(
              "rank %d cannot be at %s port %d: %s",
              rank, place.getHostString(), place.getPort(), e.getMessage()));
    } finally {
      if (!whole) {
        close();
      }
    }
  }

  /** The first rank may start later than this one. */
  private Link first(InetSocketAddress place, Handshake handshake, Duration limit)
      throws IOException {
    long end = System.nanoTime() + limit.toNanos();
    return SocketExchange.link(open(place, limit, end), rank, 0, handshake, limit);
  }

  private SocketChannel open(InetSocketAddress place, Duration limit, long end) throws IOException {
    while (true) {
      try {
        return SocketExchange.open(place, limit);
      } catch (ConnectException | NoRouteToHostException | SocketTimeoutException e) {
        if (System.nanoTime() >= end) {
          throw RankException.missing(
              Phrase.of(
                  "rank %d waited %d s for rank 0 at %s port %d: %s",
                  rank, limit.toSeconds(), place.getHostString(), place.getPort(), e.getMessage()));
        }
      }
      try {
        Thread.sleep(PAUSE.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw RankException.missing(Phrase.of("rank %d was stopped before it met others", rank));
      }
    }
  }

  @Override
  public int rank() {
    return rank;
  }

  @Override
  public int ranks() {
    return ranks;
  }

  @Override
  public InetAddress address() {
    return address;
  }

  @Override
  public byte[] token() {
    return token.clone();
  }

  /** The first rank takes the words of all, and hands them round. */
  @Override
  public List<String> gather(String own) {
    List<String> all = new ArrayList<>();
    if (rank == 0) {
      all.add(own);
      links.forEach(link -> all.add(text(link.swap(words(List.of())))));
      links.forEach(link -> link.swap(words(all)));
      return all;
    }
    Link first = links.get(0);
    first.swap(message(StandardCharsets.UTF_8.encode(own)));
    ByteBuffer data = first.swap(words(List.of())).data();
    while (data.hasRemaining()) {
      byte[] word = new byte[data.getInt()];
      data.get(word);
      all.add(new String(word, StandardCharsets.UTF_8));
    }
    return all;
  }

  private static String text(RankMessage message) {
    return StandardCharsets.UTF_8.decode(message.data()).toString();
  }

  private static RankMessage words(List<String> words) {
    List<byte[]> bytes = words.stream().map(w -> w.getBytes(StandardCharsets.UTF_8)).toList();
    ByteBuffer data =
        ByteBuffer.allocate(bytes.stream().mapToInt(b -> Integer.BYTES + b.length).sum());
    bytes.forEach(b -> data.putInt(b.length).put(b));
    return message(data.flip());
  }

  private static RankMessage message(ByteBuffer data) {
    return new RankMessage(RankMessage.Kind.WORDS, 0, 0, data);
  }

  @Override
  public void close() {
    links.forEach(Link::close);
  }
}
