package dev.incline.bench;

import dev.incline.backend.Backend;
import dev.incline.backend.Executable;
import dev.incline.plan.ColumnSums;
import dev.incline.plan.Plan;
import dev.incline.plan.Slot;

/**
 * What it costs to hand a device the smallest piece of work there is, a column sum of one number.
 *
 * @param queuedSeconds per launch, when many are queued and the last is waited for
 * @param waitedSeconds per launch, when each is waited for
 */
public record LaunchCost(double queuedSeconds, double waitedSeconds) {
  /** Measures it. */
  public static LaunchCost measure(Backend backend, Stopwatch stopwatch) {
    Slot<float[]> one = Slot.floats("bench.one", 1, 1);
    Slot<float[]> sum = Slot.floats("bench.sum", 1, 1);
    Executable tiny = backend.compile(Plan.of(new ColumnSums(one, sum, 1, 0)));
    double queued = stopwatch.secondsPerRun(backend, i -> tiny.run(0));
    double waited =
        stopwatch.secondsPerRun(
            backend,
            i -> {
              tiny.run(0);
              Stopwatch.await(backend);
            });
    return new LaunchCost(queued, waited);
  }
}
