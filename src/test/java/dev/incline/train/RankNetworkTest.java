package dev.incline.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.backend.cpu.CpuBackend;
import dev.incline.backend.ranks.Meeting;
import dev.incline.backend.ranks.RankException;
import dev.incline.train.FaultyNetwork.Fault;
import dev.incline.train.RankProcesses.RankEnd;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a network, and strangers on it, can do to ranks. */
@Timeout(120)
class RankNetworkTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "LOST       | true  | message 6 of rank 1 came to rank 0 in the place of message 5",
        "TWICE      | true  | message 5 of rank 1 came to rank 0 in the place of message 6",
        "CHANGED    | true  | a message of rank 1 came to rank 0 damaged",
        "NEVER_MORE | false | waited 3 s for rank ",
        "CUT        | false | has ended",
      })
  void whatTheNetworkDoesToAMessageIsNamedInTime(Fault fault, boolean wrong, String message)
      throws Exception {
    long start = System.nanoTime();
    try (FaultyNetwork network = new FaultyNetwork(fault, 5, 0)) {
      List<RankEnd> ends =
          RankProcessesTest.ranks(2)
              .meetings(rank -> rank == 1 ? network::before : met -> met)
              .run(RankProcessesTest::device, RankProcessesTest.training(RankProcessesTest.FOUR));
      RankProcessesTest.fail(ends, wrong, message);
    }
    assertThat(System.nanoTime() - start).isLessThan(4 * RankProcessesTest.LIMIT.toNanos());
  }

  @Test
  void aSlowNetworkChangesNoBit() throws Exception {
    String one =
        ShardsTest.train(new CpuBackend(1), ShardsTest.DEEP, RankProcessesTest.FOUR, 0)
            .finalSha256();
    try (FaultyNetwork network = new FaultyNetwork(Fault.NONE, 0, 20)) {
      long start = System.nanoTime();
      List<RankEnd> ends =
          RankProcessesTest.ranks(2)
              .meetings(rank -> rank == 1 ? network::before : met -> met)
              .run(RankProcessesTest::device, RankProcessesTest.training(RankProcessesTest.FOUR));
      assertThat(ends)
          .allSatisfy(
              end -> assertThat(Objects.requireNonNull(end.result()).finalSha256()).isEqualTo(one));
      assertThat(System.nanoTime() - start).isGreaterThan(8 * 2 * 20_000_000L); // 8 steps
    }
  }

  /** Its place is taken by a rank that does not come. */
  @Test
  void whoDoesNotComeIsNamed() throws Exception {
    RankProcesses ranks = new RankProcesses(2, Duration.ofSeconds(1));
    assertThatThrownBy(() -> ranks.meeting(0, 2, RankProcesses.TOKEN))
        .isInstanceOf(RankException.class)
        .hasMessage("rank 0 waited 1 s for rank 1, which has not come");
    assertThatThrownBy(() -> ranks.meeting(1, 2, RankProcesses.TOKEN))
        .isInstanceOf(RankException.class)
        .hasMessageMatching("rank 1 waited 1 s for rank 0 at \\S+ port \\d+: .*refused.*");
  }

  @ParameterizedTest
  @CsvSource({
    "2, another token..., 60, was not taken by rank 0: ",
    "4, sixteen bytes..., 5, was not taken by rank 0: "
  })
  void whoIsOfAnotherTrainingIsTurnedAway(int of, String token, int nonsense, String message)
      throws Exception {
    RankProcesses ranks = RankProcessesTest.ranks(2);
    CompletableFuture<Meeting> first =
        CompletableFuture.supplyAsync(() -> ranks.meeting(0, 2, RankProcesses.TOKEN));
    try (Socket silent = connected(ranks)) { // a stranger: nonsense, or next to nothing
      silent.getOutputStream().write(new byte[nonsense]);
      assertThatThrownBy(() -> ranks.meeting(1, of, token.getBytes(StandardCharsets.US_ASCII)))
          .isInstanceOf(RankException.class)
          .hasMessageContaining(message);
      try (Meeting second = ranks.meeting(1, 2, RankProcesses.TOKEN);
          Meeting met = first.get()) {
        CompletableFuture<List<String>> words =
            CompletableFuture.supplyAsync(() -> second.gather("b"));
        assertThat(met.gather("a")).containsExactly("a", "b");
        assertThat(words.get()).containsExactly("a", "b");
      }
    }
  }

  private static Socket connected(RankProcesses ranks) throws Exception {
    for (int i = 0; ; i++) {
      try {
        return new Socket(ranks.place().getAddress(), ranks.place().getPort());
      } catch (ConnectException e) {
        assertThat(i).isLessThan(500);
        Thread.sleep(10);
      }
    }
  }
}
