package dev.incline.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.backend.opencl.tiling.Tiling;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * The devices of this machine. A machine without one fails these tests: it has nothing to say about
 * OpenCL.
 */
public final class TestDevices {
  private static final List<ClDevice> ALL = find();

  private TestDevices() {}

  public static List<ClDevice> all() {
    return ALL;
  }

  static Stream<Arguments> withFamilies() {
    return ALL.stream()
        .flatMap(device -> Stream.of(Tiling.Family.values()).map(f -> Arguments.of(device, f)));
  }

  private static List<ClDevice> find() {
    List<ClDevice> devices = ClDevice.all();
    assertThat(devices).as(ClDevice.whyNone()).isNotEmpty();
    try {
      Files.write(
          Path.of(System.getProperty("incline.build", "target"), "opencl-devices.txt"),
          devices.stream().map(ClDevice::title).toList(),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return devices;
  }
}
