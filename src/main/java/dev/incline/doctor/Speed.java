package dev.incline.doctor;

import dev.incline.backend.Backend;
import dev.incline.bench.LaunchCost;
import dev.incline.bench.ProductRate;
import dev.incline.bench.Stopwatch;
import java.util.function.Function;

/**
 * How fast a device is at a glance.
 *
 * @param launchMicroseconds of one launch, queued
 * @param gflops of the best square product
 */
public record Speed(double launchMicroseconds, double gflops) {
  // PoCL on a CPU queues a launch in about 3 µs, which 3 to 9 launches a step can bear; at 100 µs
  // they would be most of a step. One core's vectors give tens of GFLOP/s.
  static final double SLOW_LAUNCH = 100; // microseconds
  static final double SLOW_PRODUCTS = 5; // GFLOP/s

  /** Machines have bad moments: nothing is called slow that a longer look did not find slow. */
  public static Speed of(Function<Stopwatch, Speed> measure) {
    Speed glance = measure.apply(Stopwatch.QUICK);
    return glance.isSlow() ? measure.apply(Stopwatch.FULL) : glance;
  }

  /**
   * Measures an open device.
   *
   * @param square rows of the product
   */
  public static Speed measure(Backend backend, Stopwatch stopwatch, int square) {
    return new Speed(
        LaunchCost.measure(backend, stopwatch).queuedSeconds() * 1e6,
        ProductRate.square(backend, stopwatch, square).flopsPerSecond() / 1e9);
  }

  private boolean isSlow() {
    return launchMicroseconds > SLOW_LAUNCH || gflops < SLOW_PRODUCTS;
  }
}
