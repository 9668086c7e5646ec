package dev.incline.backend.ranks;

import dev.incline.backend.ranks.socket.SocketExchange;
import dev.incline.backend.ranks.socket.SocketMeeting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The sums of all ranks, over TCP on the loopback: what each step of a shared training waits for. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class AllReduceBenchmark {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Param({"2", "4", "8"})
  private int ranks;

  /** Of 784-128-10, 784-1024-10 and 784-2048-2048-10: 0.4, 3.3 and 23 MB. */
  @Param({"101770", "814090", "5824522"})
  private int parameters;

  private final List<Exchange> exchanges = new ArrayList<>();
  private TreeSum first;
  private float[] sums;
  private long step;

  /** Each rank but the first sums until the first one leaves. */
  @Setup(Level.Trial)
  public void meet() throws IOException {
    InetSocketAddress place;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      place = new InetSocketAddress(free.getInetAddress(), free.getLocalPort());
    }
    List<CompletableFuture<Exchange>> all = new ArrayList<>();
    for (int rank = 0; rank < ranks; rank++) {
      int own = rank;
      CompletableFuture<Exchange> met = new CompletableFuture<>();
      all.add(met);
      Thread thread = new Thread(() -> takePart(own, place, met), "rank " + rank);
      thread.setDaemon(true);
      thread.start();
    }
    all.forEach(met -> exchanges.add(met.join()));
    sums = new float[parameters];
    first = new TreeSum(exchanges.get(0), 0, ranks);
  }

  private void takePart(int rank, InetSocketAddress place, CompletableFuture<Exchange> met) {
    SocketMeeting meeting = new SocketMeeting(rank, ranks, place, new byte[16], LIMIT);
    Exchange exchange = new SocketExchange(meeting, LIMIT);
    met.complete(exchange);
    if (rank > 0) {
      TreeSum tree = new TreeSum(exchange, rank, ranks);
      float[] own = new float[parameters];
      try {
        for (long next = 1; ; next++) {
          tree.add(next, 0, own, true);
        }
      } catch (RankException e) {
        exchange.close(); // the first rank has left
      }
    }
  }

  @TearDown(Level.Trial)
  public void leave() {
    exchanges.get(0).close();
  }

  @Benchmark
  public float allReduce() {
    step++;
    first.add(step, 0, sums, true);
    return sums[0];
  }
}
