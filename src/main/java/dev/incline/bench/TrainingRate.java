package dev.incline.bench;

import dev.incline.backend.Backend;
import dev.incline.backend.Executable;
import dev.incline.data.Dataset;
import dev.incline.data.Permutation;
import dev.incline.data.Split;
import dev.incline.model.Initializer;
import dev.incline.model.Network;
import dev.incline.plan.Op;
import dev.incline.plan.Plan;
import dev.incline.plan.Planner;
import dev.incline.plan.Source;
import dev.incline.train.DeviceWeights;

/**
 * How fast a device trains a network at one batch size.
 *
 * @param network such as {@code 784-128-10 sigmoid}
 * @param batch rows per step
 * @param samplesPerSecond rows trained per second
 * @param secondsPerStep batch / samplesPerSecond
 * @param launchesPerStep pieces of work a step hands to the device
 * @param fractionOfPeak 2 m n k over the step's products, per second, as a part of the peak; above
 *     1 where products skip zeros
 * @param bound what most of the time goes to
 */
public record TrainingRate(
    String network,
    int batch,
    double samplesPerSecond,
    double secondsPerStep,
    double launchesPerStep,
    double fractionOfPeak,
    Bound bound) {
  private static final double LEARNING_RATE = 0.1;
  private static final double L2 = 1e-3;
  private static final double VALIDATION = 0.2;

  /** Rows of a training pass over so many. */
  public static int samples(int rows) {
    return Split.of(rows, VALIDATION).training().length;
  }

  /** The plan of a step over the training rows of a data set. */
  static Plan step(Network network, Source source, int batch) {
    return Planner.trainingStep(network, source, batch, LEARNING_RATE, L2);
  }

  static Source source(int rows, Network network) {
    return Source.of("bench.training", rows, network.inputs(), samples(rows));
  }

  /**
   * Trains for a while on shuffled rows, from fresh weights.
   *
   * @param batch at most {@link #samples}
   * @param launch of the same device
   * @param peak of the same device, in operations per second
   */
  public static TrainingRate measure(
      Backend backend,
      Stopwatch stopwatch,
      Dataset data,
      Network network,
      int batch,
      LaunchCost launch,
      double peak) {
    Source source = source(data.rows(), network);
    int samples = source.order().size();
    // Images before the plan is compiled: whether products skip zeros follows from them.
    backend.write(source.images(), data.images());
    backend.write(source.labels(), data.labels());
    backend.write(
        source.order(), Permutation.shuffled(Split.of(data.rows(), VALIDATION).training(), 42, 1));
    new DeviceWeights(backend, network).write(Initializer.defaultFor(network).draw(network, 42));
    Plan plan = step(network, source, batch);
    Executable executable = backend.compile(plan);
    int steps = samples / batch; // of an epoch, asked for together as a training does
    double seconds = stopwatch.secondsPerRun(backend, i -> executable.run(0, steps, batch)) / steps;
    double fraction = flops(plan) / seconds / peak;
    double launches = (double) executable.launches(steps) / steps;
    return new TrainingRate(
        network.toString(),
        batch,
        batch / seconds,
        seconds,
        launches,
        fraction,
        Bound.of(seconds, launches, launch.queuedSeconds(), fraction));
  }

  private static double flops(Plan plan) {
    double sum = 0;
    for (Op op : plan.ops()) {
      if (op instanceof Op.MatMul product) {
        sum += ProductRate.flops(product);
      }
    }
    return sum;
  }
}
