package dev.incline.doctor;

import dev.incline.backend.Backend;
import dev.incline.bench.LaunchCost;
import dev.incline.bench.ProductRate;
import dev.incline.bench.Stopwatch;
import dev.incline.verify.Finding;
import dev.incline.verify.OpCases;
import dev.incline.verify.Verification;
import dev.incline.verify.Verification.NetworkSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;

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
    /** Runs, and computes something else. */
    WRONG
  }

  // PoCL on a CPU queues a launch in about 3 µs, which 3 to 9 launches a step can bear; at 100 µs
  // they would be most of a step. One core's vectors give tens of GFLOP/s.
  private static final double SLOW_LAUNCH = 100; // microseconds
  private static final double SLOW_PRODUCTS = 5; // GFLOP/s

  /**
   * Verifies the device on few shapes, then measures it.
   *
   * @param ops opens it for many small shapes
   * @param steps opens it as training does
   * @param cases which ops on which shapes
   * @param network how large the whole steps are
   * @param square rows of the product that is measured
   */
  public static Diagnosis of(
      String device,
      List<String> deviations,
      Supplier<Backend> ops,
      Supplier<Backend> steps,
      OpCases cases,
      NetworkSize network,
      int square) {
    Verification verification;
    Speed speed;
    try {
      verification = Verification.run(ops, steps, cases, network, finding -> {});
      if (verification.verdict() == Verification.Verdict.WRONG) {
        return new Diagnosis(device, Verdict.WRONG, wrong(verification), 0, 0);
      }
      try (Backend backend = steps.get()) {
        speed = Speed.of(stopwatch -> Speed.measure(backend, stopwatch, square));
      }
    } catch (RuntimeException e) {
      return new Diagnosis(
          device,
          Verdict.BROKEN,
          "does not work, so training on it fails: " + e.getMessage(),
          0,
          0);
    }
    return judge(device, verification, deviations, speed);
  }

  /** What was measured: see {@link Diagnosis}. */
  record Speed(double launchMicroseconds, double gflops) {
    /** Machines have bad moments: nothing is called slow that a longer look did not find slow. */
    static Speed of(Function<Stopwatch, Speed> measure) {
      Speed glance = measure.apply(Stopwatch.QUICK);
      return glance.isSlow() ? measure.apply(Stopwatch.FULL) : glance;
    }

    static Speed measure(Backend backend, Stopwatch stopwatch, int square) {
      return new Speed(
          LaunchCost.measure(backend, stopwatch).queuedSeconds() * 1e6,
          ProductRate.square(backend, stopwatch, square).flopsPerSecond() / 1e9);
    }

    boolean isSlow() {
      return launchMicroseconds > SLOW_LAUNCH || gflops < SLOW_PRODUCTS;
    }
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
    if (micros > SLOW_LAUNCH) {
      why.add(
          "each launch costs %.0f µs, so small batches wait for launches: take a --batch of 512 or more"
              .formatted(micros));
    }
    if (gflops < SLOW_PRODUCTS) {
      why.add(
          "products run at %.1f GFLOP/s, less than one CPU core can do: compare --device cpu by 'incline bench'"
              .formatted(gflops));
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
    String more = ops.size() > 3 ? " and %d more".formatted(ops.size() - 3) : "";
    return "computes "
        + String.join("; ", shown)
        + more
        + " wrong: refused. Do not train on it; try another driver, and report it with the output of 'incline verify'";
  }

  /** Whether training on it gives right results. */
  public boolean isUsable() {
    return verdict == Verdict.FINE || verdict == Verdict.SLOW;
  }
}
