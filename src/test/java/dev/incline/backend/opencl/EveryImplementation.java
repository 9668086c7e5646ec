package dev.incline.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.Backend;
import dev.incline.backend.BackendContract;
import dev.incline.backend.opencl.OpenClOptions.Input;
import dev.incline.verify.Finding;
import dev.incline.verify.OpCases;
import dev.incline.verify.Verification;
import dev.incline.verify.Verification.NetworkSize;
import dev.incline.verify.Verification.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The contract, every op and whole steps on whatever OpenCL implementation OCL_ICD_VENDORS pins,
 * with shapes small enough for a simulator. Under Oclgrind any report fails the test. {@code
 * bin/check-implementations} runs it; {@code mvn test} has larger tests of its own.
 */
class EveryImplementation {
  private static final ClDevice DEVICE = TestDevices.all().get(0);

  /** Tiles that divide no length of the cases; the device worked as a CPU is, and as a GPU is. */
  enum Way {
    REGISTER_TILES,
    SPARSE_INPUT,
    LOCAL_TILES,
    /** As on a device whose division is not rounded correctly. */
    CORRECTED_DIVISION;

    OpenClOptions options() {
      Tiling tiles =
          this == LOCAL_TILES
              ? new Tiling.Local(8, 16, 6, 4, 2, 2, 2, 2)
              : new Tiling.Register(3, 2);
      return OpenClOptions.STANDARD
          .withTiles((d, shape) -> tiles)
          .withInput(this == SPARSE_INPUT ? Input.SPARSE : Input.DENSE);
    }

    Backend open(OpenClOptions chosen) {
      ClDevice device = DEVICE.as(this == LOCAL_TILES ? ClDevice.Type.GPU : ClDevice.Type.CPU);
      return OclgrindLog.watch(
          new OpenClBackend(
              this == CORRECTED_DIVISION ? withoutCorrectDivision(device) : device, chosen));
    }
  }

  private static ClDevice withoutCorrectDivision(ClDevice d) {
    return new ClDevice(
        d.index(),
        d.platform(),
        d.name(),
        d.type(),
        d.version(),
        d.driver(),
        d.computeUnits(),
        d.globalMemory(),
        d.maxAllocation(),
        d.localMemory(),
        d.maxWorkGroup(),
        d.denormals(),
        false,
        d.fma(),
        d.handle());
  }

  @AfterEach
  void nothingWasReported() {
    assertThat(OclgrindLog.take()).as("reports of Oclgrind").isEmpty();
  }

  @Nested
  class OfRegisterTiles extends BackendContract {
    @Override
    protected Backend open() {
      return Way.REGISTER_TILES.open(Way.REGISTER_TILES.options());
    }
  }

  @Nested
  class OfLocalTiles extends BackendContract {
    @Override
    protected Backend open() {
      return Way.LOCAL_TILES.open(Way.LOCAL_TILES.options());
    }
  }

  /** Sparse input changes nothing for single ops, and division only those with a sigmoid. */
  @ParameterizedTest
  @EnumSource
  void computes_what_plain_Java_computes(Way way) throws IOException {
    Verification verification =
        Verification.run(
            () -> way.open(way.options().withoutSpecialising()),
            () -> way.open(way.options()),
            switch (way) {
              case SPARSE_INPUT -> OpCases.TINY.only("GatherRows");
              case CORRECTED_DIVISION -> OpCases.TINY.only("sigmoid");
              default -> OpCases.TINY;
            },
            NetworkSize.TINY,
            finding -> {});
    Files.writeString(
        Path.of(System.getProperty("incline.build", "target"), "opencl-implementations.txt"),
        "%s, %s: %d cases, %s%n"
            .formatted(
                DEVICE.title(),
                way.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                verification.cases(),
                verification.verdict()),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    assertThat(verification.verdict())
        .as("%s", verification.findings().stream().filter(Finding::isWrong).toList())
        .isIn(
            DEVICE.deviations().isEmpty()
                ? List.of(Verdict.BIT_EQUAL)
                : List.of(Verdict.BIT_EQUAL, Verdict.WITHIN_BOUNDS));
  }
}
