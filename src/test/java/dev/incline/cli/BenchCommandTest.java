package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.incline.cli.device.BenchCommand;
import dev.incline.cli.options.ExitCode;
import dev.incline.model.Network;
import dev.incline.testing.SyntheticData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is printed, never how fast anything was. */
@Tag("slow")
class BenchCommandTest {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  @TempDir private Path data;

  @BeforeEach
  void writeData() {
    SyntheticData.write(data, 200, 50, 6);
  }

  private CommandRun bench(String... more) {
    List<String> args = new ArrayList<>(List.of("bench", "--quick", "--data", data.toString()));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "opencl"})
  void jsonIsOneDocumentOfFinitePositiveNumbers(String device) throws IOException {
    CommandRun run =
        bench("--json", "--device", device, "--works", "softmax,12", "--batches", "1,16");
    assertThat(run.code()).as(run.err()).isZero();
    JsonNode json = JSON.readTree(run.out());
    assertThat(json.get("device").textValue()).isNotBlank();
    assertPositive(json.at("/launch/queuedSeconds"));
    assertPositive(json.at("/launch/waitedSeconds"));
    assertThat(json.at("/copy/bytes").longValue()).isEqualTo(4 << 20);
    assertPositive(json.at("/copy/writeBytesPerSecond"));
    assertPositive(json.at("/copy/readBytesPerSecond"));

    double best = 0;
    for (JsonNode product : json.get("products")) {
      assertPositive(product.get("flopsPerSecond"));
      if (product.get("of").textValue().equals("square")) {
        best = Math.max(best, product.get("flopsPerSecond").doubleValue());
      }
    }
    assertThat(json.get("peakFlopsPerSecond").doubleValue()).isEqualTo(best);
    // forward and update of softmax; forward, forward, back, update, update of 36-12-10; two
    // squares
    assertThat(json.get("products")).hasSize(2 + 5 + 2);
    assertThat(json.at("/products/0/m").intValue()).isEqualTo(64);
    assertThat(json.at("/products/0/k").intValue()).isEqualTo(36);
    assertThat(json.at("/products/1/transA").booleanValue()).isTrue();

    JsonNode training = json.get("training");
    assertThat(training).hasSize(4);
    assertThat(training.at("/1/network").textValue()).isEqualTo("36-10 relu logits");
    assertThat(training.at("/3/network").textValue()).isEqualTo("36-12-10 sigmoid");
    for (JsonNode rate : training) {
      assertPositive(rate.get("samplesPerSecond"));
      assertPositive(rate.get("fractionOfPeak"));
      int ops = rate.get("network").textValue().startsWith("36-12") ? 9 : 4;
      double launches = rate.get("launchesPerStep").doubleValue();
      if (device.equals("cpu")) {
        assertThat(launches).isEqualTo(ops);
      } else { // an OpenCL device may put several ops, or steps, into one launch
        assertThat(launches).isPositive().isLessThanOrEqualTo(ops);
      }
      double seconds = rate.get("secondsPerStep").doubleValue();
      assertThat(rate.get("samplesPerSecond").doubleValue())
          .isEqualTo(rate.get("batch").intValue() / seconds);
      assertThat(rate.get("bound").textValue()).isIn("LAUNCHES", "ARITHMETIC", "MEMORY");
    }
  }

  @Test
  void theTableHasALinePerMeasurementAndSaysWhatBoundsThem() {
    CommandRun run = bench("--device", "cpu", "--works", "12", "--batches", "16,160");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("launch  ", "copy  ", "peak, the best of the square products", "Of peak: 2 m n k")
        .containsPattern("64 x 12 x 36 +NN +[0-9.]+  36-12-10 sigmoid, batch 64")
        .containsPattern("36-12-10 sigmoid +16 +[0-9,]+ ")
        .containsPattern("36-12-10 sigmoid +160 +[0-9,]+ ")
        .containsPattern("(?m)^(launches: handing|arithmetic: the|memory: neither)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "161", "-5"})
  void aBatchThatNoPassHoldsIsWrongUsage(String batch) {
    CommandRun run = bench("--device", "cpu", "--batches", batch);
    assertThat(run.code()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(run.err()).contains("--batches", "here 160", "not " + batch);
    assertThat(run.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"mlp", "0", "12-", "12x3", "16385"})
  void aWorkThatIsNoneIsWrongUsage(String work) {
    CommandRun run = bench("--device", "cpu", "--batches", "16", "--works", work);
    assertThat(run.code()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(run.err()).contains("--works", work);
  }

  @Test
  void aWorkIsItsHiddenWidthsOrAllOfThem() {
    Network deep = BenchCommand.network("512-256", 784, 10);
    assertThat(deep.toString()).isEqualTo("784-512-256-10 sigmoid");
    assertThat(BenchCommand.network("784-512-256-10", 784, 10)).isEqualTo(deep);
    assertThat(BenchCommand.network("784-10", 784, 10).toString())
        .isEqualTo("784-784-10-10 sigmoid");
    assertThat(BenchCommand.network("softmax", 784, 10).toString()).isEqualTo("784-10 relu logits");
  }

  private static void assertPositive(JsonNode number) {
    assertThat(number.isNumber()).isTrue();
    assertThat(number.doubleValue()).isPositive().isFinite();
  }
}
