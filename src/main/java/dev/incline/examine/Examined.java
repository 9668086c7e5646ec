package dev.incline.examine;

import dev.incline.backend.opencl.Probe;
import dev.incline.backend.opencl.coverage.KernelCoverage;
import dev.incline.verify.Finding;
import dev.incline.verify.Verification;
import java.util.List;
import java.util.Optional;

/**
 * What an examination found.
 *
 * @param builds the programs that were built, where the kernels are not those of the program
 * @param samplesPerSecond of a short training; 0 where there was none, or none that ended in time
 * @param launchMicroseconds of one launch; 0 where it was not measured
 * @param gflops of a product; 0 where it was not measured
 * @param failure why it ended early, in words of the device; empty where it did not
 * @param crash how the process ended or hung, and in what; empty where it did not
 */
public record Examined(
    List<Probe> probes,
    List<Finding> findings,
    List<KernelCoverage.Build> builds,
    double samplesPerSecond,
    double launchMicroseconds,
    double gflops,
    Optional<String> failure,
    Optional<String> crash) {
  static final String HANGS = "hangs in ";

  /** Of the findings, of which there must be one at least. */
  public Verification verification() {
    return new Verification(findings);
  }

  /**
   * Whether another examination would find the same. A crash may come of a damaged kernel cache, as
   * a failed build may, or of a moment without memory: it is no property of the device.
   */
  public boolean isLasting() {
    return failure.isEmpty()
        && unasked().isEmpty()
        && crash.stream().allMatch(how -> how.startsWith(HANGS));
  }

  /** Why the device could not be asked whether it computes rightly; empty where it could. */
  public Optional<String> unasked() {
    return probes.stream()
        .filter(probe -> probe.verdict() == Probe.Verdict.NOT_BUILT)
        .map(Probe::sentence)
        .findFirst();
  }

  /** Each question that the device answered wrongly, and how. */
  public List<String> faults() {
    return probes.stream()
        .filter(Probe::isWrong)
        .map(probe -> "%s: %s".formatted(probe.question(), probe.sentence()))
        .toList();
  }
}
