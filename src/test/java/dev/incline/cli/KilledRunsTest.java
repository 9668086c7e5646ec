package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.option.OptimizerKind;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A few kill points; bin/kill-campaign tries hundreds. */
@Tag("slow")
class KilledRunsTest {
  @TempDir private Path temp;

  @Test
  void aKilledRunGoesOnToTheSameHash() throws IOException, InterruptedException {
    KilledRuns runs = new KilledRuns(temp, "cpu", OptimizerKind.ADAM);
    for (int number = 0; runs.resumed() < 2 && number < 30; number++) {
      runs.kill(number, number % 2 == 1);
    }
    assertThat(runs.resumed()).as(runs.toString()).isEqualTo(2);
  }
}
