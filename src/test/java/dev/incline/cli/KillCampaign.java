package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.option.OptimizerKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Hundreds of kill points, of every optimizer, in plain Java and on the first OpenCL device:
 * bin/kill-campaign.
 */
class KillCampaign {
  @TempDir private Path temp;

  @ParameterizedTest
  @MethodSource("trainings")
  void everyKilledRunGoesOnToTheSameHash(OptimizerKind optimizer, String device)
      throws IOException, InterruptedException {
    int all = Integer.getInteger("kills", 60);
    int wanted = device.equals("cpu") ? all - all / 4 : all / 4;
    KilledRuns runs = new KilledRuns(temp, device, optimizer);
    for (int number = 0; runs.resumed() < wanted && number < 3 * wanted; number++) {
      runs.kill(number, number % 5 == 4);
    }
    System.out.println(runs);
    assertThat(runs.resumed()).isEqualTo(wanted);
  }

  private static OptimizerKind optimizer(String name) {
    return OptimizerKind.valueOf(name.toUpperCase(Locale.ROOT)); // an unknown one ends the campaign
  }

  static Stream<Arguments> trainings() {
    String chosen = System.getProperty("kills.of", "");
    List<OptimizerKind> all =
        chosen.isBlank()
            ? List.of(OptimizerKind.values())
            : Stream.of(chosen.split(",", -1)).map(KillCampaign::optimizer).toList();
    return all.stream()
        .flatMap(
            optimizer -> Stream.of("cpu", "opencl").map(device -> Arguments.of(optimizer, device)));
  }
}
