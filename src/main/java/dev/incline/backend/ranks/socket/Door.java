package dev.incline.backend.ranks.socket;

import dev.incline.backend.ranks.RankException;
import dev.incline.wording.Phrase;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a rank is reached by others: lets ranks in, and turns strangers away. */
final class Door implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Door.class);

  private final int rank;
  private final Handshake handshake;
  private final Duration limit;
  private final ServerSocketChannel server;
  private final Selector selector;
  private final Map<Integer, Link> early = new HashMap<>(); // ranks that nobody has asked for yet

  /**
   * Opens it.
   *
   * @param address port 0 for any
   * @param limit of waiting for a rank
   * @throws IOException when the address cannot be had
   */
  Door(InetSocketAddress address, int rank, Handshake handshake, Duration limit)
      throws IOException {
    this.rank = rank;
    this.handshake = handshake;
    this.limit = limit;
    this.server = ServerSocketChannel.open();
    this.selector = Selector.open();
    server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
    server.bind(address);
    server.configureBlocking(false);
    server.register(selector, SelectionKey.OP_ACCEPT);
  }

  int port() throws IOException {
    return ((InetSocketAddress) server.getLocalAddress()).getPort();
  }

  /**
   * Waits for a rank.
   *
   * @throws RankException when it does not come in time
   */
  Link await(int peer) {
    long end = System.nanoTime() + limit.toNanos();
    try {
      while (!early.containsKey(peer)) {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          throw RankException.missing(
              Phrase.of(
                  "rank %d waited %d s for rank %d, which has not come",
                  rank, limit.toSeconds(), peer));
        }
        selector.select(left);
        selector.selectedKeys().clear();
        SocketChannel channel = server.accept();
        if (channel != null) {
          letIn(channel);
        }
      }
    } catch (IOException e) {
      throw RankException.missing(
          Phrase.of("rank %d cannot be reached by others: %s", rank, e.getMessage()));
    }
    return early.remove(peer);
  }

  private void letIn(SocketChannel channel) throws IOException {
    Wire wire = new Wire(channel);
    try {
      int peer = handshake.accepted(wire, limit.dividedBy(100));
      if (early.containsKey(peer)) {
        throw new Handshake.StrangerException(Phrase.of("rank %d has come before", peer));
      }
      early.put(peer, new Link(rank, peer, wire, limit));
    } catch (IOException e) {
      log.warn("Rank {} turned {} away: {}", rank, wire.there(), e.getMessage());
      wire.close();
    }
  }

  @Override
  public void close() {
    early.values().forEach(Link::close);
    try {
      selector.close();
      server.close();
    } catch (IOException e) {
      log.debug("the door of rank {} did not close", rank, e);
    }
  }
}
