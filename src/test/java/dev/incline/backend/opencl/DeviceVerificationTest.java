package dev.incline.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.verify.Finding;
import dev.incline.verify.OpCases;
import dev.incline.verify.Verification;
import dev.incline.verify.Verification.NetworkSize;
import dev.incline.verify.Verification.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every device present, under each family of tiles: the same bits as plain Java. */
class DeviceVerificationTest {
  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("dev.incline.backend.opencl.TestDevices#withFamilies")
  void computes_the_bits_of_plain_Java(ClDevice device, Tiling.Family family) {
    OpenClOptions options = OpenClOptions.STANDARD.withFamily(family);
    List<Finding> heard = new ArrayList<>();
    Verification verification =
        Verification.run(
            () -> new OpenClBackend(device, options.withoutSpecialising()),
            () -> new OpenClBackend(device, options),
            OpCases.QUICK,
            NetworkSize.MNIST,
            heard::add);
    assertThat(verification.verdict())
        .as("%s", heard.stream().filter(f -> !f.isBitEqual()).toList())
        .isIn(allowed(device));
    assertThat(heard).isEqualTo(verification.findings());
  }

  /** A device that deviates need not show it. */
  private static List<Verdict> allowed(ClDevice device) {
    return device.deviations().isEmpty()
        ? List.of(Verdict.BIT_EQUAL)
        : List.of(Verdict.BIT_EQUAL, Verdict.WITHIN_BOUNDS);
  }
}
