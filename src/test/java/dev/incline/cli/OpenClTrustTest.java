package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.opencl.EditedKernels;
import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.cli.options.ExitCode;
import dev.incline.examine.Examination;
import dev.incline.examine.Examined;
import dev.incline.option.OptionValues;
import dev.incline.run.device.ChosenDevice;
import dev.incline.run.device.DeviceChoice;
import dev.incline.run.device.DeviceRecord;
import dev.incline.run.device.DeviceSelection;
import dev.incline.run.device.DeviceTrust;
import dev.incline.run.device.NoSuchDeviceException;
import dev.incline.run.device.TrialSize;
import dev.incline.testing.SyntheticData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A device that does what it must not, by kernels with planted faults: it is refused, passed over
 * by {@code auto}, and never ends this process.
 */
@Tag("field")
@Tag("slow")
class OpenClTrustTest {
  private static final String CACHE = "incline.cache";
  private static final String LIMIT = "it ends a work-item's loops after 65,535 of 1,000,000 turns";

  private final String cache = System.getProperty(CACHE);

  @TempDir private Path temp;
  private Path kernels;

  @BeforeEach
  void prepare() throws IOException {
    System.setProperty(CACHE, temp.resolve("cache").toString());
    SyntheticData.write(temp.resolve("data"), 60, 12, 6);
    kernels = Files.createDirectory(temp.resolve("kernels"));
    EditedKernels.copy(kernels);
  }

  @AfterEach
  void restore() {
    if (cache == null) {
      System.clearProperty(CACHE);
    } else {
      System.setProperty(CACHE, cache);
    }
  }

  private void edit(String file, String original, String edited) {
    EditedKernels.edit(kernels, file, original, edited);
  }

  private CommandRun train(String... more) {
    List<String> args =
        new ArrayList<>(List.of("train", "--data", temp.resolve("data").toString()));
    args.addAll(List.of("--model", "softmax", "--epochs", "1", "--batch", "16"));
    args.addAll(List.of("--out", temp.resolve("out" + System.nanoTime()).toString()));
    args.addAll(List.of("--kernels", kernels.toString()));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(String[]::new));
  }

  private static String hash(CommandRun run) {
    return run.out().replaceAll("(?s).*sha256 (\\w+).*", "$1");
  }

  private static ClDevice device() {
    return DeviceChoice.best(ClDevice.all()).orElseThrow();
  }

  /** As one OpenCL implementation in the field does. */
  private void limitLoops() throws IOException {
    edit("probe_loops.cl", "j < inner", "j < min(inner, 65535)");
  }

  @Test
  void aDeviceThatLimitsLoopsIsRefusedByNameAndPassedOverByAuto() throws IOException {
    limitLoops();
    CommandRun named = train("--device", "opencl");
    assertThat(named.code()).as(named.err()).isEqualTo(ExitCode.MISMATCH);
    assertThat(named.err())
        .contains("must not be believed", LIMIT, "--trust-device", "--device cpu");

    CommandRun again = train("--device", device().index()); // remembered
    assertThat(again.code()).isEqualTo(ExitCode.MISMATCH);
    assertThat(again.err()).contains(LIMIT);

    CommandRun trusted = train("--device", "opencl", "--trust-device");
    assertThat(trusted.code()).as(trusted.err()).isZero();

    CommandRun auto = train();
    assertThat(auto.code()).as(auto.err()).isZero();
    assertThat(auto.out()).contains("plain Java", "no OpenCL device here may be believed");
    assertThat(hash(auto)).hasSize(64).isEqualTo(hash(trusted));
  }

  @Test
  void everyCommandThatComputesRefusesIt() throws IOException {
    limitLoops();
    String data = temp.resolve("data").toString();
    CommandRun trained =
        CommandRun.of(
            "train",
            "--data",
            data,
            "--device",
            "cpu",
            "--epochs",
            "1",
            "--out",
            temp.resolve("run").toString());
    assertThat(trained.code()).as(trained.err()).isZero();
    String run = temp.resolve("run").toString();
    String images = temp.resolve("data/t10k-images-idx3-ubyte").toString();
    String sweep = temp.resolve("sweep").toString();
    for (String[] command :
        new String[][] {
          {"evaluate", run, "--data", data},
          {"predict", run, images, "--as-is"},
          {"gradcheck", "--data", data},
          {"trace", "--data", data, "--rows", "0:4", "--out", temp.resolve("step.npz").toString()},
          {"bench", "--data", data, "--quick", "--batches", "16"},
          {"tune", "--quick"},
          {"sweep", "--data", data, "--lr", "1,0.1", "--out", sweep},
          {"verify", "--tiny"},
          {"doctor", "--tiny"}
        }) {
      List<String> args = new ArrayList<>(List.of(command));
      args.addAll(List.of("--device", device().index(), "--kernels", kernels.toString()));
      CommandRun refused = CommandRun.of(args.toArray(String[]::new));
      assertThat(refused.code()).as(command[0] + refused.err()).isEqualTo(ExitCode.MISMATCH);
      assertThat(refused.err() + refused.out()).as(command[0]).contains(LIMIT);
    }
    assertThat(temp.resolve("step.npz")).doesNotExist();
    assertThat(temp.resolve("sweep")).doesNotExist();
  }

  /** As where the disk of the driver's kernel cache is full. */
  @Test
  void aDeviceThatCouldNotBeAskedIsNotAccused() throws IOException {
    edit("probe_loops.cl", "j < inner", "j < no_such_thing");
    for (String[] command : new String[][] {{"train"}, {"verify", "--tiny"}}) {
      CommandRun run =
          command[0].equals("train")
              ? train("--device", "opencl")
              : CommandRun.of(
                  "verify", "--tiny", "--device", "opencl", "--kernels", kernels.toString());
      assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.FAILED);
      assertThat(run.err())
          .contains(device().title() + " could not be asked whether it computes rightly: ")
          .contains("probe_loops.cl does not build", "no_such_thing")
          .contains("nothing is held against it", "--device cpu")
          .doesNotContain("believed", "should not happen", "kernel cache"); // the source is wrong
    }
    CommandRun doctor =
        CommandRun.of(
            "doctor", "--tiny", "--device", device().index(), "--kernels", kernels.toString());
    assertThat(doctor.code()).as(doctor.err()).isEqualTo(ExitCode.FAILED);
    assertThat(doctor.out()).contains("unasked", "says nothing against it");

    CommandRun auto = train();
    assertThat(auto.code()).as(auto.err()).isZero();
    assertThat(auto.out()).contains("plain Java", "no OpenCL device here could be asked");
    assertThat(temp.resolve("cache/devices"))
        .satisfiesAnyOf(
            none -> assertThat(none).doesNotExist(), empty -> assertThat(empty).isEmptyDirectory());
    CommandRun listed = CommandRun.of("devices");
    assertThat(listed.out()).doesNotContain("believed");

    CommandRun trusted = train("--device", "opencl", "--trust-device");
    assertThat(trusted.code()).as(trusted.err()).isZero();
  }

  @Test
  void aKernelThatCrashesIsAVerdict() throws IOException {
    plantCrash("softmax_cross_entropy.cl", "loss[cursor + i] = log_1");
    String folder = kernels.toString();
    CommandRun verified =
        CommandRun.of("verify", "--tiny", "--device", "opencl", "--kernels", folder);
    assertThat(verified.code()).as(verified.err()).isEqualTo(ExitCode.MISMATCH);
    assertThat(verified.err())
        .contains("crashed in SoftmaxCrossEntropy", "the process died of SIGSEGV in ");
    CommandRun trained = train("--device", "opencl");
    assertThat(trained.code()).as(trained.err()).isEqualTo(ExitCode.MISMATCH);
    assertThat(trained.err()).contains("crashed in 36-10 relu logits, op by op");
    CommandRun doctor =
        CommandRun.of("doctor", "--tiny", "--device", device().index(), "--kernels", folder);
    assertThat(doctor.code()).as(doctor.err()).isEqualTo(ExitCode.MISMATCH);
    assertThat(doctor.out()).contains("crashed in SoftmaxCrossEntropy");
    try (Stream<Path> here = Files.list(Path.of(""))) {
      assertThat(here.map(Path::toString)).noneMatch(name -> name.startsWith("hs_err"));
    }
  }

  @Test
  void aProbeThatCrashesOrHangsIsAFault() throws IOException {
    plantCrash("probe_local.cl", "barrier(CLK_LOCAL_MEM_FENCE);\n  for");
    CommandRun crashed = train("--device", "opencl");
    assertThat(crashed.code()).as(crashed.err()).isEqualTo(ExitCode.MISMATCH);
    assertThat(crashed.err())
        .contains("must not be believed: it crashed in all ", "of local memory");
    assertThat(
            temp.resolve("cache/devices")) // a damaged kernel cache crashes too, until it is gone
        .satisfiesAnyOf(
            none -> assertThat(none).doesNotExist(), empty -> assertThat(empty).isEmptyDirectory());

    edit("probe_loops.cl", "i < outer", "i < outer || result[0] == 0");
    List<String> probes =
        List.of(
            Examination.COMMAND,
            "--device",
            device().index(),
            "--kernels",
            kernels.toString(),
            "--probes");
    Examined hung = new Examination(probes, Duration.ofSeconds(8), finding -> {}, "").run();
    assertThat(hung.crash()).contains("hangs in loops of 300 x 1,000 turns: nothing for 8 s");
  }

  private void plantCrash(String file, String before) throws IOException {
    edit(file, before, "*(__global volatile int *)16 = 1;\n  " + before);
  }

  @Test
  void theFirstVerificationScoresAsManyRowsAsTheTrainingWill() throws IOException {
    SyntheticData.write(temp.resolve("data"), 60, 4001, 6);
    edit(
        "softmax_cross_entropy.cl",
        "  loss[cursor + i] = log_1",
        "  loss[cursor + i] = cursor >= 3000 ? -1.0f : log_1");
    CommandRun run = train("--device", "opencl");
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.MISMATCH);
    assertThat(run.err()).contains("scoring 4,001 rows");
  }

  @Test
  void autoTakesWhatWasFastestAndSaysWhy() throws NoSuchDeviceException {
    ChosenDevice options = new ChosenDevice(OptionValues.NONE);
    for (double java : new double[] {1e9, 1}) {
      DeviceTrust trust = options.trust();
      trust.remember(Optional.empty(), new DeviceRecord(List.of(), Map.of(TrialSize.NARROW, java)));
      trust.remember(
          Optional.of(device()), new DeviceRecord(List.of(), Map.of(TrialSize.NARROW, 1000.0)));
      DeviceSelection auto = new DeviceSelection("auto", trust, false, TrialSize.NARROW);
      DeviceSelection.Taken taken = auto.from(ClDevice.all());
      assertThat(taken.device().isEmpty()).isEqualTo(java > 1000);
      assertThat(taken.reason())
          .contains("784-128-10 at batch 64", device().title() + " 1,000", "plain Java");
    }
  }

  @Test
  void autoTriesEachDeviceOnceAndRemembers() throws IOException {
    CommandRun run = train("--no-verify");
    assertThat(run.out()).doesNotContain("auto: ");
    CommandRun tried = train();
    assertThat(tried.code()).as(tried.err()).isZero();
    assertThat(tried.out()).contains("auto: fastest in a short trial of 784-128-10 at batch 64");
    try (Stream<Path> files = Files.list(temp.resolve("cache/devices"))) {
      List<Path> records = files.toList();
      assertThat(records).hasSize(1 + ClDevice.all().size());
      for (Path record : records) {
        assertThat(record).content().containsPattern("rate NARROW [1-9]");
      }
      for (Path record : records) {
        String text = Files.readString(record);
        if (text.contains("plain Java")) { // of a device it would be as for one that is not known
          Files.writeString(record, text.replace("\nend\n", "\n"));
        }
      }
    }
    CommandRun damaged = train();
    assertThat(damaged.code()).as(damaged.err()).isZero();
    assertThat(damaged.out()).contains("auto: fastest");
  }
}
