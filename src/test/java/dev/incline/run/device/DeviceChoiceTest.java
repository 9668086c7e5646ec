package dev.incline.run.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.backend.opencl.compile.LaunchChoice;
import dev.incline.option.DataOptions;
import dev.incline.option.DeviceOptions;
import dev.incline.option.OptionValues;
import dev.incline.option.Options;
import dev.incline.option.Origin;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeviceChoiceTest {
  private static final ClDevice CPU = device("0:0", "PoCL", "Xeon", ClDevice.Type.CPU, 64);
  private static final ClDevice SMALL =
      device("1:0", "NVIDIA CUDA", "GeForce", ClDevice.Type.GPU, 10);
  private static final ClDevice LARGE =
      device("1:1", "NVIDIA CUDA", "Titan", ClDevice.Type.GPU, 20);
  private static final List<ClDevice> ALL = List.of(CPU, SMALL, LARGE);

  @Test
  void autoTakesTheBestGpuThenAnyOpenClThenPlainJava() throws NoSuchDeviceException {
    assertThat(DeviceChoice.choose("auto", ALL)).contains(LARGE);
    assertThat(DeviceChoice.choose("", ALL)).contains(LARGE);
    assertThat(DeviceChoice.choose("auto", List.of(CPU))).contains(CPU);
    assertThat(DeviceChoice.choose("auto", List.of())).isEmpty();
  }

  @Test
  void aChoiceIsAKindANumberOrAName() throws NoSuchDeviceException {
    assertThat(DeviceChoice.choose("cpu", ALL)).isEmpty();
    assertThat(DeviceChoice.choose("GPU", ALL)).contains(LARGE);
    assertThat(DeviceChoice.choose("opencl", List.of(CPU))).contains(CPU);
    assertThat(DeviceChoice.choose("1:0", ALL)).contains(SMALL);
    assertThat(DeviceChoice.choose("pocl", ALL)).contains(CPU);
    assertThat(DeviceChoice.choose("geforce", ALL)).contains(SMALL);
    assertThat(DeviceChoice.choose("nvidia", ALL)).contains(SMALL); // the first of its name
  }

  @Test
  void anExplicitChoiceNeverFallsBack() {
    for (String choice : List.of("2:0", "radeon")) {
      assertThatThrownBy(() -> DeviceChoice.choose(choice, ALL))
          .isInstanceOf(NoSuchDeviceException.class)
          .hasMessageContainingAll("'" + choice + "'", "0:0", "Xeon", "1:1", "Titan", "cpu");
    }
    assertThatThrownBy(() -> DeviceChoice.choose("gpu", List.of(CPU)))
        .isInstanceOf(NoSuchDeviceException.class)
        .hasMessageContaining("Xeon");
    assertThatThrownBy(() -> DeviceChoice.choose("opencl", List.of()))
        .isInstanceOf(NoSuchDeviceException.class)
        .hasMessageContaining("No OpenCL device");
  }

  /** What is trained is none of a device's business, and a process that opens one refuses it. */
  @Test
  void anotherProcessIsToldOfTheDeviceAlone() {
    OptionValues values =
        OptionValues.NONE
            .with(DeviceOptions.LAUNCHES, LaunchChoice.Form.OPS, Origin.FLAG)
            .with(Options.MOMENTUM, 0.5, Origin.FLAG)
            .with(Options.LOGIT_RELU, false, Origin.FLAG)
            .with(DataOptions.TEST_SEED, 7L, Origin.FLAG);
    assertThat(new ChosenDevice(values).arguments(Optional.of(CPU)))
        .containsExactly("--device", "0:0", "--launches", "ops");
  }

  private static ClDevice device(
      String index, String platform, String name, ClDevice.Type type, int units) {
    return new ClDevice(
        index,
        platform,
        name,
        type,
        "OpenCL 1.2",
        "1",
        units,
        1,
        1,
        1,
        1,
        1,
        8,
        true,
        true,
        true,
        null);
  }
}
