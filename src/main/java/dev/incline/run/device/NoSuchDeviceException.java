package dev.incline.run.device;

import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.option.KnownNames;
import java.util.List;

/** The chosen device is not there. The message lists what is. */
public final class NoSuchDeviceException extends Exception {
  public NoSuchDeviceException(String choice, List<ClDevice> present) {
    super(message(choice, present));
  }

  private static String message(String choice, List<ClDevice> present) {
    StringBuilder text = new StringBuilder("there is no device '" + choice + "'");
    text.append(
        KnownNames.nearest(choice, List.of("auto", "gpu", "opencl", "cpu"))
            .filter(near -> !near.equalsIgnoreCase(choice))
            .map(": did you mean '%s'?"::formatted)
            .orElse("."));
    text.append(" There are:");
    for (ClDevice device : present) {
      text.append("\n  %-4s %s".formatted(device.index(), device.title()));
    }
    text.append("\n  cpu  plain Java");
    if (present.isEmpty()) {
      text.append("\nNo OpenCL device: ").append(ClDevice.whyNone());
    }
    return text.toString();
  }
}
