package dev.incline.bench;

import dev.incline.backend.Backend;
import dev.incline.plan.Slot;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Times work that a device queues: many runs, then one wait. The result is the median of several
 * repetitions, after an untimed warm-up that also finds out how many runs a repetition takes.
 *
 * @param repetitions at least 1
 * @param seconds about how long one repetition lasts
 */
public record Stopwatch(int repetitions, double seconds) {
  /** Enough for numbers to quote. */
  public static final Stopwatch FULL = new Stopwatch(5, 0.2);

  /** Enough for a look. */
  public static final Stopwatch QUICK = new Stopwatch(3, 0.02);

  /** Enough to tell which of two devices is faster, once plain Java is compiled. */
  public static final Stopwatch TRIAL = new Stopwatch(3, 0.2);

  private static final Slot<float[]> FENCE = Slot.floats("bench.fence", 1, 1);
  private static final int MAX_RUNS = 1 << 17; // a queue of more only takes memory

  /** The median seconds of one run; {@code run} gets 0, 1, 2, ... and may queue its work. */
  double secondsPerRun(Backend backend, IntConsumer run) {
    return secondsOfMany(
        backend,
        runs -> {
          for (int i = 0; i < runs; i++) {
            run.accept(i);
          }
        });
  }

  /** The median seconds of one run; {@code run} gets how many to ask for together. */
  double secondsOfMany(Backend backend, IntConsumer run) {
    int runs = 1;
    double taken = time(backend, run, runs);
    while (taken < seconds && runs < MAX_RUNS) {
      double needed = runs * seconds / Math.max(taken, 1e-9);
      runs = (int) Math.min(MAX_RUNS, Math.max(2.0 * runs, Math.min(needed, 16.0 * runs)));
      taken = time(backend, run, runs);
    }
    double[] times = new double[repetitions];
    for (int i = 0; i < repetitions; i++) {
      times[i] = time(backend, run, runs) / runs;
    }
    return median(times);
  }

  private static double time(Backend backend, IntConsumer run, int runs) {
    long start = System.nanoTime();
    run.accept(runs);
    await(backend);
    return (System.nanoTime() - start) / 1e9;
  }

  /** Waits for all work so far, by the smallest read there is. */
  static void await(Backend backend) {
    backend.read(FENCE);
  }

  /** The middle value, or the mean of the two in the middle. */
  static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
