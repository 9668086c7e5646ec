package dev.incline.backend.ranks.socket;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * The bytes of a connection. What is sent and what comes go side by side: two that both send first,
 * and more than the network holds, would wait for each other for ever.
 */
final class Wire implements AutoCloseable {
  private static final int PIECE = 1 << 20; // bytes that the JDK copies at a time

  private final SocketChannel channel;
  private final Selector selector;

  /** Makes room for what the bytes announce that have come. */
  interface Body {
    ByteBuffer room() throws IOException;
  }

  /**
   * @param channel connected; closed with this
   */
  Wire(SocketChannel channel) throws IOException {
    this.channel = channel;
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    this.selector = Selector.open();
    channel.register(selector, 0);
  }

  /** This end of the connection. */
  InetSocketAddress here() throws IOException {
    return (InetSocketAddress) channel.getLocalAddress();
  }

  /** The other end. */
  InetSocketAddress there() throws IOException {
    return (InetSocketAddress) channel.getRemoteAddress();
  }

  /** Sends the whole of a buffer. */
  void send(ByteBuffer out, Duration limit) throws IOException {
    swap(out, nothing(), nothing(), Wire::nothing, limit);
  }

  /** Fills a buffer. */
  void receive(ByteBuffer in, Duration limit) throws IOException {
    swap(nothing(), nothing(), in, Wire::nothing, limit);
  }

  private static ByteBuffer nothing() {
    return ByteBuffer.allocate(0);
  }

  /**
   * Sends two buffers, and meanwhile fills two.
   *
   * @param in the first to fill
   * @param body the second, once the first is full
   * @param limit of waiting for a byte
   * @throws SocketTimeoutException when no byte went either way in time
   * @throws EOFException when the other side has closed
   */
  void swap(ByteBuffer head, ByteBuffer data, ByteBuffer in, Body body, Duration limit)
      throws IOException {
    ByteBuffer filling = in;
    boolean first = true;
    while (true) {
      if (first && !filling.hasRemaining()) {
        filling = body.room();
        first = false;
      }
      boolean sending = head.hasRemaining() || data.hasRemaining();
      boolean receiving = filling.hasRemaining();
      if (!sending && !receiving) {
        return;
      }
      long moved = (sending ? write(head, data) : 0) + (receiving ? read(filling) : 0);
      if (moved == 0) {
        await(sending, receiving, limit);
      }
    }
  }

  private long write(ByteBuffer head, ByteBuffer data) throws IOException {
    ByteBuffer piece = piece(data);
    long written = channel.write(new ByteBuffer[] {head, piece});
    data.position(data.position() + piece.position());
    return written;
  }

  private int read(ByteBuffer in) throws IOException {
    ByteBuffer piece = piece(in);
    int read = channel.read(piece);
    if (read < 0) {
      throw new EOFException("the other side has closed the connection");
    }
    in.position(in.position() + read);
    return read;
  }

  private static ByteBuffer piece(ByteBuffer of) {
    return of.slice(of.position(), Math.min(PIECE, of.remaining()));
  }

  private void await(boolean writable, boolean readable, Duration limit) throws IOException {
    channel
        .keyFor(selector)
        .interestOps(
            (writable ? SelectionKey.OP_WRITE : 0) | (readable ? SelectionKey.OP_READ : 0));
    int ready = selector.select(Math.max(1, limit.toMillis()));
    selector.selectedKeys().clear();
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("interrupted");
    }
    if (ready == 0) {
      throw new SocketTimeoutException("no byte went either way in time");
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
    selector.close();
  }
}
