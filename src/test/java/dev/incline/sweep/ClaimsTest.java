package dev.incline.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.store.Claim;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a claim of another is taken over: by this process's own clock, which is made up here. */
class ClaimsTest {
  private static final SharingTerms TERMS =
      TinySweep.terms(Duration.ofSeconds(1), () -> false); // a beat is 20 ms

  @TempDir private Path temp;
  private final AtomicLong clock = new AtomicLong();

  private Claims claims() {
    return new Claims(temp, "incline sweep", TERMS, clock::get);
  }

  private void pass(int milliseconds) {
    clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(milliseconds));
  }

  private Claim foreign() throws IOException {
    return Claim.take(temp.resolve("run.part"), 1, "other");
  }

  @Test
  void aClaimThatBeatsIsNeverTaken() throws IOException {
    Claim other = foreign();
    Claims mine = claims();
    for (int i = 0; i < 1000; i++) {
      assertThat(mine.take("run")).isNull();
      pass(20);
      other.beat();
    }
    assertThat(mine.others().get("run")).contains("process");
  }

  @Test
  void aClaimThatIsSilentIsTakenThen() throws IOException {
    Claim other = foreign();
    Claims mine = claims();
    for (int i = 0; i < 50; i++) { // 50 times 20 ms make the second
      assertThat(mine.take("run")).isNull();
      pass(20);
    }
    Claim taken = mine.take("run");
    assertThat(taken).isNotNull();
    assertThat(mine.others()).isEmpty();
    other.beat();
    assertThat(other.isLost()).isTrue();
  }

  /** A laptop was closed: all that time was no silence of the other. */
  @Test
  void itsOwnStandstillIsNotTheSilenceOfAnother() throws IOException {
    foreign();
    Claims mine = claims();
    assertThat(mine.take("run")).isNull();
    pass(3_600_000);
    assertThat(mine.take("run")).isNull();
  }

  @Test
  void ofThoseWhoTakeOverAtTheSameTimeOneDoes() throws Exception {
    for (int round = 0; round < 50; round++) {
      String run = "run" + round;
      Claim.take(temp.resolve(run + ".part"), 1, "dead");
      CyclicBarrier together = new CyclicBarrier(3);
      List<CompletableFuture<Boolean>> takers =
          IntStream.range(0, 3)
              .mapToObj(
                  i -> CompletableFuture.supplyAsync(() -> takes(run, together), ClaimsTest::begin))
              .toList();
      int winners = 0;
      for (CompletableFuture<Boolean> one : takers) {
        winners += one.get(60, TimeUnit.SECONDS) ? 1 : 0;
      }
      assertThat(winners).as(run).isEqualTo(1);
    }
  }

  private static void begin(Runnable task) {
    new Thread(task, "taker").start(); // a pool may have fewer threads than there are takers
  }

  /** Whether a process of its own gets the run, after it saw the silence. */
  private boolean takes(String run, CyclicBarrier together) {
    AtomicLong own = new AtomicLong();
    Claims claims = new Claims(temp, "taker", TERMS, own::get);
    try {
      for (int i = 0; i < 50; i++) {
        assertThat(claims.take(run)).isNull();
        own.addAndGet(TimeUnit.MILLISECONDS.toNanos(20));
      }
      together.await(60, TimeUnit.SECONDS);
      return claims.take(run) != null;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
