package dev.incline.doctor;

import dev.incline.examine.Examined;
import dev.incline.verify.Finding;
import dev.incline.verify.Verification;
import dev.incline.wording.Phrase;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What is to be thought of a device.
 *
 * @param device its name
 * @param verdict in one word
 * @param sentence why, and what it means
 * @param launchMicroseconds of one launch, queued; 0 where it was not measured
 * @param gflops of the best square product; 0 where it was not measured
 */
public record Diagnosis(
    String device, Verdict verdict, String sentence, double launchMicroseconds, double gflops) {
  /** The worst thing that is true of it. */
  public enum Verdict {
    FINE,
    SLOW,
    /** Does not run at all: a kernel does not build, or a call fails. */
    BROKEN,
    /** Could not be asked: the programs that ask do not build. */
    UNASKED,
    /** Ends the process, or hangs it. */
    CRASHED,
    /** Runs, and computes something else. */
    WRONG
  }

  /**
   * From what an examination found.
   *
   * @param deviations what keeps the device from giving the contract's bits
   */
  public static Diagnosis of(String device, List<String> deviations, Examined examined) {
    if (!examined.faults().isEmpty()) {
      return new Diagnosis(
          device,
          Verdict.WRONG,
          "must not be believed: "
              + String.join("; ", examined.faults())
              + ". Nothing is computed on it without --trust-device",
          0,
          0);
    }
    if (examined.unasked().isPresent()) {
      return new Diagnosis(
          device,
          Verdict.UNASKED,
          "could not be asked whether it computes rightly, which says nothing against it: "
              + examined.unasked().get(),
          0,
          0);
    }
    if (examined.crash().isPresent()) {
      return new Diagnosis(
          device,
          Verdict.CRASHED,
          examined.crash().get()
              + ". Do not train on it; try another driver, and report it with this line",
          0,
          0);
    }
    if (examined.failure().isPresent()) {
      return new Diagnosis(
          device,
          Verdict.BROKEN,
          "does not work, so training on it fails: " + examined.failure().get(),
          0,
          0);
    }
    Verification verification = examined.verification();
    return verification.verdict() == Verification.Verdict.WRONG
        ? new Diagnosis(device, Verdict.WRONG, wrong(verification), 0, 0)
        : judge(
            device,
            verification,
            deviations,
            new Speed(examined.launchMicroseconds(), examined.gflops()));
  }

  static Diagnosis judge(
      String device, Verification verification, List<String> deviations, Speed measured) {
    double micros = measured.launchMicroseconds();
    double gflops = measured.gflops();
    String bits =
        verification.verdict() == Verification.Verdict.BIT_EQUAL
            ? String.format(
                Locale.ROOT, "all %,d comparisons give plain Java's bits", verification.cases())
            : "rounding stays within its bounds, though not plain Java's bits"
                + (deviations.isEmpty() ? "" : " (it " + String.join(" and ", deviations) + ")");
    List<String> why = new ArrayList<>();
    if (micros > Speed.SLOW_LAUNCH) {
      why.add(
          Phrase.of(
              "each launch costs %.0f µs, so small batches wait for launches: take a --batch of 512 or more",
              micros));
    }
    if (gflops < Speed.SLOW_PRODUCTS) {
      why.add(
          Phrase.of(
              "products run at %.1f GFLOP/s, less than one CPU core can do: compare --device cpu by 'incline bench'",
              gflops));
    }
    String speed = String.format(Locale.ROOT, "%.1f µs a launch, %.0f GFLOP/s", micros, gflops);
    return why.isEmpty()
        ? new Diagnosis(device, Verdict.FINE, bits + "; " + speed, micros, gflops)
        : new Diagnosis(device, Verdict.SLOW, String.join("; ", why) + ". " + bits, micros, gflops);
  }

  private static String wrong(Verification verification) {
    List<String> ops =
        verification.findings().stream().filter(Finding::isWrong).map(Finding::kind).toList();
    List<String> shown = ops.subList(0, Math.min(3, ops.size()));
    String more = ops.size() > 3 ? Phrase.of(" and %d more", ops.size() - 3) : "";
    return "computes "
        + String.join("; ", shown)
        + more
        + " wrong: refused. Do not train on it; try another driver, and report it with the output of 'incline verify'";
  }

  /** Whether nothing is to be computed on it. */
  public boolean isRefused() {
    return verdict == Verdict.WRONG || verdict == Verdict.CRASHED;
  }

  /** Whether training on it gives right results. */
  public boolean isUsable() {
    return verdict == Verdict.FINE || verdict == Verdict.SLOW;
  }
}
