package dev.incline.tune;

import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.backend.opencl.compile.KernelSources;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * What tuned tiles hold for: another device, driver or kernel may want others.
 *
 * @param device name and platform
 * @param driver its version
 * @param kernelsSha256 of the product kernels' text
 */
public record TuningKey(String device, String driver, String kernelsSha256) {
  private static final List<String> PRODUCTS =
      List.of("matmul_register.cl", "matmul_blocked.cl", "matmul_local.cl");

  /**
   * The key of a device and these kernels.
   *
   * @throws dev.incline.backend.opencl.cl.ClException naming a kernel file that cannot be read
   */
  public static TuningKey of(ClDevice device, KernelSources kernels) {
    return new TuningKey(device.title(), device.driver(), kernels.sha256(PRODUCTS));
  }

  /** A name of its own for each key, which begins with the device's. */
  String fileName() {
    String readable = device.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    UUID unique = UUID.nameUUIDFromBytes(toString().getBytes(StandardCharsets.UTF_8));
    return readable.substring(0, Math.min(60, readable.length())) + "-" + unique + ".json";
  }
}
