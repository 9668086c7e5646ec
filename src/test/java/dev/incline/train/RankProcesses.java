package dev.incline.train;

import dev.incline.backend.Backend;
import dev.incline.backend.ranks.DistributedBackend;
import dev.incline.backend.ranks.Exchange;
import dev.incline.backend.ranks.Meeting;
import dev.incline.backend.ranks.RankException;
import dev.incline.backend.ranks.socket.SocketExchange;
import dev.incline.backend.ranks.socket.SocketMeeting;
import dev.incline.testing.FreePort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Ranks that meet over TCP as processes do, each in a thread. A test changes what it is about: the
 * terms of a rank, its way to the others, what it trains.
 */
final class RankProcesses {
  static final byte[] TOKEN = "sixteen bytes...".getBytes(StandardCharsets.US_ASCII);

  private final int ranks;
  private final Duration limit;
  private final InetSocketAddress place;
  private IntFunction<Map<String, String>> terms = rank -> Map.of("--lr", "0.1");
  private IntFunction<UnaryOperator<Meeting>> meetings = rank -> met -> met;
  private IntFunction<UnaryOperator<Exchange>> exchanges = rank -> straight -> straight;

  /**
   * @param result null where it failed
   */
  record RankEnd(@Nullable TrainResult result, @Nullable Throwable failure) {}

  RankProcesses(int ranks, Duration limit) throws IOException {
    this.ranks = ranks;
    this.limit = limit;
    this.place = FreePort.find();
  }

  InetSocketAddress place() {
    return place;
  }

  RankProcesses terms(IntFunction<Map<String, String>> other) {
    terms = other;
    return this;
  }

  RankProcesses meetings(IntFunction<UnaryOperator<Meeting>> other) {
    meetings = other;
    return this;
  }

  RankProcesses exchanges(IntFunction<UnaryOperator<Exchange>> other) {
    exchanges = other;
    return this;
  }

  /**
   * Runs all ranks to their ends.
   *
   * @param devices of each rank
   * @param training on a rank's device
   */
  List<RankEnd> run(IntFunction<Backend> devices, Function<Backend, TrainResult> training)
      throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(ranks);
    try {
      List<Future<TrainResult>> all = new ArrayList<>();
      for (int r = 0; r < ranks; r++) {
        int rank = r;
        all.add(threads.submit(() -> one(rank, devices.apply(rank), training)));
      }
      List<RankEnd> ends = new ArrayList<>();
      for (Future<TrainResult> one : all) {
        ends.add(end(one));
      }
      return ends;
    } finally {
      threads.shutdownNow();
    }
  }

  private static RankEnd end(Future<TrainResult> one) throws InterruptedException {
    try {
      return new RankEnd(one.get(), null);
    } catch (ExecutionException e) {
      return new RankEnd(null, e.getCause());
    }
  }

  private TrainResult one(int rank, Backend device, Function<Backend, TrainResult> training) {
    try (Meeting met = meeting(rank, ranks, TOKEN)) {
      Function<Meeting, Exchange> connect =
          meeting -> exchanges.apply(rank).apply(new SocketExchange(meeting, limit));
      try (DistributedBackend backend = new DistributedBackend(device, met, connect)) {
        backend.meet(terms.apply(rank));
        return training.apply(backend);
      }
    }
  }

  Meeting meeting(int rank, int of, byte[] token) throws RankException {
    return meetings.apply(rank).apply(new SocketMeeting(rank, of, place, token, limit));
  }
}
