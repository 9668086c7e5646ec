package dev.incline.run;

import dev.incline.experiment.Environment;
import dev.incline.run.device.ChosenDevice;
import dev.incline.run.device.NoSuchDeviceException;
import dev.incline.wording.Version;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/** Where a run takes place. */
final class RunEnvironment {
  private RunEnvironment() {}

  /**
   * What a run records of it.
   *
   * @param command the command line, program name first
   * @param data their folder
   * @param name of the open device
   * @param inputs see {@link Environment}
   */
  static Environment of(
      List<String> command, ChosenDevice device, Path data, String name, Map<String, String> inputs)
      throws NoSuchDeviceException {
    return new Environment(
        Version.program(),
        name,
        device.driver(),
        Environment.javaRuntime(),
        Environment.operatingSystem(),
        data.toString(),
        inputs,
        command,
        OffsetDateTime.now(ZoneId.systemDefault()).toString());
  }
}
