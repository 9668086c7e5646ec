package dev.incline.backend;

import static java.util.Collections.nCopies;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

/** Work that takes as long as a test says, on a clock of its own. */
class WorkerCountTest {
  private long now;
  private IntToLongFunction nanos = workers -> 1;
  private final List<Integer> sizes = new ArrayList<>();
  private int waits;

  private void share(WorkerCount workerCount, int pieces, int steps) {
    for (int i = 0; i < pieces; i++) {
      workerCount.share(
          steps,
          workers -> {
            sizes.add(workers);
            now += nanos.applyAsLong(workers) * steps;
          },
          () -> waits++);
    }
  }

  /** Past its first piece. */
  private WorkerCount workerCount(int most) {
    WorkerCount workerCount = new WorkerCount(most, () -> now);
    share(workerCount, 1, 1);
    sizes.clear();
    waits = 0;
    return workerCount;
  }

  @Test
  void aloneTriesNothing() {
    share(workerCount(1), 100, 3);

    assertEquals(0, waits);
    assertEquals(nCopies(100, 1), sizes);
  }

  @Test
  void triesAllSizesAndTakesTheFastest() {
    nanos = workers -> workers == 3 ? 5 : 6;

    share(workerCount(6), 11, 1);

    assertEquals(List.of(6, 3, 1, 6, 3, 1, 6, 3, 1, 3, 3), sizes);
    assertEquals(18, waits);
  }

  @Test
  void theFirstPieceIsNoTry() {
    nanos = workers -> sizes.size() == 1 ? 1000 : workers;
    WorkerCount workerCount = new WorkerCount(2, () -> now);

    share(workerCount, 8, 1);

    assertEquals(List.of(2, 2, 1, 2, 1, 2, 1, 1), sizes);
  }

  @Test
  void fewerMustBeClearlyFaster() {
    nanos = workers -> workers == 2 ? 100 : 91;
    share(workerCount(2), 7, 1);
    assertEquals(2, sizes.get(6));

    nanos = workers -> workers == 2 ? 100 : 89;
    share(workerCount(2), 7, 1);
    assertEquals(1, sizes.get(6));
  }

  @Test
  void aDisturbedTryDoesNotCount() {
    nanos = workers -> workers == 1 && sizes.size() < 6 || workers == 2 ? 4 : 3;

    share(workerCount(2), 7, 1);

    assertEquals(List.of(2, 1, 2, 1, 2, 1, 1), sizes);
  }

  @Test
  void fewerThatAreMuchSlowerAreNotTriedTwice() {
    nanos = workers -> workers == 2 ? 3 : 5;

    share(workerCount(2), 6, 1);

    assertEquals(List.of(2, 1, 2, 2, 2, 2), sizes);
  }

  @Test
  void comparesStepsNotPieces() {
    nanos = workers -> workers == 2 ? 4 : 5;
    WorkerCount workerCount = new WorkerCount(2, () -> now);

    share(workerCount, 1, 10);
    for (int pair = 0; pair < 3; pair++) {
      share(workerCount, 1, 10);
      share(workerCount, 1, 6);
    }
    share(workerCount, 1, 10);

    assertEquals(2, sizes.get(7));
  }

  @Test
  void triesAgainWithLongerPieces() {
    nanos = workers -> workers == 2 ? 4 : 5;
    WorkerCount workerCount = workerCount(2);

    share(workerCount, 8, 10);
    share(workerCount, 1, 19);
    share(workerCount, 7, 20);

    assertEquals(List.of(2, 1, 2, 1, 2, 1, 2, 2, 2, 2, 1, 2, 1, 2, 1, 2), sizes);
  }

  @Test
  void triesAgainAfterAStretchAndMoreRarelyEachTime() {
    WorkerCount workerCount = workerCount(2);
    nanos = workers -> workers == 2 ? 5 : 4;
    share(workerCount, 6 + 32, 1);
    nanos = workers -> workers == 2 ? 4 : 5;
    share(workerCount, 6 + 64, 1);

    assertEquals(nCopies(32, 1), sizes.subList(6, 38));
    assertEquals(List.of(2, 1, 2, 1, 2, 1), sizes.subList(38, 44));
    assertEquals(nCopies(64, 2), sizes.subList(44, 108));

    waits = 0;
    share(workerCount, 6 + 128 + 6 + 256 + 6 + 256, 1);
    assertEquals(3 * 6 * 2, waits);
    share(workerCount, 1, 1);
    assertEquals(3 * 6 * 2 + 2, waits);
  }
}
