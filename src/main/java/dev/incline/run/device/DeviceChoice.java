package dev.incline.run.device;

import dev.incline.backend.opencl.cl.ClDevice;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which device a {@code --device} means, among those present. */
public final class DeviceChoice {
  /** What the command line accepts. */
  public static final String SYNTAX =
      "Device: auto (what trains fastest here), gpu, opencl, cpu (plain"
          + " Java), P:D as 'incline devices' prints it, or part of a name";

  private DeviceChoice() {}

  /** Whether the choice is plain Java whatever is present. */
  public static boolean isPlainJava(String choice) {
    return choice.equalsIgnoreCase("cpu");
  }

  public static boolean isAuto(String choice) {
    return choice.isBlank() || choice.equalsIgnoreCase("auto");
  }

  /**
   * Finds the device that is meant.
   *
   * @param present all OpenCL devices, in the order of their numbers
   * @return the OpenCL device; empty for plain Java, which only {@code cpu} and {@code auto} give
   * @throws NoSuchDeviceException listing what is present
   */
  public static Optional<ClDevice> choose(String choice, List<ClDevice> present)
      throws NoSuchDeviceException {
    if (isPlainJava(choice)) {
      return Optional.empty();
    }
    if (isAuto(choice)) {
      return best(present);
    }
    Optional<ClDevice> found =
        switch (choice.toLowerCase(Locale.ROOT)) {
          case "opencl" -> best(present);
          case "gpu" -> best(present.stream().filter(d -> d.type() == ClDevice.Type.GPU).toList());
          default -> named(choice, present);
        };
    return Optional.of(found.orElseThrow(() -> new NoSuchDeviceException(choice, present)));
  }

  /**
   * The device {@code auto} takes: GPUs before accelerators before CPUs, then the one with the most
   * compute units, then the first.
   */
  public static Optional<ClDevice> best(List<ClDevice> present) {
    return present.stream()
        .min(
            Comparator.comparing(ClDevice::type)
                .thenComparing(ClDevice::computeUnits, Comparator.reverseOrder()));
  }

  private static Optional<ClDevice> named(String choice, List<ClDevice> present) {
    if (choice.matches("\\d+:\\d+")) {
      return present.stream().filter(d -> d.index().equals(choice)).findFirst();
    }
    String part = choice.toLowerCase(Locale.ROOT);
    return present.stream()
        .filter(d -> d.title().toLowerCase(Locale.ROOT).contains(part))
        .findFirst();
  }
}
