package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.backend.opencl.compile.KernelSources;
import dev.incline.run.device.DeviceRecord;
import dev.incline.run.device.DeviceTrust;
import dev.incline.testing.SyntheticData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole training on whatever OpenCL implementation OCL_ICD_VENDORS pins, then evaluate and
 * predict: every number that they report is the one of plain Java. The sizes are small enough for a
 * simulator, and for llvmpipe, which allows a work-item 65,535 turns of all its loops. {@code
 * bin/check-implementations} runs it.
 */
class EveryTraining {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** How far rounding moves a loss on a device that cannot give the bits. */
  private static final double DRIFT = 1e-4;

  private static final int TEST_ROWS = 24;

  @TempDir private Path temp;

  /** A simulator takes half a minute for its answers, which other tests ask of other devices. */
  @BeforeAll
  static void noSimulatorIsAsked() {
    ClDevice device = ClDevice.all().get(0);
    if (device.platform().equals("Oclgrind")) {
      Path records = Path.of(System.getProperty("incline.cache"), "devices");
      new DeviceTrust(records, KernelSources.BUILT_IN, any -> List.of(), true)
          .remember(Optional.of(device), new DeviceRecord(List.of(), Map.of()));
    }
  }

  @Test
  void reportsWhatPlainJavaReports() throws IOException {
    Path data = SyntheticData.write(temp.resolve("data"), 40, TEST_ROWS, 5);
    Path model = temp.resolve("cpu");
    JsonNode expected = train(data, model, "cpu");
    JsonNode got = train(data, temp.resolve("opencl"), "opencl");
    boolean bits = got.at("/checked/outcome").textValue().equals("bit-equal");
    assertThat(got.at("/checked/outcome").textValue()).isIn("bit-equal", "within bounds");
    assertThat(got.at("/checked/rows").intValue()).isEqualTo(8 + TEST_ROWS);
    for (String number :
        List.of(
            "/epochs/0/trainLoss",
            "/epochs/0/validationLoss",
            "/epochs/1/trainLoss",
            "/epochs/1/validationLoss",
            "/test/loss")) {
      equal(number, expected, got, bits);
    }
    for (String number :
        List.of(
            "/epochs/0/trainAccuracy",
            "/epochs/1/trainAccuracy",
            "/epochs/1/validationAccuracy",
            "/best/epoch",
            "/test/accuracy")) {
      assertThat(got.at(number)).as(number).isEqualTo(expected.at(number));
    }
    if (bits) {
      assertThat(got.get("weightsSha256")).isEqualTo(expected.get("weightsSha256"));
      assertThat(got.get("bestWeightsSha256")).isEqualTo(expected.get("bestWeightsSha256"));
    }

    List<String> evaluate = List.of("evaluate", model.toString(), "--data", data.toString());
    JsonNode evaluated = json(evaluate, "opencl");
    JsonNode truth = json(evaluate, "cpu");
    equal("/loss", truth, evaluated, bits);
    assertThat(evaluated.get("accuracy")).isEqualTo(truth.get("accuracy"));
    assertThat(evaluated.get("confusion")).isEqualTo(truth.get("confusion"));
    assertThat(evaluated.at("/checked/rows").intValue()).isEqualTo(TEST_ROWS);

    List<String> predict =
        List.of("predict", model.toString(), data.resolve("t10k-images-idx3-ubyte").toString());
    JsonNode predicted = json(predict, "opencl");
    JsonNode right = json(predict, "cpu");
    assertThat(predicted.at("/checked/rows").intValue()).isEqualTo(TEST_ROWS);
    for (int row = 0; row < TEST_ROWS; row++) {
      String top = "/files/0/images/%d/top/0/".formatted(row);
      assertThat(predicted.at(top + "class")).isEqualTo(right.at(top + "class"));
      equal(top + "probability", right, predicted, bits);
    }
  }

  private static void equal(String number, JsonNode expected, JsonNode got, boolean bits) {
    assertThat(got.at(number).isNumber()).as(number).isTrue();
    double right = expected.at(number).doubleValue();
    double off = bits ? 0 : DRIFT * Math.max(1, right);
    assertThat(got.at(number).doubleValue()).as(number).isCloseTo(right, within(off));
  }

  private JsonNode train(Path data, Path out, String device) throws IOException {
    List<String> command = List.of("train", "--data", data.toString(), "--out", out.toString());
    List<String> args = new ArrayList<>(command);
    args.addAll(List.of("--hidden", "4", "--epochs", "2", "--batch", "16", "--init", "xavier"));
    args.add("--quiet");
    if (device.equals("opencl")) {
      args.add("--no-verify"); // EveryImplementation compares the steps
    }
    return json(args, device);
  }

  private static JsonNode json(List<String> command, String device) throws IOException {
    List<String> args = new ArrayList<>(command);
    args.addAll(List.of("--json", "--device", device));
    if (device.equals("opencl")) {
      // rusticl compiles other tiles, and whole rows, for minutes
      args.addAll(List.of("--matmul", "local", "--input", "dense", "--launches", "ops"));
      args.addAll(trust(command.get(0)));
    }
    CommandRun run = CommandRun.of(args.toArray(String[]::new));
    assertThat(run.code()).as("%s: %s", args, run.err()).isZero();
    return JSON.readTree(run.out());
  }

  /** llvmpipe fails the probe of long loops, and is right at these sizes: see its limit above. */
  private static List<String> trust(String command) {
    return CommandRun.of(command, "--help").out().contains("--trust-device")
        ? List.of("--trust-device")
        : List.of();
  }
}
