package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.testing.JavaCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A device of 64 cores, as PoCL makes one of fewer. A training begins with a worker for each, of
 * which most wait for those that have a core.
 */
@Tag("slow")
class OpenClManyWorkersTest {
  private static final int WORKERS = 64;
  private static final Pattern WEIGHTS = Pattern.compile("weights +sha256 ([0-9a-f]{64})");

  @TempDir private Path temp;

  @Test
  void sixtyFourWorkersEndWithTheWeightsOfPlainJava() throws Exception {
    String cache = "-Dincline.cache=" + Path.of("target", "cache", "workers").toAbsolutePath();
    List<String> options = new ArrayList<>(JavaCommand.buildingFast());
    options.add(cache);
    OwnProcess many =
        new OwnProcess(
            Path.of("").toAbsolutePath(),
            Map.of("POCL_MAX_PTHREAD_COUNT", Integer.toString(WORKERS)),
            options);
    String devices = many.says("devices");
    if (devices.contains("Portable Computing Language")) { // others have the cores that they have
      assertThat(devices).contains(WORKERS + " compute units");
    }
    String expected = weights(many, "cpu", "--threads=1");
    assertThat(weights(many, "opencl", "--trust-device")).isEqualTo(expected);
  }

  private String weights(OwnProcess process, String device, String option) throws Exception {
    String said =
        process.says(
            "train",
            "--device=" + device,
            option,
            "--epochs=2",
            "--limit=5000",
            "--out=" + temp.resolve(device));
    Matcher weights = WEIGHTS.matcher(said);
    assertThat(weights.find()).as(said).isTrue();
    return weights.group(1);
  }
}
