package dev.incline.shadow;

import dev.incline.backend.Backend;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The device that trains, as far as a bundle tells of it.
 *
 * @param device its name
 * @param driver version; {@code none} for plain Java
 * @param program name and version
 * @param deviations what keeps the device from giving the contract's bits; where there is none,
 *     every bit counts
 * @param kernels text of the kernel files by name; none for plain Java
 * @param builds the programs built so far: source as the compiler got it, by file and options
 * @param reopen opens the device once more, as training did
 */
public record BundleOrigin(
    String device,
    String driver,
    String program,
    List<String> deviations,
    Map<String, String> kernels,
    Supplier<Map<String, String>> builds,
    Supplier<Backend> reopen) {
  boolean isExact() {
    return deviations.isEmpty();
  }
}
