package dev.incline.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimTest {
  private static final int TAKERS = 4;
  private static final int ROUNDS = 300;

  @TempDir private Path temp;

  /** The most takers that got one number, over many rounds of a race for it. */
  private int mostWinners(Claim.Creation creation) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(TAKERS);
    CyclicBarrier together = new CyclicBarrier(TAKERS);
    int most = 0;
    try {
      for (int round = 1; round <= ROUNDS; round++) {
        int number = round;
        Callable<Boolean> taker =
            () -> {
              together.await(60, TimeUnit.SECONDS);
              return Claim.take(temp, number, "incline sweep", creation) != null;
            };
        List<Future<Boolean>> takers = new ArrayList<>();
        for (int i = 0; i < TAKERS; i++) {
          takers.add(threads.submit(taker));
        }
        int winners = 0;
        for (Future<Boolean> one : takers) {
          winners += one.get(60, TimeUnit.SECONDS) ? 1 : 0;
        }
        most = Math.max(most, winners);
      }
    } finally {
      threads.shutdownNow();
    }
    return most;
  }

  @Test
  void ofThoseWhoRaceForANumberOneGetsIt() throws Exception {
    assertThat(mostWinners(Files::createFile)).isEqualTo(1);
    assertThat(Claim.last(temp).number()).isEqualTo(ROUNDS);
  }

  /** Looking first and writing then is not exclusive: the race above sees it. */
  @Test
  void aPlantedCreationThatTwoCanWinIsFound() throws Exception {
    assertThat(mostWinners(ClaimTest::lookThenWrite)).isGreaterThan(1);
  }

  private static void lookThenWrite(Path file) throws IOException {
    if (Files.exists(file)) {
      throw new java.nio.file.FileAlreadyExistsException(file.toString());
    }
    Thread.yield();
    Files.writeString(file, "");
  }

  @Test
  void aBeatChangesTheFileAndNothingElse() throws IOException {
    Claim claim = Claim.take(temp, 1, "incline sweep");
    Claim.Sign before = Claim.last(temp);
    claim.at("epoch 3/10, and a text that is much longer than there is room for");
    claim.beat();
    Claim.Sign after = Claim.last(temp);
    assertThat(after).isNotEqualTo(before);
    assertThat(after.text()).hasSameSizeAs(before.text());
    assertThat(after.holder())
        .startsWith("process " + ProcessHandle.current().pid() + " on ")
        .contains(", epoch 3/10");
    claim.beat();
    assertThat(Claim.last(temp)).isNotEqualTo(after);
    assertThat(claim.isLost()).isFalse();
  }

  @Test
  void whoeverIsTakenOverSeesItAndWritesNoMore() throws IOException {
    Claim slow = Claim.take(temp, 1, "slow");
    Claim taker = Claim.take(temp, 2, "taker");
    assertThat(Claim.take(temp, 2, "late")).isNull();
    slow.beat();
    assertThat(slow.isLost()).isTrue();
    assertThat(taker.work()).isNotEqualTo(slow.work());
    assertThat(taker.earlier()).containsExactly(slow.work());
    slow.giveBack();
    assertThat(Claim.last(temp).isGivenBack()).isFalse();
    taker.beat();
    assertThat(taker.isLost()).isFalse();
  }

  /** The folder was deleted, and another made a claim of the same number in a new one. */
  @Test
  void aClaimOfTheSameNumberByAnotherIsSeen() throws IOException {
    Claim claim = Claim.take(temp, 1, "incline sweep");
    Files.delete(temp.resolve("claim-1"));
    Claim other = Claim.take(temp, 1, "incline sweep");
    Claim.Sign before = Claim.last(temp);
    claim.beat();
    assertThat(claim.isLost()).isTrue();
    assertThat(Claim.last(temp)).isEqualTo(before);
    other.beat();
    assertThat(other.isLost()).isFalse();
  }

  @Test
  void whatIsGivenBackIsNotBeatenOn() throws IOException {
    Claim claim = Claim.take(temp, 1, "incline sweep");
    claim.giveBack();
    Claim.Sign given = Claim.last(temp);
    assertThat(given.isGivenBack()).isTrue();
    claim.beat();
    assertThat(Claim.last(temp)).isEqualTo(given);
  }

  @Test
  void aClaimThatIsNotWrittenYetIsOne() throws IOException {
    Files.createFile(temp.resolve("claim-1"));
    assertThat(Claim.last(temp).number()).isEqualTo(1);
    assertThat(Claim.last(temp).holder()).contains("not told its name");
    assertThat(Claim.last(temp.resolve("none")).number()).isZero();
  }
}
