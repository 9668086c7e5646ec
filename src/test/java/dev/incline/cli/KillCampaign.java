package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hundreds of kill points, in plain Java and on the first OpenCL device: bin/kill-campaign. */
class KillCampaign {
  @TempDir private Path temp;

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "opencl"})
  void everyKilledRunGoesOnToTheSameHash(String device) throws IOException, InterruptedException {
    int all = Integer.getInteger("kills", 200);
    int wanted = device.equals("cpu") ? all - all / 4 : all / 4;
    KilledRuns runs = new KilledRuns(temp, device);
    for (int number = 0; runs.resumed() < wanted && number < 3 * wanted; number++) {
      runs.kill(number, number % 5 == 4);
    }
    System.out.println(runs);
    assertThat(runs.resumed()).isEqualTo(wanted);
  }
}
