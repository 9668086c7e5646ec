package dev.incline.data.download;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** A mirror on the loopback address, which holds one file under any name, and may misbehave. */
final class MirrorServer implements AutoCloseable {
  /** What the server does with a request. */
  enum Behaviour {
    GOOD,
    BREAKS_OFF_ONCE,
    BREAKS_OFF_ALWAYS,
    WRONG_BYTES,
    NOT_FOUND,
    IGNORES_RANGE,
    STALLS,
    PAGE,
    ASKS_FOR_A_PASSWORD
  }

  private static final int SIZE = 300_000;

  final byte[] content = new byte[SIZE];
  final List<String> requests = new CopyOnWriteArrayList<>(); // path and range
  Behaviour behaviour = Behaviour.GOOD;
  private final CountDownLatch over = new CountDownLatch(1);
  private final HttpServer server;

  MirrorServer() throws IOException {
    new Random(1).nextBytes(content);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(Executors.newCachedThreadPool());
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/set/";
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String range = exchange.getRequestHeaders().getFirst("Range");
      requests.add(exchange.getRequestURI() + (range == null ? "" : " " + range));
      if (behaviour == Behaviour.NOT_FOUND) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      if (behaviour == Behaviour.ASKS_FOR_A_PASSWORD
          && exchange.getRequestHeaders().getFirst("Proxy-Authorization") == null) {
        exchange.getResponseHeaders().add("Proxy-Authenticate", "Basic realm=\"proxy\"");
        exchange.sendResponseHeaders(407, -1);
        return;
      }
      if (behaviour == Behaviour.PAGE) {
        byte[] page = "<!doctype html><p>Log in first</p>".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, page.length);
        exchange.getResponseBody().write(page);
        return;
      }
      if (behaviour == Behaviour.STALLS && exchange.getRequestURI().getPath().startsWith("/set/")) {
        exchange.sendResponseHeaders(200, SIZE);
        exchange.getResponseBody().write(content, 0, SIZE / 2);
        exchange.getResponseBody().flush();
        over.await();
        return;
      }
      byte[] bytes = content.clone();
      if (behaviour == Behaviour.WRONG_BYTES) {
        bytes[SIZE / 2] ^= 1;
      }
      int from =
          range == null || behaviour == Behaviour.IGNORES_RANGE
              ? 0
              : Integer.parseInt(range.replaceAll("\\D", ""));
      if (from >= SIZE) {
        exchange.sendResponseHeaders(416, -1);
        return;
      }
      exchange.sendResponseHeaders(from == 0 ? 200 : 206, SIZE - from);
      boolean breaks =
          behaviour == Behaviour.BREAKS_OFF_ALWAYS
              || (behaviour == Behaviour.BREAKS_OFF_ONCE && requests.size() == 1);
      int length = breaks ? (SIZE - from) / 2 : SIZE - from;
      exchange.getResponseBody().write(bytes, from, length);
      exchange.getResponseBody().flush();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    over.countDown();
    server.stop(0);
  }
}
