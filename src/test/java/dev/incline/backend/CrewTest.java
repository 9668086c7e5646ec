package dev.incline.backend;

import static java.util.Collections.nCopies;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

/** Work that takes as long as a test says, on a clock of its own. */
class CrewTest {
  private long now;
  private IntToLongFunction nanos = workers -> 1;
  private final List<Integer> sizes = new ArrayList<>();
  private int waits;

  private void share(Crew crew, int pieces, int steps) {
    for (int i = 0; i < pieces; i++) {
      crew.share(
          steps,
          workers -> {
            sizes.add(workers);
            now += nanos.applyAsLong(workers) * steps;
          },
          () -> waits++);
    }
  }

  private Crew crew(int most) {
    return new Crew(most, () -> now);
  }

  @Test
  void aloneTriesNothing() {
    share(crew(1), 100, 3);

    assertEquals(0, waits);
    assertEquals(nCopies(100, 1), sizes);
  }

  @Test
  void triesAllSizesTwiceAndTakesTheFastest() {
    nanos = workers -> workers == 3 ? 5 : 7;

    share(crew(6), 8, 1);

    assertEquals(List.of(6, 3, 1, 6, 3, 1, 3, 3), sizes);
    assertEquals(12, waits);
  }

  @Test
  void takesTheLargestOfEquals() {
    share(crew(4), 7, 1);

    assertEquals(4, sizes.get(6));
  }

  @Test
  void aDisturbedTryDoesNotCount() {
    nanos = workers -> workers == 1 && sizes.size() > 3 || workers == 2 ? 5 : 3;

    share(crew(2), 5, 1);

    assertEquals(List.of(2, 1, 2, 1, 1), sizes);
  }

  @Test
  void whatWasTwiceAsSlowIsNotTriedTwice() {
    nanos = workers -> workers == 2 ? 3 : 7;

    share(crew(2), 5, 1);

    assertEquals(List.of(2, 1, 2, 2, 2), sizes);
  }

  @Test
  void comparesStepsNotPieces() {
    nanos = workers -> workers == 2 ? 3 : 4;
    Crew crew = crew(2);

    share(crew, 1, 10);
    share(crew, 1, 1);
    share(crew, 1, 10);
    share(crew, 1, 1);
    share(crew, 1, 1);

    assertEquals(2, sizes.get(4));
  }

  @Test
  void triesAgainWithLongerPieces() {
    nanos = workers -> sizes.size() < 7 && workers == 2 ? 5 : workers == 2 ? 3 : 4;
    Crew crew = crew(2);
    share(crew, 5, 10);
    share(crew, 1, 19);
    share(crew, 5, 20);

    assertEquals(List.of(2, 1, 2, 1, 1, 1, 2, 1, 2, 1, 2), sizes.subList(0, 11));
  }

  @Test
  void triesAgainAfterAStretchAndMoreRarelyEachTime() {
    Crew crew = crew(2);
    nanos = workers -> workers;
    share(crew, 4 + 16, 1);
    nanos = workers -> 3 - workers;
    share(crew, 4 + 32, 1);

    assertEquals(nCopies(16, 1), sizes.subList(4, 20));
    assertEquals(List.of(2, 1, 2, 1), sizes.subList(20, 24));
    assertEquals(nCopies(32, 2), sizes.subList(24, 56));

    waits = 0;
    share(crew, 4 + 64 + 4 + 128 + 4 + 256 + 4 + 256, 1);
    assertEquals(4 * 4 * 2, waits);
    share(crew, 1, 1);
    assertEquals(4 * 4 * 2 + 2, waits);
  }
}
