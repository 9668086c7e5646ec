package dev.incline.bench;

import dev.incline.backend.Backend;
import dev.incline.backend.Executable;
import dev.incline.data.Dataset;
import dev.incline.data.Permutation;
import dev.incline.data.Split;
import dev.incline.model.Initializer;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.plan.MatMul;
import dev.incline.plan.Plan;
import dev.incline.plan.Planner;
import dev.incline.plan.Source;
import dev.incline.plan.Tensors;
import dev.incline.train.feed.Chunk;
import java.util.Random;

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
 * @param modelSeconds what a model says that a step takes; 0 where there is no model of the device
 */
public record TrainingRate(
    String network,
    int batch,
    double samplesPerSecond,
    double secondsPerStep,
    double launchesPerStep,
    double fractionOfPeak,
    Bottleneck bound,
    double modelSeconds) {
  private static final double VALIDATION = 0.2;
  private static final int GLANCE_BATCHES = 8;
  private static final long WARMING_NANOS = 1_000_000_000; // plain Java is compiled meanwhile

  /** Rows of a training pass over so many. */
  public static int samples(int rows) {
    return Split.of(rows, VALIDATION).training().length;
  }

  /** The plan of a step over the training rows of a data set. */
  static Plan step(Network network, Source source, int batch) {
    return Planner.trainingStep(network, source, batch, Recipe.STANDARD);
  }

  static Source source(Dataset data) {
    return Source.of(
        "bench.training", data.inputs().type(), data.rows(), data.features(), samples(data.rows()));
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
    Source source = source(data);
    Plan plan = step(network, source, batch);
    Executable executable = ready(backend, data, network, source, plan);
    int steps = source.order().size() / batch;
    double seconds = secondsPerStep(backend, stopwatch, executable, steps, batch);
    double fraction = flops(plan) / seconds / peak;
    double launches = (double) executable.launches(steps) / steps;
    return new TrainingRate(
        network.toString(),
        batch,
        batch / seconds,
        seconds,
        launches,
        fraction,
        Bottleneck.of(seconds, launches, launch.queuedSeconds(), fraction),
        executable.modelSeconds().orElse(0));
  }

  /**
   * Samples a second on a few made-up rows, a fifth of whose pixels are not zero, as of
   * handwriting.
   *
   * @param batch of the steps
   */
  public static double glance(Backend backend, Stopwatch stopwatch, Network network, int batch) {
    int rows = GLANCE_BATCHES * batch * 5 / 4; // four fifths train
    Random random = new Random(42);
    byte[] images = new byte[rows * network.inputs()];
    for (int i = 0; i < images.length; i++) {
      images[i] = (byte) (random.nextInt(5) == 0 ? random.nextInt(256) : 0);
    }
    byte[] labels = new byte[rows];
    for (int i = 0; i < rows; i++) {
      labels[i] = (byte) random.nextInt(network.classes());
    }
    Dataset data =
        new Dataset("made-up rows", images, labels, rows, 1, network.inputs(), network.classes());
    Source source = source(data);
    Executable executable = ready(backend, data, network, source, step(network, source, batch));
    long warm = System.nanoTime() + WARMING_NANOS;
    while (System.nanoTime() < warm) {
      executable.run(0, GLANCE_BATCHES, batch);
      Stopwatch.await(backend);
    }
    return batch / secondsPerStep(backend, stopwatch, executable, GLANCE_BATCHES, batch);
  }

  /** How many weights a network has, which is how many multiplications a row takes forward. */
  public static long weights(Network network) {
    return network.layers().stream().mapToLong(l -> (long) l.inputs() * l.outputs()).sum();
  }

  /** The step, compiled, over data on the device, from fresh weights. */
  private static Executable ready(
      Backend backend, Dataset data, Network network, Source source, Plan plan) {
    // Inputs before the plan is compiled: whether products skip zeros follows from them.
    Chunk.of(data).write(backend, source);
    backend.write(
        source.order(), Permutation.shuffled(Split.of(data.rows(), VALIDATION).training(), 42, 1));
    backend.write(Tensors.of(Initializer.defaultFor(network).draw(network, 42)));
    return backend.compile(plan);
  }

  /** Of an epoch of so many steps, asked for together as a training does. */
  private static double secondsPerStep(
      Backend backend, Stopwatch stopwatch, Executable executable, int steps, int batch) {
    return stopwatch.secondsPerRun(backend, i -> executable.run(0, steps, batch)) / steps;
  }

  private static double flops(Plan plan) {
    return plan.ops().stream()
        .mapToDouble(op -> op instanceof MatMul product ? ProductRate.flops(product) : 0)
        .sum();
  }
}
