package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.opencl.cl.Faults;
import dev.incline.cli.options.ExitCode;
import dev.incline.experiment.StoredRun;
import dev.incline.testing.SyntheticData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device that fails in the middle of a training costs no finished work. */
@Tag("slow")
class OpenClDeviceErrorTest {
  @TempDir private Path temp;

  @BeforeEach
  void writeData() {
    SyntheticData.write(temp.resolve("data"), 300, 50, 6);
  }

  private CommandRun train(String out, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "train",
                "--device=opencl",
                "--data=" + temp.resolve("data"),
                "--out=" + temp.resolve(out),
                "--init=xavier",
                "--batch=16",
                "--epochs=4"));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(String[]::new));
  }

  private StoredRun stored(String out) throws IOException {
    return StoredRun.read(temp.resolve(out));
  }

  private String whole() throws IOException {
    CommandRun run = train("whole");
    assertThat(run.code()).as(run.err()).isZero();
    return stored("whole").result().weightsSha256();
  }

  @Test
  void goesOnInPlainJavaToTheSameHash() throws IOException {
    String hash = whole();
    Map<String, Integer> calls;
    try (Faults counted = Faults.none()) {
      train("counted");
      calls = counted.calls();
    }
    for (String call : List.of("clEnqueueNDRangeKernel", "clEnqueueReadBuffer")) {
      int last = calls.get(call);
      // The first launches only make the driver compile: see below. Each epoch has two, the test
      // one.
      int[] numbers =
          call.equals("clEnqueueNDRangeKernel")
              ? new int[] {last - 7, last - 5, last - 3, last - 1}
              : new int[] {last / 4, last / 2, last * 3 / 4, last - 1};
      for (int number : numbers) {
        String out = call + number;
        CommandRun run;
        try (Faults planted = Faults.at(call, number, Faults.LOST)) {
          run = train(out, "--on-device-error=cpu");
        }
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).contains(call, "Going on in plain Java from epoch");
        StoredRun stored = stored(out);
        assertThat(stored.result().weightsSha256()).as(out).isEqualTo(hash);
        assertThat(stored.result().device()).contains(", which failed, then plain Java");
        assertThat(stored.epochs()).hasSize(4);
        assertThat(stored.failure()).isNull();
      }
    }
  }

  @Test
  void stopsWithACheckpointFromWhichTheRunGoesOn() throws IOException {
    String hash = whole();
    int launches;
    try (Faults counted = Faults.none()) {
      train("counted");
      launches = counted.calls().get("clEnqueueNDRangeKernel");
    }
    CommandRun run;
    try (Faults planted = Faults.at("clEnqueueNDRangeKernel", launches / 2, Faults.OUT_OF_MEMORY)) {
      run = train("broken");
    }
    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err())
        .contains("clEnqueueNDRangeKernel", "out of memory", "incline train --resume")
        .doesNotContain("\tat ");
    assertThat(temp.resolve("broken").resolve(StoredRun.FAILURE)).exists();

    CommandRun resumed =
        CommandRun.of("train", "--resume=" + temp.resolve("broken"), "--device=cpu");
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(stored("broken").result().weightsSha256()).isEqualTo(hash);
    assertThat(stored("broken").epochs()).hasSize(4);
    try (var files = Files.list(temp.resolve("broken"))) {
      assertThat(files.map(f -> f.getFileName().toString()).filter(f -> f.startsWith("checkpoint")))
          .isEmpty();
    }
  }

  @Test
  void aDeviceThatFailsBeforeTheFirstStepLeavesAMessageAndNoCheckpoint() {
    CommandRun run;
    try (Faults planted = Faults.from("clCreateBuffer", 2, Faults.OUT_OF_MEMORY)) {
      run = train("none");
    }
    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err())
        .contains("clCreateBuffer", "bytes for", "--batch")
        .doesNotContain("\tat ");
  }

  @Test
  void aFailureWhileTheDeviceIsPreparedCostsNothing() throws IOException {
    String hash = whole();
    for (String call : List.of("clCreateBuffer", "clBuildProgram", "clEnqueueNDRangeKernel")) {
      CommandRun run;
      try (Faults planted = Faults.at(call, 1, Faults.OUT_OF_MEMORY)) {
        run = train(call);
      }
      assertThat(run.code()).as(run.err()).isZero();
      assertThat(stored(call).result().weightsSha256()).as(call).isEqualTo(hash);
    }
  }
}
