package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.cli.LifeOfARun.State;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More rounds: {@code mvn test -Dtest=LifeOfARunTest -Dincline.life.rounds=200}. */
@Tag("field")
@Tag("slow")
class LifeOfARunTest {
  @TempDir private Path temp;

  @Test
  void nothingFinishedIsEverLost() throws IOException, InterruptedException {
    long seed = Long.getLong("incline.life.seed", 1);
    LifeOfARun life = new LifeOfARun(temp, seed);
    int rounds = Integer.getInteger("incline.life.rounds", 10);
    for (int round = 0; round < rounds; round++) {
      try {
        life.round();
      } catch (AssertionError | IOException e) {
        throw new AssertionError("round %d of seed %d: %s".formatted(round, seed, life), e);
      }
    }
    System.out.println(life);
    assertThat(life.seen(State.FINISHED)).as("%s", life).isPositive();
    assertThat(life.seen(State.INTERRUPTED)).as("%s", life).isPositive();
  }
}
